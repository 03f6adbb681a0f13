//! The scope of a locked sprint as Markdown: every change since the lock, and the difference from the contract (L9).

use crate::domain::points::number;
use crate::domain::promise::Difference;
use crate::domain::scope::{Request, RequestRuling};
use crate::domain::sprint::Account;
use crate::domain::zone::Zone;
use crate::faces::markdown::cell;
use crate::faces::sheet::{Style, markdown_table};

/// The scope log of sprint `sprint`: its balance, the accepted changes and what was opened again, what else was asked for,
/// and what differs from the contract. Moments are shown in `zone`.
pub fn log(
    sprint: i64,
    account: &Account,
    (requests, again): (&[Request], Option<&str>),
    differences: &[Difference],
    zone: Zone,
) -> String {
    let mut parts = vec![format!("# Scope log of sprint {sprint}"), balance(account)];
    let table = |requests: &[&Request]| {
        let sheets: Vec<_> = requests.iter().map(|request| request.sheet()).collect();
        markdown_table(&sheets, &COLUMNS, Style::full(zone))
    };
    let (accepted, others): (Vec<&Request>, Vec<&Request>) =
        requests.iter().partition(|request| request.ruling == Some(RequestRuling::Accepted));
    parts.push("## Accepted changes".to_owned());
    parts.push(if accepted.is_empty() { "None: the scope is what was promised.".to_owned() } else { table(&accepted) });
    parts.extend(again.map(str::to_owned));
    if !others.is_empty() {
        parts.push(format!("## Asked for, and not in the sprint\n\n{}", table(&others)));
    }
    if !differences.is_empty() {
        parts.push(since_the_lock(differences));
    }
    parts.join("\n\n") + "\n"
}

/// What a sprint holds now in which it differs from its contract.
pub fn since_the_lock(differences: &[Difference]) -> String {
    let rows = differences
        .iter()
        .map(|found| format!("| {} | {} | {} |", cell(&found.key), found.words(), cell(&found.title)))
        .collect::<Vec<_>>()
        .join("\n");
    format!("## Against the contract\n\n| Item | Since the lock | Title |\n|---|---|---|\n{rows}")
}

/// The columns of the changes.
const COLUMNS: [&str; 9] =
    ["request", "when", "kind", "#points_in", "#points_out", "swap", "requested_by", "ruling", "reason"];

fn balance(account: &Account) -> String {
    let sign = if account.reestimated < 0.0 { "−" } else { "+" };
    let changed = format!("{sign}{}", number(account.reestimated.abs()));
    let (committed, scope) = (account.committed.points.in_words(), account.scope().points.in_words());
    let (added, removed) = (account.added.points, account.removed.points);
    let dropped = match account.dropped.count {
        0 => String::new(),
        _ => format!(", −{} dropped", account.dropped.points),
    };
    format!(
        "{committed} committed, +{added} added, −{removed} removed, {changed} re-estimated{dropped}: **{scope}** now."
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::moved::Counts;
    use crate::domain::points::Points;
    use crate::domain::scope::RequestKind;
    use crate::domain::time::Instant;

    fn request(ruling: Option<RequestRuling>, reason: &str) -> Request {
        Request {
            id: 1,
            number: 4,
            sprint: 1,
            kind: RequestKind::Add,
            item: Some("PAY-3".to_owned()),
            title: "Export".to_owned(),
            swap: Some("PAY-1".to_owned()),
            points_in: Points::new(3.0),
            points_out: None,
            start_in: None,
            end_in: None,
            start_out: None,
            end_out: None,
            reason: reason.to_owned(),
            requested_by: "ben".to_owned(),
            requested_at: Instant::parse("2026-11-23T09:00:00Z").unwrap(),
            ruled_by: ruling.map(|_| "ana".to_owned()),
            ruled_at: ruling.map(|_| Instant::parse("2026-11-23T10:00:00Z").unwrap()),
            ruled_in: None,
            ruling,
            note: None,
            takes_back: None,
            taken_back: None,
            sprint_id: 1,
            item_id: Some(3),
            swap_id: Some(1),
            counts: Counts::default(),
        }
    }

    #[test]
    fn every_change_is_a_row_and_nothing_in_it_is_markup() {
        let requests = [request(Some(RequestRuling::Accepted), "a|b\nc"), request(None, "later")];
        let text = log(1, &Account::default(), (&requests, None), &[], "Europe/Berlin".parse().unwrap());
        let row = "| C4 | 2026-11-23 11:00 | add PAY-3 | 3 |  | PAY-1 | ben | accepted by ana | a\\|b c |";
        assert!(text.contains(row), "{text}");
        assert!(text.contains("| ben | waiting | later |"), "{text}");
    }

    #[test]
    fn an_untouched_scope_says_so() {
        let text = log(1, &Account::default(), (&[], None), &[], Zone::UTC);
        assert!(text.contains("None: the scope is what was promised."), "{text}");
        assert!(!text.contains("Against the contract"), "{text}");
    }
}

//! The scope of a locked sprint as Markdown: every change since the lock, and the difference from the contract (L9).

use crate::domain::points::{Points, number};
use crate::domain::promise::Difference;
use crate::domain::scope::{Request, RequestKind, RequestRuling};
use crate::domain::sprint::Account;
use crate::report::markdown::{cell, line};
use chrono_tz::Tz;

/// The scope log of sprint `sprint`: its balance, the accepted changes, what else was asked for, and what differs from
/// the contract. Moments are shown in `zone`.
pub fn log(sprint: i64, account: &Account, requests: &[Request], differences: &[Difference], zone: Tz) -> String {
    let mut parts = vec![format!("# Scope log of sprint {sprint}"), balance(account)];
    let (accepted, others): (Vec<&Request>, Vec<&Request>) =
        requests.iter().partition(|request| request.ruling == Some(RequestRuling::Accepted));
    parts.push("## Accepted changes".to_owned());
    parts.push(if accepted.is_empty() {
        "None: the scope is what was promised.".to_owned()
    } else {
        let rows = accepted.iter().map(|request| row(request, zone)).collect::<Vec<_>>().join("\n");
        format!("{HEAD}\n{rows}")
    });
    if !others.is_empty() {
        let rows = others.iter().map(|request| row(request, zone)).collect::<Vec<_>>().join("\n");
        parts.push(format!("## Asked for, and not in the sprint\n\n{HEAD}\n{rows}"));
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

const HEAD: &str =
    "| Request | When | What | In | Out | Asked by | Ruling | Why |\n|---|---|---|---:|---:|---|---|---|";

fn balance(account: &Account) -> String {
    let sign = if account.reestimated < 0.0 { "−" } else { "+" };
    let changed = format!("{sign}{}", number(account.reestimated.abs()));
    format!(
        "{} points committed, +{} added, −{} taken out, {changed} re-estimated: **{} points** now.",
        account.committed.points, account.added.points, account.removed.points, account.scope.points
    )
}

fn row(request: &Request, zone: Tz) -> String {
    let points = |points: Option<Points>| points.map_or_else(String::new, |points| points.to_string());
    let what = match (request.kind, &request.swap) {
        (RequestKind::Add, Some(out)) => format!("add {}, {} out", cell(&request.item), cell(out)),
        (RequestKind::Add, None) => format!("add {}", cell(&request.item)),
        (RequestKind::Remove, _) => format!("take {} out", cell(&request.item)),
        (RequestKind::Reestimate, _) => format!("re-estimate {}", cell(&request.item)),
    };
    let ruling = match (request.ruling, &request.ruled_by) {
        (None, _) => "waits".to_owned(),
        (Some(ruling), Some(by)) => format!("{} by {}", ruling.word(), cell(by)),
        (Some(ruling), None) => ruling.word().to_owned(),
    };
    let note = request.note.as_ref().map_or_else(String::new, |note| format!(" ({})", line(note)));
    let when = request.ruled_at.unwrap_or(request.requested_at).local_full(zone);
    let (more, less) = (points(request.points_in), points(request.points_out));
    let (who, why) = (cell(&request.requested_by), cell(&request.reason));
    format!("| {} | {when} | {what} | {more} | {less} | {who} | {ruling}{note} | {why} |", request.key())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Instant;

    fn request(ruling: Option<RequestRuling>, reason: &str) -> Request {
        Request {
            id: 1,
            number: 4,
            sprint: 1,
            kind: RequestKind::Add,
            item: "PAY-3".to_owned(),
            title: "Export".to_owned(),
            swap: Some("PAY-1".to_owned()),
            points_in: Points::new(3.0),
            points_out: None,
            reason: reason.to_owned(),
            requested_by: "ben".to_owned(),
            requested_at: Instant::parse("2026-11-23T09:00:00Z").unwrap(),
            ruled_by: ruling.map(|_| "ana".to_owned()),
            ruled_at: ruling.map(|_| Instant::parse("2026-11-23T10:00:00Z").unwrap()),
            ruling,
            note: None,
        }
    }

    #[test]
    fn every_change_is_a_row_and_nothing_in_it_is_markup() {
        let requests = [request(Some(RequestRuling::Accepted), "a|b\nc"), request(None, "later")];
        let text = log(1, &Account::default(), &requests, &[], chrono_tz::Europe::Berlin);
        let row = "| C4 | 2026-11-23 11:00 | add PAY-3, PAY-1 out | 3 |  | ben | accepted by ana | a\\|b c |";
        assert!(text.contains(row), "{text}");
        assert!(text.contains("| ben | waits | later |"), "{text}");
    }

    #[test]
    fn an_untouched_scope_says_so() {
        let text = log(1, &Account::default(), &[], &[], chrono_tz::UTC);
        assert!(text.contains("None: the scope is what was promised."), "{text}");
        assert!(!text.contains("Against the contract"), "{text}");
    }
}

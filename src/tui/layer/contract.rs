//! What was promised, and every change since, as texts to read (L5, L9).

use crate::app::Standfast;
use crate::domain::points::{number, rounded};
use crate::domain::promise::{Difference, opened_again, since_the_lock};
use crate::domain::scope::{Contract, ContractItem, Request, RequestRuling, Verdict};
use crate::domain::sprint::Account;
use crate::domain::text;
use crate::domain::time::{Day, Instant, short_day};
use crate::error::Result;
use crate::report;
use crate::report::pages::Leaf;
use crate::tui::command::Command;
use crate::tui::kit::reader::Reader;
use crate::tui::theme::Role;
use crate::tui::view::Next;
use crate::tui::widget::passage::Passage;
use chrono::Datelike;

const NOT_LOCKED: &str = "No sprint is locked, so there is no contract.";

/// The contract of the sprint under way, or why there is none.
pub fn current(standfast: &Standfast) -> Result<Next> {
    match standfast.current_sprint()? {
        Some(sprint) => promised(standfast, sprint.number, &format!("Contract of sprint {}", sprint.number)),
        None => Ok(Next::Cannot(NOT_LOCKED.to_owned())),
    }
}

/// The contract of a sprint that was locked a moment ago.
pub fn just_locked(standfast: &Standfast, sprint: i64) -> Result<Next> {
    promised(standfast, sprint, &format!("Sprint {sprint} is locked: its contract"))
}

/// A sprint's contract under a title.
fn promised(standfast: &Standfast, sprint: i64, title: &str) -> Result<Next> {
    let (contract, _) = standfast.contract(sprint)?;
    let verdict = standfast.verify_contract(sprint)?;
    let mut passages = head(&contract, standfast);
    passages.extend(seal(&verdict));
    passages.extend(items(&contract));
    passages.extend(people(&contract));
    passages.extend(exceptions(&contract));
    let markdown = report::witness::leaving(standfast, &report::contract::markdown(&contract, &verdict.sha256))?;
    let reader = Reader::new(title, passages).wide(88).copies(markdown).leaf(Leaf::Contract(sprint));
    Ok(Next::ask(reader.opened_by(Command::Contract)))
}

fn head(contract: &Contract, standfast: &Standfast) -> Vec<Passage> {
    let year = standfast.today().year();
    let day = |text: &str| text.parse::<Day>().map_or_else(|_| text.to_owned(), |day| short_day(day, year));
    let locked = Instant::parse(&contract.locked_at).map_or_else(String::new, |at| at.local(standfast.zone()));
    let agreed = if contract.agreed_by.is_empty() { "nobody".to_owned() } else { contract.agreed_by.join(", ") };
    let capacity =
        contract.capacity_points.map_or_else(|| "unknown".to_owned(), |most| format!("{} pts", rounded(most)));
    let unestimated = match contract.unestimated {
        0 => String::new(),
        n => format!(" and {n} without an estimate"),
    };
    vec![
        Passage::new(text::clean(&contract.goal), Role::Strong),
        Passage::gap(),
        fact("Dates", format!("{} to {}", day(&contract.starts_on), day(&contract.ends_on))),
        fact("Committed", format!("{} pts{unestimated}", number(contract.committed_points))),
        fact("Capacity", capacity),
        fact("Agreed by", text::clean(&agreed).into_owned()),
        fact("Locked", format!("{locked} by {}", text::clean(&contract.locked_by))),
    ]
}

fn fact(label: &str, words: String) -> Passage {
    Passage::new(format!("{label:<12}"), Role::Dim).and(words, Role::Text).indent(12)
}

/// A column each for key, points, criteria and title.
fn items(contract: &Contract) -> Vec<Passage> {
    let wide = contract.items.iter().map(|item| item.key.len()).max().unwrap_or(0).max(4);
    let mut passages = vec![
        Passage::gap(),
        Passage::new(format!("{:<wide$}", "Item"), Role::Heading).and("  points  criteria", Role::Dim),
    ];
    passages.extend(contract.items.iter().map(|item| item_line(item, wide)));
    passages
}

fn item_line(item: &ContractItem, wide: usize) -> Passage {
    let points = item.points.map_or_else(|| "?".to_owned(), number);
    let remark = match item.remark() {
        _ if item.ended => "  (ended before the lock)".to_owned(),
        remark => remark.map_or_else(String::new, |remark| format!("  ({remark})")),
    };
    Passage::new(format!("{:<wide$}", item.key), Role::ItemKey)
        .and(format!("{points:>8}"), Role::Strong)
        .and(format!("{:>10}  ", item.criteria), Role::Dim)
        .and(text::clean(&item.title), Role::Text)
        .and(remark, Role::Dim)
        .indent(u16::try_from(wide + 20).unwrap_or(24))
}

fn people(contract: &Contract) -> Vec<Passage> {
    if contract.members.is_empty() {
        return Vec::new();
    }
    let days = |m: &crate::domain::scope::ContractMember| {
        format!("{} {} ({} %)", text::clean(&m.name), rounded(m.person_days), m.allocation)
    };
    let words = contract.members.iter().map(days).collect::<Vec<_>>().join(", ");
    vec![Passage::gap(), Passage::new("Person-days", Role::Heading), Passage::new(words, Role::Text)]
}

fn exceptions(contract: &Contract) -> Vec<Passage> {
    if contract.exceptions.is_empty() {
        return Vec::new();
    }
    let line = |exception: &crate::domain::scope::Exception| {
        Passage::new(format!("{}  ", text::clean(&exception.subject)), Role::ItemKey)
            .and(exception.failures.join("; "), Role::Warn)
            .and(format!("  because {}", text::clean(&exception.reason)), Role::Text)
            .indent(4)
    };
    let heading = [Passage::gap(), Passage::new("Exceptions", Role::Heading)];
    heading.into_iter().chain(contract.exceptions.iter().map(line)).collect()
}

/// Whether the contract is intact; else each difference.
fn seal(verdict: &Verdict) -> Vec<Passage> {
    let label = |words: &str| Passage::new(format!("{words:<12}"), Role::Dim);
    let hash = label("SHA-256").and(&verdict.sha256, Role::Dim).indent(12);
    if verdict.intact {
        return vec![label("Seal").and("intact: the database agrees", Role::Good), hash];
    }
    let mut passages = vec![label("Seal").and("NOT intact:", Role::Bad)];
    let line = |words: &String| Passage::new(format!("{:12}{}", "", text::clean(words)), Role::Bad).indent(14);
    passages.extend(verdict.differences.iter().map(line));
    passages.push(hash);
    passages
}

/// Every change of the scope since the lock: when, who asked, who approved, why, points, swap; and the difference from
/// the contract.
pub fn scope_log(standfast: &Standfast) -> Result<Next> {
    let Some(sprint) = standfast.current_sprint()? else { return Ok(Next::Cannot(NOT_LOCKED.to_owned())) };
    let view = standfast.sprint_view(sprint.number)?;
    let (contract, _) = standfast.contract(sprint.number)?;
    let requests = standfast.requests(Some(sprint.number))?;
    let mut passages = balance(&view.account);
    let accepted: Vec<&Request> = requests.iter().filter(|r| r.ruling == Some(RequestRuling::Accepted)).collect();
    passages.push(Passage::gap());
    passages.push(Passage::new("Accepted changes", Role::Heading));
    if accepted.is_empty() {
        passages.push(Passage::new("None: the scope is as it was locked.", Role::Dim));
    }
    passages.extend(accepted.into_iter().flat_map(|request| change_lines(request, standfast)));
    let again = opened_again(&view.entries, &requests);
    passages.extend(again.iter().map(|words| Passage::new(words, Role::Text).indent(4)));
    passages.extend(others(&requests, standfast));
    let found = since_the_lock(&contract, &view.sprint, &view.entries);
    passages.extend(differences(&found));
    let markdown =
        report::scope::log(sprint.number, &view.account, (&requests, again.as_deref()), &found, standfast.zone());
    let reader = Reader::new(format!("Scope log of sprint {}", sprint.number), passages).opened_by(Command::ScopeLog);
    Ok(Next::ask(reader.wide(88).copies(markdown)))
}

/// `8 committed  +3 added  −3 removed  +3 re-estimated  −2 dropped  = 9 pts now`.
fn balance(account: &Account) -> Vec<Passage> {
    let sign = if account.reestimated < 0.0 { "−" } else { "+" };
    let dropped = match account.dropped.count {
        0 => String::new(),
        _ => format!("  −{} dropped", account.dropped.points),
    };
    let line = Passage::new(format!("{} committed", account.committed.points), Role::Text)
        .and(format!("  +{} added", account.added.points), Role::Text)
        .and(format!("  −{} removed", account.removed.points), Role::Text)
        .and(format!("  {sign}{} re-estimated", number(account.reestimated.abs())), Role::Text)
        .and(dropped, Role::Text)
        .and(format!("  = {} pts now", account.scope().points), Role::Strong);
    vec![line]
}

fn change_lines(request: &Request, standfast: &Standfast) -> Vec<Passage> {
    let zone = standfast.zone();
    let when = request.ruled_at.unwrap_or(request.requested_at).local(zone);
    let clean = |name: Option<&str>| text::clean(name.unwrap_or("nobody")).into_owned();
    let note = request.note.as_deref().map_or_else(String::new, |note| format!(" ({})", text::clean(note)));
    let (asked_by, ruled_by) = (clean(Some(&request.requested_by)), clean(request.ruled_by.as_deref()));
    let to = request.takes_back.map_or_else(String::new, |number| format!("  to take C{number} back"));
    let mut lines = vec![
        Passage::new(format!("{when}  "), Role::Dim)
            .and(format!("{}  ", request.key()), Role::Note)
            .and(request.asked(), Role::Text)
            .and(to, Role::Dim)
            .indent(4),
        Passage::new(format!("    asked by {asked_by}, approved by {ruled_by}{note}: "), Role::Dim)
            .and(text::clean(&request.reason), Role::Text)
            .indent(4),
    ];
    if let Some(back) = &request.taken_back {
        let (key, at) = (back.key(), back.at.local(zone));
        lines.push(
            Passage::new(format!("    taken back by {key}, {}, {at}", text::clean(&back.by)), Role::Note).indent(4),
        );
    }
    lines
}

/// Requests that changed nothing: waiting, deferred, declined.
fn others(requests: &[Request], standfast: &Standfast) -> Vec<Passage> {
    let rest: Vec<&Request> = requests.iter().filter(|r| r.ruling != Some(RequestRuling::Accepted)).collect();
    if rest.is_empty() {
        return Vec::new();
    }
    let line = |request: &&Request| {
        let when = request.requested_at.local(standfast.zone());
        Passage::new(format!("{when}  "), Role::Dim)
            .and(format!("{}  ", request.key()), Role::Note)
            .and(format!("{}, {}: ", request.asked(), text::clean(&request.ruling_in_words())), Role::Dim)
            .and(text::clean(&request.reason), Role::Text)
            .indent(4)
    };
    let heading = [Passage::gap(), Passage::new("Requests that changed nothing", Role::Heading)];
    heading.into_iter().chain(rest.iter().map(line)).collect()
}

fn differences(found: &[Difference]) -> Vec<Passage> {
    if found.is_empty() {
        return Vec::new();
    }
    let line = |difference: &Difference| {
        Passage::new(format!("{}  ", difference.key), Role::ItemKey)
            .and(difference.words(), Role::Text)
            .and(format!("  {}", text::clean(&difference.title)), Role::Dim)
            .indent(4)
    };
    let heading = [Passage::gap(), Passage::new("Diff from the contract", Role::Heading)];
    heading.into_iter().chain(found.iter().map(line)).collect()
}

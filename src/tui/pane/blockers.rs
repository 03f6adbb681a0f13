//! Tab 5, Blockers: by cause, with the days and points that each holds up, what is overdue on top (B1–B3).

use crate::app::Standfast;
use crate::app::change::Changed;
use crate::domain::blocker::{Blocker, Cause, Held, Ladder};
use crate::domain::filter::Part;
use crate::domain::points::{count, counted};
use crate::domain::sheet::{Sheet, Value};
use crate::domain::tables::Table;
use crate::domain::worktime::working_days;
use crate::error::Result;
use crate::tui::act::blocker;
use crate::tui::command::Command;
use crate::tui::kit::pick::{Choice, Pick};
use crate::tui::kit::sheets::{Adding, Empty, Listing, Rows, Sign};
use crate::tui::scope::Scope;
use crate::tui::theme::Role;
use crate::tui::view::{Next, tables};
use crate::tui::widget::table::Column;

/// A blocker with what the last standups say of it.
#[derive(Clone)]
pub struct Known {
    blocker: Blocker,
    level: Ladder,
    since_last: Option<String>,
    demands_ruling: bool,
}

/// What is shown below a blocker.
const MORE: &[&str] = &["owner", "waiting_on", "needed_by", "next_step:", "last_note:"];

impl Known {
    fn is_resolved(&self) -> bool {
        self.level == Ladder::Resolved
    }

    fn is_urgent(&self) -> bool {
        matches!(self.level, Ladder::Breached(_)) || self.demands_ruling && !self.is_resolved()
    }

    /// Overdue, with somebody, accepted, changed or unchanged since the last standup.
    fn state_in_words(&self) -> (Value, Role) {
        match (&self.level, &self.since_last) {
            (Ladder::Breached(why), _) => (why.into(), Role::Bad),
            (Ladder::Fresh, _) if self.demands_ruling => ("needs a ruling".into(), Role::Bad),
            (Ladder::Fresh, Some(since)) if since == "unchanged" => (since.into(), Role::Warn),
            (Ladder::Fresh, since) => (since.into(), Role::Good),
            (Ladder::Resolved, _) => (self.blocker.level_in_words(&self.level), Role::Good),
            (level, _) => (self.blocker.level_in_words(level), Role::Note),
        }
    }
}

/// Every blocker with its sheet, the oldest first.
fn known(standfast: &Standfast, all: bool) -> Result<Vec<(Known, Sheet)>> {
    let facts = standfast.standup_facts()?;
    let (now, today, hours) = (standfast.now(), standfast.today(), standfast.team()?.escalate_after);
    let calendar = standfast.calendar()?;
    let known = |blocker: Blocker| {
        let fact = facts.blockers.iter().find(|fact| fact.blocker == blocker.key());
        let level = blocker.ladder(now, today, hours);
        let sheet = blocker.sheet(&level, blocker.days(&calendar, now), today);
        let since_last = fact.map(|fact| fact.since_last.clone());
        let known = Known { blocker, level, since_last, demands_ruling: fact.is_some_and(|fact| fact.demands_ruling) };
        let state = known.state_in_words().0;
        (known, sheet.shown("state", "State", state))
    };
    Ok(standfast.blockers(!all)?.into_iter().map(known).collect())
}

impl Listing for Known {
    const SCOPE: Scope = Scope::Blockers;
    const OPEN: Command = Command::BlockersOpen;
    const COPY: Option<Command> = Some(Command::BlockersCopy);
    const ADD: Option<Adding> = Some((Command::BlockersRaise, |standfast| blocker::raise(&[], None, standfast)));
    const ALL: Option<Command> = Some(Command::BlockersAll);
    const COLUMNS: &[(&str, Column)] = &[
        ("blocker", Column::fixed("", 6)),
        ("text", Column::filling("", 36)),
        ("items", Column::fixed("", 18).least(8)),
        ("days", Column::fixed("", 8).to_the_right()),
        ("state", Column::fixed("", 26).to_the_right()),
    ];
    const SIGN: Option<Sign<Self>> =
        Some(|known, glyphs| if known.is_resolved() { (glyphs.done, Role::Good) } else { (glyphs.blocked, Role::Bad) });
    const READS: Changed = tables(&[
        Table::Team,
        Table::Member,
        Table::Holiday,
        Table::Item,
        Table::Blocker,
        Table::BlockerItem,
        Table::Standup,
    ]);
    const PARTS: &[Part] = &[Part::Person, Part::Status];
    const STATES: &[&str] = &["open", "overdue", "escalated", "accepted", "resolved"];
    const EMPTY: Empty = Empty {
        title: "No open blockers",
        about: "A blocker has a cause, an owner and a clock: after 48 hours without an update it is due for escalation, \
            and it returns at every standup.",
        keys: &[(Command::BlockersRaise, "raise a blocker"), (Command::BlockersAll, "show the resolved ones")],
    };

    /// Overdue ones on top, then the causes with the most days first, then what is resolved.
    fn read(standfast: &Standfast, all: bool) -> Result<Rows<Self>> {
        let (resolved, open): (Vec<_>, Vec<_>) =
            known(standfast, all)?.into_iter().partition(|(known, _)| known.is_resolved());
        let (urgent, rest): (Vec<_>, Vec<_>) = open.into_iter().partition(|(known, _)| known.is_urgent());
        let mut rows = Rows::new(standfast);
        if !urgent.is_empty() {
            rows.heading("To escalate or rule on", count(urgent.len(), "blocker"), Role::Bad);
            for (known, sheet) in &urgent {
                rows.thing(known.clone(), sheet, MORE);
            }
        }
        for held in standfast.held_up()? {
            rows.heading(title(held.cause), in_words(&held), Role::Heading);
            for (known, sheet) in rest.iter().filter(|(known, _)| known.blocker.cause == held.cause) {
                rows.thing(known.clone(), sheet, MORE);
            }
            let above = urgent.iter().filter(|(known, _)| known.blocker.cause == held.cause);
            let above: Vec<&str> = above.map(|(_, sheet)| sheet.key.as_str()).collect();
            rows.more(if above.is_empty() { String::new() } else { format!("{} above", above.join(", ")) });
        }
        if !resolved.is_empty() {
            rows.heading("Resolved", "", Role::Dim);
            for (known, sheet) in resolved {
                rows.thing(known, &sheet, &["resolution:"]);
            }
        }
        Ok(rows)
    }

    fn role(&self, field: &str) -> Option<Role> {
        match field {
            "items" => Some(Role::ItemKey),
            "days" => Some(Role::Text),
            "state" => Some(self.state_in_words().1),
            "text" if self.is_resolved() => Some(Role::Dim),
            _ => None,
        }
    }

    fn people(&self) -> Vec<String> {
        self.blocker.owner.iter().cloned().collect()
    }

    fn state(&self) -> Option<&'static str> {
        Some(match self.level {
            Ladder::Breached(_) => "overdue",
            Ladder::Escalated => "escalated",
            Ladder::Accepted(_) => "accepted",
            Ladder::Resolved => "resolved",
            Ladder::Fresh => "open",
        })
    }

    fn status(things: &[&Self], all: bool) -> String {
        let open = things.iter().filter(|known| !known.is_resolved()).count();
        format!("{open} open{}", if all { ", resolved shown" } else { "" })
    }

    fn page(&self, standfast: &Standfast) -> Result<Sheet> {
        standfast.blocker_sheet(self.blocker.number)
    }

    fn update(&self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        let held = &self.blocker;
        match command {
            Command::BlockersTouch => blocker::touch(held.number, standfast),
            Command::BlockersEscalate => blocker::escalate(held.number, standfast),
            Command::BlockersResolve => Ok(blocker::resolve(held.number)),
            Command::BlockersReopen => Ok(blocker::reopen(held.number)),
            Command::BlockersItem => Ok(open_item(held)),
            _ => Ok(Next::NotMine),
        }
    }

    fn none() -> String {
        format!("There is no blocker here. Press {} to raise one.", Command::BlockersRaise)
    }

    fn why_not(&self, command: Command) -> Option<String> {
        let key = self.blocker.key();
        match command {
            Command::BlockersTouch | Command::BlockersEscalate | Command::BlockersResolve if self.is_resolved() => {
                Some(format!("{key} is resolved. Press {} to reopen it.", Command::BlockersReopen))
            }
            Command::BlockersReopen if !self.is_resolved() => Some(format!("{key} is open.")),
            Command::BlockersItem if self.blocker.items.is_empty() => Some(format!("{key} blocks no item.")),
            _ => None,
        }
    }
}

/// `2 blockers · 8 points · 4.5 working days`.
fn in_words(held: &Held) -> String {
    let unknown = match held.unestimated {
        0 => String::new(),
        n => format!(" and {n} without an estimate"),
    };
    let (days, points) = (working_days(held.days), counted(held.points, "point"));
    format!("{} · {points}{unknown} · {days}", count(held.blockers, "blocker"))
}

/// Opens the item that a blocker holds up; asks which, if there are several.
fn open_item(blocker: &Blocker) -> Next {
    if let [one] = blocker.items.as_slice() {
        return Next::open_item(one);
    }
    let keys = blocker.items.clone();
    let choices = keys.iter().map(Choice::new).collect();
    let take = move |_: &mut _, at: usize| Ok(keys.get(at).map_or(Next::Nothing, |key| Next::open_item(key)));
    Next::ask(Pick::new("Which item?", choices, take))
}

/// What a cause is called at the head of its group.
fn title(cause: Cause) -> &'static str {
    match cause {
        Cause::Dependency => "Waiting for other work",
        Cause::Technical => "Something does not work",
        Cause::Information => "Waiting for an answer",
        Cause::Access => "Waiting for access",
        Cause::Approval => "Waiting for approval",
        Cause::External => "Waiting for someone outside the team",
    }
}

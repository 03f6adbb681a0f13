//! Change requests as a list, with the keys that rule on them (L7).

use crate::app::Standfast;
use crate::app::change::Changed;
use crate::domain::filter::Part;
use crate::domain::scope::{Request, RequestRuling};
use crate::domain::sheet::Sheet;
use crate::domain::tables::Table;
use crate::domain::text;
use crate::error::Result;
use crate::tui::act::request;
use crate::tui::command::Command;
use crate::tui::kit::ask::Ask;
use crate::tui::kit::pick::{Choice, Pick};
use crate::tui::kit::sheets::{Listing, Rows};
use crate::tui::scope::Scope;
use crate::tui::theme::Role;
use crate::tui::view::{Next, tables};
use crate::tui::widget::table::Column;

impl Listing for Request {
    const SCOPE: Scope = Scope::Requests;
    const OPEN: Command = Command::RequestOpen;
    const CLOSE: Option<Command> = Some(Command::RequestsClose);
    const COLUMNS: &[(&str, Column)] = &[
        ("request", Column::fixed("", 6)),
        ("asked", Column::filling("asks to", 26)),
        ("requested_by", Column::fixed("asked by", 12).from(76)),
        ("decision", Column::fixed("decision", 24)),
    ];
    const READS: Changed = tables(&[Table::ChangeRequest, Table::Item, Table::Sprint]);

    const PARTS: &[Part] = &[Part::Person, Part::Status];
    const STATES: &[&str] = &["waiting", "accepted", "declined", "deferred"];

    /// Those that can still be ruled on first, then the rest, the latest first.
    fn read(standfast: &Standfast, _: bool) -> Result<Rows<Self>> {
        let mut requests = standfast.requests(None)?;
        requests.reverse();
        requests.sort_by_key(|request| match request.ruling {
            None => 0,
            Some(RequestRuling::Deferred) => 1,
            Some(_) => 2,
        });
        let mut rows = Rows::new(standfast);
        for request in requests {
            let asked = format!("{}  {}", request.asked(), request.reason);
            let sheet = request.sheet().shown("asked", "", asked).shown("decision", "", request.ruling_in_words());
            rows.thing(request, &sheet, &[]);
        }
        Ok(rows)
    }

    fn role(&self, field: &str) -> Option<Role> {
        let ruling = match self.ruling {
            None => Role::Warn,
            Some(RequestRuling::Deferred) => Role::Note,
            Some(_) => Role::Dim,
        };
        (field == "decision").then_some(ruling)
    }

    fn status(requests: &[&Self], _: bool) -> String {
        let waiting = requests.iter().filter(|request| request.ruling.is_none()).count();
        if waiting > 0 { format!("{waiting} waiting") } else { String::new() }
    }

    fn page(&self, _: &Standfast) -> Result<Sheet> {
        Ok(self.sheet())
    }

    fn update(&self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        match command {
            Command::RequestAccept => accept(self.number, standfast),
            Command::RequestDefer => Ok(leave(self.number, RequestRuling::Deferred)),
            Command::RequestTakeBack => request::take_back(standfast, self),
            Command::RequestDecline => Ok(leave(self.number, RequestRuling::Declined)),
            _ => Ok(Next::NotMine),
        }
    }

    fn people(&self) -> Vec<String> {
        [Some(&self.requested_by), self.ruled_by.as_ref()].into_iter().flatten().cloned().collect()
    }

    fn state(&self) -> Option<&'static str> {
        Some(self.ruling.map_or("waiting", RequestRuling::word))
    }

    fn none() -> String {
        format!("There are no change requests. Press {} on an item to make one.", Command::RequestChange)
    }

    fn why_not(&self, command: Command) -> Option<String> {
        let key = self.key();
        let ruled = format!("{key} was already {}.", self.ruling_in_words());
        match (self.ruling, command) {
            (Some(RequestRuling::Accepted), Command::RequestTakeBack) => self.taken_back.as_ref().map(|_| ruled),
            (_, Command::RequestTakeBack) => {
                Some(format!("{key} is {}: there is nothing to take back.", self.ruling_in_words()))
            }
            (Some(RequestRuling::Accepted), _) if self.taken_back.is_none() => {
                Some(format!("{ruled} Press {} to take it back.", Command::RequestTakeBack))
            }
            (Some(RequestRuling::Accepted | RequestRuling::Declined), _) => {
                Some(format!("{ruled} Make a new request."))
            }
            (Some(RequestRuling::Deferred), Command::RequestDefer) => Some(format!("{key} is already deferred.")),
            _ => None,
        }
    }
}

/// Who accepts: the decision-maker where one is named, else a choice of the members.
fn accept(number: i64, standfast: &Standfast) -> Result<Next> {
    let decider = standfast.team()?.decision_maker.clone();
    let names = standfast.member_names()?;
    if names.is_empty() {
        return Ok(Next::Cannot("The team has no members, and only a member can accept a request.".to_owned()));
    }
    let at = names.iter().position(|name| Some(name) == decider.as_ref()).unwrap_or(0);
    let choice = |name: &String| {
        let rules = Some(name) == decider.as_ref();
        Choice::new(text::clean(name)).about(if rules { "decision-maker" } else { "" })
    };
    let choices = names.iter().map(choice).collect();
    let pick = Pick::new(format!("Who accepts C{number}?"), choices, move |standfast, place| {
        let name = names.get(place).map_or("", String::as_str);
        Ok(Next::from(standfast.accept_request(number, name, None, None)?))
    });
    Ok(Next::ask(pick.on(at)))
}

fn leave(number: i64, ruling: RequestRuling) -> Next {
    let title = if ruling == RequestRuling::Deferred { "Defer" } else { "Decline" };
    let ask = Ask::new(format!("{title} C{number}: note"), "", move |standfast, note| {
        let note = Some(note).filter(|note| !note.is_empty());
        Ok(Next::from(match ruling {
            RequestRuling::Deferred => standfast.defer_request(number, note)?,
            _ => standfast.decline_request(number, note)?,
        }))
    });
    Next::ask(ask.hint("may be empty"))
}

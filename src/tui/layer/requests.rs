//! Change requests as a list, with the keys that rule on them (L7).

use crate::app::Standfast;
use crate::app::change::Changed;
use crate::domain::scope::{Request, RequestRuling};
use crate::domain::tables::Table;
use crate::domain::text;
use crate::error::Result;
use crate::tui::command::Command;
use crate::tui::kit::ask::Ask;
use crate::tui::kit::pick::{Choice, Pick};
use crate::tui::kit::reader::Reader;
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

    fn update(here: Option<&Self>, command: Command, standfast: &mut Standfast) -> Result<Next> {
        let Some(request) = here else { return Ok(Next::NotMine) };
        match command {
            Command::RequestAccept => accept(request.number, standfast),
            Command::RequestDefer => Ok(leave(request.number, RequestRuling::Deferred)),
            Command::RequestDecline => Ok(leave(request.number, RequestRuling::Declined)),
            Command::RequestOpen => Ok(Next::ask(Reader::sheet(&request.sheet(), standfast))),
            _ => Ok(Next::NotMine),
        }
    }

    fn why_not(here: Option<&Self>, command: Command) -> Option<String> {
        let Some(request) = here else {
            let way = Command::RequestChange;
            return Some(format!("There are no change requests. Press {way} on an item to make one."));
        };
        let key = request.key();
        match request.ruling {
            _ if command == Command::RequestOpen => None,
            Some(RequestRuling::Accepted | RequestRuling::Declined) => {
                let ruling = request.ruling_in_words();
                Some(format!("{key} was already {ruling}. Undo that, or make a new request."))
            }
            Some(RequestRuling::Deferred) if command == Command::RequestDefer => {
                Some(format!("{key} is already deferred."))
            }
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

//! Taking an accepted change of scope back once the sprint has lived with it: by a request for the reverse, so that both stay
//! in the scope log (L7, L9).

use super::dates::make_dates;
use super::days::refuse_senseless;
use super::list::find_request;
use super::overtaken::refuse_overtaken;
use super::request::{Asking, AtOnce, make};
use super::terms::Ask;
use crate::app::change::Outcome;
use crate::app::find::{find_row, find_sprint};
use crate::app::{Standfast, Tx};
use crate::domain::log::Operation;
use crate::domain::scope::{NewDates, Request, RequestKind, RequestRuling};
use crate::domain::sprint::{Sprint, State};
use crate::error::{Result, refuse, refuse_with};
use crate::rules::{Act, Op, Rule};

/// Why an accepted request is taken back, and by whom.
#[derive(Debug, Clone, Default)]
pub struct TakeBack {
    pub reason: String,
    /// Who asks; the actor if absent.
    pub requested_by: Option<String>,
    /// Who accepts it at once, if someone does.
    pub accepted_by: Option<String>,
}

/// The reverse of a request.
enum Reverse {
    Item(Ask),
    Dates(NewDates),
}

impl Standfast {
    /// Asks for the reverse of an accepted request, which is named by the new one; accepts, defers or declines it at once if
    /// that is said.
    pub fn take_back_request(
        &mut self,
        number: i64,
        wish: &TakeBack,
        ruling: Option<RequestRuling>,
    ) -> Result<Outcome<i64>> {
        let at_once = &AtOnce::of(ruling, wish.accepted_by.as_ref())?;
        let (actor, reason, requested_by) = self.asking(&wish.reason, wish.requested_by.as_deref())?;
        self.transact(Op::RequestChange.because(Some(&reason)), |tx| {
            let request = find_request(tx, number)?;
            let sprint = find_sprint(tx, request.sprint)?;
            refuse_unless_accepted(&request, &sprint)?;
            refuse_overtaken(tx, &sprint, &request)?;
            let takes_back = Some(&request);
            let asking = Asking { actor: &actor, reason: &reason, requested_by: &requested_by, at_once, takes_back };
            match reverse(tx, &request, &reason)? {
                Reverse::Item(ask) => make(tx, &sprint, &ask, &asking),
                Reverse::Dates(dates) => {
                    refuse_senseless(tx, &dates)?;
                    make_dates(tx, &sprint, dates, &asking)
                }
            }
        })
    }

    /// Refuses to undo the acceptance of a request, or the undo of one, when something else was done on the sprint since: a
    /// change that the sprint has lived with is taken back by a request. `name` is that of the operation taken or brought back.
    pub(in crate::app) fn refuse_lived_with(&self, target: &Operation, name: &str) -> Result<()> {
        if !matches!(Op::parse(name), None | Some(Op::RequestChange | Op::AcceptChange)) {
            return Ok(());
        }
        let Some(row) = self.store.request_accepted_in(target)? else { return Ok(()) };
        let Some(later) = self.store.last_since(target.id)? else { return Ok(()) };
        let (said, number) = (later.words().trim_end_matches('.'), later.id);
        let since = format!("{} has changed the sprint since (operation {number}: {said})", later.actor);
        let request = self.store.request(row)?;
        if target.reverts.is_some() {
            let way = match request.filter(|request| request.ruling.is_none()) {
                Some(open) => {
                    Act::ScopeAccept.way(format!("{} --by NAME", open.key()), "Accept it as it is now with {}.")
                }
                None => Act::ScopeRequest.way("KIND KEY --reason \"…\"", "Make a new request with {}."),
            };
            return refuse_with(Rule::L7, format!("The change of scope is not brought back by redo: {since}."), way);
        }
        let key = request.map_or_else(|| "The request".to_owned(), |request| request.key());
        let words = format!("{key} was accepted, and {since}, so that it is not undone without a trace.");
        let args = format!("{key} --reason \"…\" --accepted-by NAME");
        refuse_with(Rule::L7, words, Act::ScopeTakeBack.way(args, "Take it back by a request of its own with {}."))
    }
}

fn refuse_unless_accepted(request: &Request, sprint: &Sprint) -> Result<()> {
    let key = request.key();
    let see = Act::ScopeList.way("", "See the requests with {}.");
    if request.ruling != Some(RequestRuling::Accepted) {
        let words = format!("{key} is {}: there is nothing to take back.", request.ruling_in_words());
        return refuse_with(Rule::L7, words, see);
    }
    if let Some(back) = &request.taken_back {
        return refuse_with(Rule::L7, format!("{key} was already taken back by {}.", back.key()), see);
    }
    if sprint.state != State::Locked {
        let words = format!("Sprint {} is {}: its scope does not change any more.", sprint.number, sprint.state.word());
        return refuse_with(
            Rule::L7,
            words,
            Act::ReportSprint.way(sprint.number.to_string(), "See its report with {}."),
        );
    }
    Ok(())
}

/// What a request asks for that does the reverse of this one.
fn reverse(tx: &Tx<'_>, request: &Request, reason: &str) -> Result<Reverse> {
    let ask = |kind, item: &str, swap: Option<&String>| Ask {
        kind,
        item: item.to_owned(),
        reason: reason.to_owned(),
        requested_by: None,
        points: request.points_out,
        swap: swap.cloned(),
        accepted_by: None,
    };
    let Some(item) = &request.item else {
        let Some(dates) = request.dates() else { return refuse(Rule::L7, "The request names no dates.") };
        return Ok(Reverse::Dates(NewDates::between((dates.start_in, dates.end_in), (dates.start_out, dates.end_out))));
    };
    Ok(Reverse::Item(match (request.kind, &request.swap) {
        (RequestKind::Add, Some(out)) => ask(RequestKind::Add, out, Some(&find_row(tx, item)?.key)),
        (RequestKind::Add, None) => ask(RequestKind::Remove, item, None),
        (RequestKind::Remove, _) => ask(RequestKind::Add, item, None),
        (kind, _) => ask(kind, item, None),
    }))
}

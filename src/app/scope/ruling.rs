//! Accepting, deferring and declining change requests (L7).

use super::days::{deferred, move_dates, still_wanted};
use super::list::find_request;
use super::overtaken::refuse_overtaken;
use super::terms::{Ask, amounts, asked_in_words, swap_for};
use crate::app::change::Outcome;
use crate::app::find::{find, find_anybody, find_colleague, find_member, find_row, find_sprint};
use crate::app::sprint::{coming_in, entries};
use crate::app::{Standfast, Tx};
use crate::domain::fold::same;
use crate::domain::item::ItemRow;
use crate::domain::points::{Points, estimate_in_words};
use crate::domain::scope::{Request, RequestKind, RequestRuling};
use crate::domain::sprint::{Sprint, State};
use crate::domain::tables::Table;
use crate::error::{Result, refuse, refuse_with};
use crate::rules::{Act, Op, Rule};
use crate::store::engine::values;
use crate::store::sprint::NewPlace;

impl Standfast {
    /// Accepts a request: the sprint changes in the same operation.
    pub fn accept_request(
        &mut self,
        number: i64,
        approver: &str,
        swap: Option<&str>,
        note: Option<&str>,
    ) -> Result<Outcome<()>> {
        self.transact(Op::AcceptChange.because(note), |tx| {
            let request = open_request(tx, number)?;
            let approver = approver_of(tx, approver)?;
            let sprint = find_sprint(tx, request.sprint)?;
            refuse_unless_locked(&sprint, &request)?;
            if let Some(original) = request.takes_back {
                refuse_overtaken(tx, &sprint, &find(tx, original, Act::ScopeList)?)?;
            }
            let Some(item) = request.item.clone() else {
                let dates = still_wanted(tx, &sprint, &request)?;
                rule(tx, request.id, RequestRuling::Accepted, &approver, note)?;
                move_dates(tx, &sprint, &dates)?;
                return Ok(((), format!("C{number} accepted by {approver}: {}.", request.brief())));
            };
            let row = find_row(tx, &item)?;
            let swap = swap.map(str::to_owned).or_else(|| request.swap.clone());
            let ask = Ask {
                kind: request.kind,
                item,
                reason: request.reason.clone(),
                requested_by: None,
                points: request.points_in,
                swap,
                accepted_by: None,
            };
            let swap = swap_for(tx, &sprint, &ask)?;
            let (_, out) = amounts(tx, &sprint, &row, &ask, swap.as_ref())?;
            refuse_resized(&request, &row, swap.as_ref(), out)?;
            if let Some(out) = &swap {
                let row = values! { swap_item: out.id, points_out: out.points };
                tx.store.update(Table::ChangeRequest, request.id, row)?;
            }
            rule(tx, request.id, RequestRuling::Accepted, &approver, note)?;
            let more = apply(tx, request.id, &sprint, request.kind, &row, swap.as_ref(), request.points_in)?;
            let asked = asked_in_words(request.kind, &row, request.points_in, request.points_out, swap.as_ref());
            Ok(((), format!("C{number} accepted by {approver}: {asked}.{more}")))
        })
    }

    /// Defers a request to the next planning (the default ruling).
    pub fn defer_request(&mut self, number: i64, note: Option<&str>) -> Result<Outcome<()>> {
        self.rule_without_change(number, RequestRuling::Deferred, note)
    }

    /// Declines a request.
    pub fn decline_request(&mut self, number: i64, note: Option<&str>) -> Result<Outcome<()>> {
        self.rule_without_change(number, RequestRuling::Declined, note)
    }

    fn rule_without_change(&mut self, number: i64, ruling: RequestRuling, note: Option<&str>) -> Result<Outcome<()>> {
        let actor = self.actor.clone();
        let op = if ruling == RequestRuling::Deferred { Op::DeferChange } else { Op::DeclineChange };
        self.transact(op.because(note), |tx| {
            let request = open_request(tx, number)?;
            rule(tx, request.id, ruling, &actor, note)?;
            let said = match (ruling, &request.item) {
                (RequestRuling::Deferred, Some(item)) => {
                    format!("C{number} is deferred: {item} waits at the top of the next plan.")
                }
                (RequestRuling::Deferred, None) => deferred(number),
                _ => format!("C{number} is declined."),
            };
            Ok(((), said))
        })
    }
}

/// What is approved is what changes: an estimate that is another than when it was asked is asked for again.
fn refuse_resized(request: &Request, row: &ItemRow, swap: Option<&ItemRow>, out: Option<Points>) -> Result<()> {
    let asked_swap = request.swap.as_ref();
    let same_swap = swap.map(|row| &row.key) == asked_swap;
    let (key, asked, is) = if request.kind == RequestKind::Add && request.points_in != row.points {
        (&row.key, request.points_in, row.points)
    } else if same_swap && request.points_out != out {
        (asked_swap.unwrap_or(&row.key), request.points_out, out)
    } else {
        return Ok(());
    };
    let (asked, is, own) = (estimate_in_words(asked), estimate_in_words(is), request.key());
    let why = format!(
        "{key} has {is} now; {own} asked with {asked}. Decline {own} and ask again, so that what is approved is what changes."
    );
    refuse_with(Rule::L7, why, Act::ScopeList.way("", "See the requests with {}."))
}

fn refuse_unless_locked(sprint: &Sprint, request: &Request) -> Result<()> {
    let (number, state) = (sprint.number, sprint.state.word());
    match (&request.item, sprint.state) {
        (_, State::Locked) => Ok(()),
        (Some(item), _) => refuse(Rule::L7, format!("Sprint {number} is {state}; plan {item} in the next one.")),
        (None, _) => refuse(Rule::L7, format!("Sprint {number} is {state}; its dates do not change any more.")),
    }
}

fn open_request(tx: &Tx<'_>, number: i64) -> Result<Request> {
    let request = find_request(tx, number)?;
    match request.ruling {
        None | Some(RequestRuling::Deferred) => Ok(request),
        Some(RequestRuling::Accepted) => refuse_with(
            Rule::L7,
            format!("C{number} was already {}.", request.ruling_in_words()),
            Act::ScopeTakeBack.way(format!("C{number} --reason \"…\""), "Ask for the reverse with {}."),
        ),
        Some(RequestRuling::Declined) => refuse_with(
            Rule::L7,
            format!("C{number} was already {}.", request.ruling_in_words()),
            Act::ScopeRequest.way("KIND KEY --reason \"…\"", "Make a new request with {}."),
        ),
    }
}

/// The approver is in the team, and is the decision-maker if one is named (L7).
pub(super) fn approver_of(tx: &Tx<'_>, name: &str) -> Result<String> {
    let Some(decider) = &tx.team()?.decision_maker else { return approver_from_team(tx, name) };
    if !same(decider, name) {
        let member = find_member(tx, name)?;
        return refuse(Rule::L7, format!("{decider} decides on changes of scope, not {}. Ask {decider}.", member.name));
    }
    // Who decides may be outside the team.
    find_anybody(tx, decider)
}

/// Without a decision-maker every member approves, and nobody outside the team does.
fn approver_from_team(tx: &Tx<'_>, name: &str) -> Result<String> {
    let member = find_colleague(tx, name)?;
    if member.is_inside() {
        return Ok(member.name);
    }
    refuse_with(
        Rule::L7,
        format!(
            "{} is outside the team: a change of scope is accepted by a member or the decision-maker.",
            member.name
        ),
        Act::TeamSet.way(format!("decision-maker {}", member.name), "Make them the decision-maker with {}."),
    )
}

pub(super) fn rule(tx: &Tx<'_>, id: i64, ruling: RequestRuling, by: &str, note: Option<&str>) -> Result<()> {
    let note = note.map(str::trim).filter(|note| !note.is_empty());
    let ruled_in = (ruling == RequestRuling::Accepted).then_some(tx.operation);
    let row = values! { ruling, ruled_by: by, ruled_at: tx.now, ruling_note: note, ruled_in };
    tx.store.update(Table::ChangeRequest, id, row).map(drop)
}

/// Defers what still waits for a ruling when a sprint ends: to be deferred is the default, and to be asked for is not to
/// be forgotten (L7). The requests in words, for the sentence of the operation.
pub(crate) fn defer_waiting(tx: &Tx<'_>, sprint: &Sprint, by: &str) -> Result<Option<String>> {
    let mut waiting = Vec::new();
    for request in tx.store.requests(Some(sprint.id))?.iter().filter(|request| request.ruling.is_none()) {
        rule(tx, request.id, RequestRuling::Deferred, by, Some("nobody ruled before the sprint ended"))?;
        waiting.push(format!("C{}", request.number));
    }
    Ok((!waiting.is_empty()).then(|| format!("Deferred to the next planning: {}.", waiting.join(", "))))
}

/// Changes the sprint as the request asks; what else is to say of it.
pub(super) fn apply(
    tx: &Tx<'_>,
    id: i64,
    sprint: &Sprint,
    kind: RequestKind,
    row: &ItemRow,
    swap: Option<&ItemRow>,
    points: Option<Points>,
) -> Result<String> {
    let leave = |row: &ItemRow| match tx.store.place_of(row.id)? {
        Some((place, ..)) => tx.store.leave_place(place, tx.now, id, row.points),
        None => Ok(()),
    };
    match kind {
        RequestKind::Add => {
            swap.map_or(Ok(()), leave)?;
            let (by_parts, said) = coming_in(tx, sprint, &entries(tx, sprint)?, row)?;
            tx.store.insert_place(&NewPlace {
                sprint: sprint.id,
                item: row.id,
                at: tx.now,
                by: Some(id),
                points: row.points,
                ended: row.class.is_ended(),
                by_parts,
            })?;
            Ok(said.map_or_else(String::new, |said| format!(" {said}")))
        }
        RequestKind::Remove => leave(row).map(|()| String::new()),
        RequestKind::Reestimate => tx.store.update_item_points(row.id, points).map(|()| String::new()),
        // Dates are the sprint's, and of no item.
        RequestKind::Dates => Ok(String::new()),
    }
}

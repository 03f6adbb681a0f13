//! Change requests: the only road by which a locked scope changes (L7–L9).

use crate::app::change::Outcome;
use crate::app::key::find_row;
use crate::app::sprint::find_sprint;
use crate::app::team::{find_member, one_line};
use crate::app::{Op, Standfast, Tx};
use crate::domain::item::{Class, ItemRow};
use crate::domain::points::Points;
use crate::domain::scope::{Request, RequestKind, RequestRuling};
use crate::domain::sprint::{Sprint, State};
use crate::error::{Result, refuse};
use crate::store::scope::{NewRequest, NewRuling};

/// What someone asks of a locked sprint.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Add, remove or re-estimate.
    pub kind: RequestKind,
    pub item: String,
    pub reason: String,
    /// Who asks; the actor if absent.
    pub requested_by: Option<String>,
    /// The new estimate, for a re-estimate.
    pub points: Option<Points>,
    /// The key of an item of the sprint, not started, that goes out in its place.
    pub swap: Option<String>,
    /// Who accepts it at once, if someone does.
    pub accepted_by: Option<String>,
}

impl Standfast {
    /// Asks for a change of the locked sprint's scope, and accepts it at once where an approver is named.
    pub fn request_change(&mut self, ask: &Ask) -> Result<Outcome<i64>> {
        self.request(ask, None)
    }

    /// Asks for a change and defers or declines it in the same operation.
    pub fn request_and_rule(&mut self, ask: &Ask, ruling: RequestRuling) -> Result<Outcome<i64>> {
        match (ruling, &ask.accepted_by) {
            (RequestRuling::Accepted, None) => refuse("L7", "Accepting names who approves. Name them."),
            (RequestRuling::Accepted, Some(_)) => self.request(ask, None),
            (RequestRuling::Deferred | RequestRuling::Declined, _) => {
                self.request(&Ask { accepted_by: None, ..ask.clone() }, Some(ruling))
            }
        }
    }

    fn request(&mut self, ask: &Ask, ruling: Option<RequestRuling>) -> Result<Outcome<i64>> {
        let actor = self.actor.clone();
        let reason = one_line("L7", "The reason", &ask.reason)?;
        let requested_by = ask.requested_by.clone().unwrap_or_else(|| self.actor.clone());
        let requested_by = one_line("L7", "The name of who asks", &requested_by)?;
        self.transact(Op::new("request change").because(Some(&reason)), |tx| {
            let Some(sprint) = tx.store.locked_sprint()? else {
                return refuse(
                    "L7",
                    "No sprint is locked: change the draft itself with `standfast sprint add` and `remove`.",
                );
            };
            let row = find_row(tx, &ask.item)?;
            let swap = swap_for(tx, &sprint, ask)?;
            let (points_in, points_out) = amounts(tx, &sprint, &row, ask, swap.as_ref())?;
            refuse_repeated(tx, &sprint, &row, ask.kind)?;
            let (id, number) = tx.store.insert_request(&NewRequest {
                sprint: sprint.id,
                kind: ask.kind,
                item: row.id,
                swap: swap.as_ref().map(|row| row.id),
                points_in,
                points_out,
                reason: &reason,
                requested_by: &requested_by,
                at: tx.now,
            })?;
            let asked = sentence(ask.kind, &row, points_in, points_out, swap.as_ref());
            if let Some(ruling) = ruling {
                rule(tx, id, ruling, &actor, None)?;
                return Ok((number, ruled_at_once(number, ruling, &asked)));
            }
            let Some(approver) = &ask.accepted_by else {
                let next = format!("Rule on it with `standfast scope accept C{number} --by NAME`, defer or decline.");
                return Ok((number, format!("C{number} asks to {asked}. {next}")));
            };
            let approver = approver_of(tx, approver)?;
            rule(tx, id, RequestRuling::Accepted, &approver, None)?;
            apply(tx, id, &sprint, ask.kind, &row, swap.as_ref(), points_in)?;
            Ok((number, format!("C{number} accepted by {approver}: {asked}.")))
        })
    }

    /// Change requests of one sprint, or of all.
    pub fn requests(&self, sprint: Option<i64>) -> Result<Vec<Request>> {
        let id = sprint.map(|number| find_sprint(&self.tx(), number).map(|sprint| sprint.id)).transpose()?;
        self.store.requests(id)
    }

    /// Deferred requests whose item waits for the next plan (L3).
    pub fn deferred_requests(&self) -> Result<Vec<Request>> {
        self.store.deferred_requests()
    }

    /// Items of the locked sprint that could go out for another one: not started, with the same points (L7).
    pub fn swap_proposals(&self, key: &str) -> Result<Vec<ItemRow>> {
        let wanted = find_row(&self.tx(), key)?;
        let Some(board) = self.board()? else { return Ok(Vec::new()) };
        let waiting =
            board.columns.into_iter().filter(|(status, _)| status.class == Class::Waiting).flat_map(|(_, cards)| cards);
        Ok(waiting.filter(|row| row.points == wanted.points && row.id != wanted.id).collect())
    }

    /// Accepts a request: the sprint changes in the same operation.
    pub fn accept_request(
        &mut self,
        number: i64,
        approver: &str,
        swap: Option<&str>,
        note: Option<&str>,
    ) -> Result<Outcome<()>> {
        self.transact(Op::new("accept change").because(note), |tx| {
            let request = open_request(tx, number)?;
            let approver = approver_of(tx, approver)?;
            let sprint = find_sprint(tx, request.sprint)?;
            if sprint.state != State::Locked {
                return refuse(
                    "L7",
                    format!(
                        "Sprint {} is {}; plan {} in the next one.",
                        sprint.number,
                        sprint.state.word(),
                        request.item
                    ),
                );
            }
            let row = find_row(tx, &request.item)?;
            let swap = swap.map(str::to_owned).or_else(|| request.swap.clone());
            let ask = Ask {
                kind: request.kind,
                item: request.item.clone(),
                reason: request.reason.clone(),
                requested_by: None,
                points: request.points_in,
                swap,
                accepted_by: None,
            };
            let swap = swap_for(tx, &sprint, &ask)?;
            amounts(tx, &sprint, &row, &ask, swap.as_ref())?;
            if let Some(out) = &swap {
                tx.store.set_swap(request.id, out.id, out.points)?;
            }
            rule(tx, request.id, RequestRuling::Accepted, &approver, note)?;
            apply(tx, request.id, &sprint, request.kind, &row, swap.as_ref(), request.points_in)?;
            let asked = sentence(request.kind, &row, request.points_in, request.points_out, swap.as_ref());
            Ok(((), format!("C{number} accepted by {approver}: {asked}.")))
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
        let name = if ruling == RequestRuling::Deferred { "defer change" } else { "decline change" };
        self.transact(Op::new(name).because(note), |tx| {
            let request = open_request(tx, number)?;
            rule(tx, request.id, ruling, &actor, note)?;
            let said = match ruling {
                RequestRuling::Deferred => {
                    format!("C{number} is deferred: {} waits at the top of the next plan.", request.item)
                }
                _ => format!("C{number} is declined."),
            };
            Ok(((), said))
        })
    }
}

/// Refuses to change an estimate past the lock (L7).
pub(crate) fn refuse_if_locked(tx: &Tx<'_>, row: &ItemRow, verb: &str) -> Result<()> {
    match tx.store.place_of(row.id)? {
        Some((_, number, State::Locked)) => refuse(
            "L7",
            format!(
                "{key} is in locked sprint {number}; it is {verb} only through a change request: `standfast scope request reestimate {key} --points N --reason \"…\"`.",
                key = row.key
            ),
        ),
        _ => Ok(()),
    }
}

fn swap_for(tx: &Tx<'_>, sprint: &Sprint, ask: &Ask) -> Result<Option<ItemRow>> {
    let Some(key) = &ask.swap else { return Ok(None) };
    if ask.kind != RequestKind::Add {
        return refuse("L7", "Only a request to add an item can swap another one out.");
    }
    let row = find_row(tx, key)?;
    match tx.store.place_of(row.id)? {
        Some((_, number, State::Locked)) if number == sprint.number => {}
        _ => {
            return refuse("L7", format!("{} is not in sprint {}, so it cannot go out of it.", row.key, sprint.number));
        }
    }
    if row.class != Class::Waiting {
        return refuse(
            "L7",
            format!("{} is {}: work on it has started. Swap out an item that is not started.", row.key, row.status),
        );
    }
    Ok(Some(row))
}

type InAndOut = (Option<Points>, Option<Points>);

/// Points in and out; refuses what makes no sense for the item.
fn amounts(tx: &Tx<'_>, sprint: &Sprint, row: &ItemRow, ask: &Ask, swap: Option<&ItemRow>) -> Result<InAndOut> {
    let place = tx.store.place_of(row.id)?;
    let inside = matches!(place, Some((_, number, _)) if number == sprint.number);
    match (ask.kind, inside) {
        (RequestKind::Add, true) => refuse(
            "L7",
            format!(
                "{} is in sprint {} already. Ask to remove it or to re-estimate it instead.",
                row.key, sprint.number
            ),
        ),
        (RequestKind::Add, false) => match place {
            Some((_, other, _)) => {
                refuse("L7", format!("{} is in sprint {other}, a draft. Take it out there first.", row.key))
            }
            None if row.class == Class::Dropped => refuse("L7", format!("{} is dropped. Reopen it first.", row.key)),
            None => Ok((row.points, swap.and_then(|out| out.points))),
        },
        (_, false) => refuse("L7", format!("{} is not in sprint {}. Ask to add it instead.", row.key, sprint.number)),
        (RequestKind::Remove, true) => Ok((None, row.points)),
        (RequestKind::Reestimate, true) if ask.points.is_none() => {
            refuse("L7", "A re-estimate needs the new points: `--points N`.")
        }
        (RequestKind::Reestimate, true) if ask.points == row.points => {
            refuse("L7", format!("{} has that estimate already.", row.key))
        }
        (RequestKind::Reestimate, true) => Ok((ask.points, row.points)),
    }
}

fn refuse_repeated(tx: &Tx<'_>, sprint: &Sprint, row: &ItemRow, kind: RequestKind) -> Result<()> {
    let waiting = tx.store.requests(Some(sprint.id))?;
    match waiting.iter().find(|r| r.ruling.is_none() && r.kind == kind && r.item == row.key) {
        Some(known) => refuse("L7", format!("{} asks for that already and waits for a ruling.", known.key())),
        None => Ok(()),
    }
}

fn open_request(tx: &Tx<'_>, number: i64) -> Result<Request> {
    let Some(request) = tx.store.request(number)? else {
        return refuse("G5", format!("There is no change request C{number}. `standfast scope list` shows them."));
    };
    match request.ruling {
        None | Some(RequestRuling::Deferred) => Ok(request),
        Some(ruling) => {
            refuse("L7", format!("C{number} is {} already; a ruling stands. Undo it, or ask again.", ruling.word()))
        }
    }
}

/// Whoever approves is in the team, and is the decision-maker where one is named (L7).
fn approver_of(tx: &Tx<'_>, name: &str) -> Result<String> {
    let member = find_member(tx, name)?;
    match &tx.team()?.decision_maker {
        Some(decider) if *decider != member.name => {
            refuse("L7", format!("{decider} decides on changes of scope, not {}. Ask {decider}.", member.name))
        }
        _ => Ok(member.name),
    }
}

fn rule(tx: &Tx<'_>, id: i64, ruling: RequestRuling, by: &str, note: Option<&str>) -> Result<()> {
    let note = note.map(str::trim).filter(|note| !note.is_empty());
    tx.store.rule_request(id, &NewRuling { ruling, by, at: tx.now, note, operation: tx.operation })
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

fn apply(
    tx: &Tx<'_>,
    id: i64,
    sprint: &Sprint,
    kind: RequestKind,
    row: &ItemRow,
    swap: Option<&ItemRow>,
    points: Option<Points>,
) -> Result<()> {
    let leave = |row: &ItemRow| match tx.store.place_of(row.id)? {
        Some((place, ..)) => tx.store.leave_place(place, tx.now, id, row.points),
        None => Ok(()),
    };
    match kind {
        RequestKind::Add => {
            tx.store.insert_place(sprint.id, row.id, tx.now, Some(id), row.points, row.class.is_ended())?;
            swap.map_or(Ok(()), leave)
        }
        RequestKind::Remove => leave(row),
        RequestKind::Reestimate => tx.store.update_item_points(row.id, points),
    }
}

fn ruled_at_once(number: i64, ruling: RequestRuling, asked: &str) -> String {
    match ruling {
        RequestRuling::Deferred => format!("C{number} waits for the next planning: {asked}."),
        _ => format!("C{number} is declined: {asked}."),
    }
}

fn sentence(
    kind: RequestKind,
    row: &ItemRow,
    points_in: Option<Points>,
    points_out: Option<Points>,
    swap: Option<&ItemRow>,
) -> String {
    let points = |points: Option<Points>| points.map_or_else(|| "no estimate".to_owned(), Points::in_words);
    match (kind, swap) {
        (RequestKind::Add, None) => format!("add {} ({})", row.key, points(points_in)),
        (RequestKind::Add, Some(out)) => {
            format!("add {} ({}) and take {} out ({})", row.key, points(points_in), out.key, points(out.points))
        }
        (RequestKind::Remove, _) => format!("take {} out ({})", row.key, points(points_out)),
        (RequestKind::Reestimate, _) => {
            format!("re-estimate {} from {} to {}", row.key, points(points_out), points(points_in))
        }
    }
}

//! Requesting a change of the locked scope: the only way it changes (L7).

use super::ruling::{apply, approver_of, rule};
use super::terms::{Ask, amounts, asked_in_words, swap_for};
use crate::app::change::{Outcome, Said};
use crate::app::find::find_row;
use crate::app::say::one_line;
use crate::app::{Standfast, Tx};
use crate::domain::scope::{Request, RequestKind, RequestRuling};
use crate::domain::sprint::Sprint;
use crate::domain::tables::Table;
use crate::error::{Result, refuse, refuse_with};
use crate::rules::{Act, Op, Rule};
use crate::store::engine::values;

/// What is decided about a request as it is made.
#[derive(Debug, Clone)]
pub(super) enum AtOnce {
    /// It waits.
    Open,
    /// Accepted by the member of this name.
    Accepted(String),
    /// Deferred or declined.
    Left(RequestRuling),
}

impl AtOnce {
    /// The ruling that was given in the same breath, with who accepts.
    pub fn of(ruling: Option<RequestRuling>, accepted_by: Option<&String>) -> Result<Self> {
        match (ruling, accepted_by) {
            (Some(RequestRuling::Accepted), None) => refuse(Rule::L7, "Accepting names who approves. Name them."),
            (Some(RequestRuling::Accepted) | None, Some(approver)) => Ok(Self::Accepted(approver.clone())),
            (Some(ruling), _) => Ok(Self::Left(ruling)),
            (None, None) => Ok(Self::Open),
        }
    }
}

impl Standfast {
    /// Asks for a change of the locked sprint's scope, and accepts it at once where an approver is named.
    pub fn request_change(&mut self, ask: &Ask) -> Result<Outcome<i64>> {
        self.request(ask, &AtOnce::of(None, ask.accepted_by.as_ref())?)
    }

    /// Asks for a change and defers or declines it in the same operation.
    pub fn request_and_rule(&mut self, ask: &Ask, ruling: RequestRuling) -> Result<Outcome<i64>> {
        self.request(ask, &AtOnce::of(Some(ruling), ask.accepted_by.as_ref())?)
    }

    fn request(&mut self, ask: &Ask, at_once: &AtOnce) -> Result<Outcome<i64>> {
        let (actor, reason, requested_by) = self.asking(&ask.reason, ask.requested_by.as_deref())?;
        self.transact(Op::RequestChange.because(Some(&reason)), |tx| {
            let asking =
                Asking { actor: &actor, reason: &reason, requested_by: &requested_by, at_once, takes_back: None };
            make(tx, &locked(tx)?, ask, &asking)
        })
    }

    /// The actor, the reason, and who asks: the actor if nobody else is named.
    pub(super) fn asking(&self, reason: &str, by: Option<&str>) -> Result<(String, String, String)> {
        let reason = one_line(Rule::L7, "The reason", reason)?;
        let by = one_line(Rule::L7, "The name of who asks", by.unwrap_or(&self.actor))?;
        Ok((self.actor.clone(), reason, by))
    }
}

/// Who asks and why, what is decided at once, and which request is taken back by it.
pub(super) struct Asking<'a> {
    pub actor: &'a str,
    pub reason: &'a str,
    pub requested_by: &'a str,
    pub at_once: &'a AtOnce,
    pub takes_back: Option<&'a Request>,
}

impl Asking<'_> {
    /// What is asked for, and which request it takes back.
    pub fn words(&self, asked: &str) -> String {
        match self.takes_back {
            Some(request) => format!("{asked}, to take {} back", request.key()),
            None => asked.to_owned(),
        }
    }

    pub fn taken_back(&self) -> Option<i64> {
        self.takes_back.map(|request| request.id)
    }
}

/// Makes the request for a change of an item's place or estimate, and does it if it is accepted at once.
pub(super) fn make(tx: &Tx<'_>, sprint: &Sprint, ask: &Ask, asking: &Asking<'_>) -> Result<(i64, Said)> {
    let row = find_row(tx, &ask.item)?;
    let swap = swap_for(tx, sprint, ask)?;
    let (points_in, points_out) = amounts(tx, sprint, &row, ask, swap.as_ref())?;
    let is_same = |r: &Request| {
        r.item.as_deref() == Some(&row.key) && (ask.kind != RequestKind::Reestimate || r.points_in == points_in)
    };
    refuse_repeated(tx, sprint, ask.kind, is_same)?;
    let made = tx.store.insert_numbered(Table::ChangeRequest, values! {
        sprint: sprint.id, kind: ask.kind, item: row.id, swap_item: swap.as_ref().map(|row| row.id), points_in, points_out,
        reason: asking.reason, requested_by: asking.requested_by, requested_at: tx.now, takes_back: asking.taken_back(),
    })?;
    let asked = asking.words(&asked_in_words(ask.kind, &row, points_in, points_out, swap.as_ref()));
    let mut said = rule_as_made(tx, made, asking, &asked)?;
    if matches!(asking.at_once, AtOnce::Accepted(_)) {
        said.words += &apply(tx, made.0, sprint, ask.kind, &row, swap.as_ref(), points_in)?;
    }
    Ok((made.1, said))
}

/// The locked sprint; without one nothing needs to be asked for.
pub(super) fn locked(tx: &Tx<'_>) -> Result<Sprint> {
    match tx.store.locked_sprint()? {
        Some(sprint) => Ok(sprint),
        None => refuse_with(
            Rule::L7,
            "No sprint is locked, so the draft itself can change.",
            Act::SprintAdd.way("NUMBER KEY…", "Change it with {}."),
        ),
    }
}

/// Rules on a request, by its row and number, in the operation that made it; what is said of it.
pub(super) fn rule_as_made(tx: &Tx<'_>, (id, number): (i64, i64), asking: &Asking<'_>, asked: &str) -> Result<Said> {
    match asking.at_once {
        AtOnce::Left(ruling) => {
            rule(tx, id, *ruling, asking.actor, None)?;
            Ok(Said::from(match ruling {
                RequestRuling::Deferred => format!("C{number} waits for the next planning: {asked}."),
                _ => format!("C{number} is declined: {asked}."),
            }))
        }
        AtOnce::Open => {
            let next =
                Act::ScopeAccept.way(format!("C{number} --by NAME"), "Accept it with {}, or defer or decline it.");
            Ok((format!("C{number} asks to {asked}."), next).into())
        }
        AtOnce::Accepted(approver) => {
            let approver = approver_of(tx, approver)?;
            rule(tx, id, RequestRuling::Accepted, &approver, None)?;
            Ok(Said::from(format!("C{number} accepted by {approver}: {asked}.")))
        }
    }
}

/// Refuses what another request of the sprint asks for already.
pub(super) fn refuse_repeated(
    tx: &Tx<'_>,
    sprint: &Sprint,
    kind: RequestKind,
    is_same: impl Fn(&Request) -> bool,
) -> Result<()> {
    let requests = tx.store.requests(Some(sprint.id))?;
    let Some(known) = requests.iter().find(|r| r.ruling.is_none() && r.kind == kind && is_same(r)) else {
        return Ok(());
    };
    let key = known.key();
    let way = Act::ScopeAccept.way(format!("{key} --by NAME"), "Accept it with {}, or defer or decline it.");
    refuse_with(Rule::L7, format!("{key} asks for that already and waits for a ruling."), way)
}

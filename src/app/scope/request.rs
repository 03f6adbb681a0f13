//! Requesting a change of the locked scope: the only way it changes (L7).

use super::ruling::{apply, approver_of, rule};
use super::terms::{Ask, amounts, asked_in_words, swap_for};
use crate::app::change::{Outcome, Said};
use crate::app::find::find_row;
use crate::app::say::one_line;
use crate::app::{Standfast, Tx};
use crate::domain::item::ItemRow;
use crate::domain::scope::{RequestKind, RequestRuling};
use crate::domain::sprint::Sprint;
use crate::domain::tables::Table;
use crate::error::{Result, refuse, refuse_with};
use crate::rules::{Act, Op, Rule};
use crate::store::engine::values;

impl Standfast {
    /// Asks for a change of the locked sprint's scope, and accepts it at once where an approver is named.
    pub fn request_change(&mut self, ask: &Ask) -> Result<Outcome<i64>> {
        self.request(ask, None)
    }

    /// Asks for a change and defers or declines it in the same operation.
    pub fn request_and_rule(&mut self, ask: &Ask, ruling: RequestRuling) -> Result<Outcome<i64>> {
        match (ruling, &ask.accepted_by) {
            (RequestRuling::Accepted, None) => refuse(Rule::L7, "Accepting names who approves. Name them."),
            (RequestRuling::Accepted, Some(_)) => self.request(ask, None),
            (RequestRuling::Deferred | RequestRuling::Declined, _) => {
                self.request(&Ask { accepted_by: None, ..ask.clone() }, Some(ruling))
            }
        }
    }

    fn request(&mut self, ask: &Ask, ruling: Option<RequestRuling>) -> Result<Outcome<i64>> {
        let actor = self.actor.clone();
        let reason = one_line(Rule::L7, "The reason", &ask.reason)?;
        let requested_by = ask.requested_by.clone().unwrap_or_else(|| self.actor.clone());
        let requested_by = one_line(Rule::L7, "The name of who asks", &requested_by)?;
        self.transact(Op::RequestChange.because(Some(&reason)), |tx| {
            let Some(sprint) = tx.store.locked_sprint()? else {
                return refuse_with(
                    Rule::L7,
                    "No sprint is locked, so the draft itself can change.",
                    Act::SprintAdd.way("NUMBER KEY…", "Change it with {}."),
                );
            };
            let row = find_row(tx, &ask.item)?;
            let swap = swap_for(tx, &sprint, ask)?;
            let (points_in, points_out) = amounts(tx, &sprint, &row, ask, swap.as_ref())?;
            refuse_repeated(tx, &sprint, &row, ask.kind)?;
            let (id, number) = tx.store.insert_numbered(Table::ChangeRequest, values! {
                sprint: sprint.id, kind: ask.kind, item: row.id, swap_item: swap.as_ref().map(|row| row.id), points_in,
                points_out, reason, requested_by, requested_at: tx.now,
            })?;
            let asked = asked_in_words(ask.kind, &row, points_in, points_out, swap.as_ref());
            if let Some(ruling) = ruling {
                rule(tx, id, ruling, &actor, None)?;
                return Ok((number, ruled_at_once(number, ruling, &asked).into()));
            }
            let Some(approver) = &ask.accepted_by else {
                let next =
                    Act::ScopeAccept.way(format!("C{number} --by NAME"), "Accept it with {}, or defer or decline it.");
                return Ok((number, (format!("C{number} asks to {asked}."), next).into()));
            };
            let approver = approver_of(tx, approver)?;
            rule(tx, id, RequestRuling::Accepted, &approver, None)?;
            apply(tx, id, &sprint, ask.kind, &row, swap.as_ref(), points_in)?;
            Ok((number, Said::from(format!("C{number} accepted by {approver}: {asked}."))))
        })
    }
}

fn refuse_repeated(tx: &Tx<'_>, sprint: &Sprint, row: &ItemRow, kind: RequestKind) -> Result<()> {
    let waiting = tx.store.requests(Some(sprint.id))?;
    match waiting.iter().find(|r| r.ruling.is_none() && r.kind == kind && r.item == row.key) {
        Some(known) => refuse(Rule::L7, format!("{} asks for that already and waits for a ruling.", known.key())),
        None => Ok(()),
    }
}

fn ruled_at_once(number: i64, ruling: RequestRuling, asked: &str) -> String {
    match ruling {
        RequestRuling::Deferred => format!("C{number} waits for the next planning: {asked}."),
        _ => format!("C{number} is declined: {asked}."),
    }
}

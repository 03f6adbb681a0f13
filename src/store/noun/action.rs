//! Retro actions and what later retros said of them.

use crate::domain::action::{Action, ActionRuling, Followed, Ruled};
use crate::domain::tables::Table;
use crate::domain::time::Instant;
use crate::error::Result;
use crate::store::column::columns;
use crate::store::engine::{Store, queries, values};
use crate::store::noun::Numbered;
use std::collections::HashMap;

queries!("action.sql", Action, Ruled);

columns! {
    Action from "retro_action a JOIN retro r ON r.id = a.retro JOIN sprint s ON s.id = r.sprint
        JOIN member m ON m.id = a.owner LEFT JOIN retro_note n ON n.id = a.note" {
        id: "a.id",
        number: "a.number",
        sprint: "s.number",
        text: "a.text",
        owner: "m.name",
        owner_until: "m.ends_on",
        due: "a.due",
        shows: "a.shows",
        committed_at: "a.committed_at",
        done_at: "a.done_at",
        done_note: "a.done_note",
        note: "n.number",
    }
    with { rulings: Vec::new() }
}

columns! {
    Ruled from "action_ruling x JOIN retro r ON r.id = x.retro JOIN sprint s ON s.id = r.sprint
        LEFT JOIN member m ON m.id = x.owner" {
        sprint: "s.number",
        ruling: "x.ruling",
        reason: "x.reason",
        by: "x.ruled_by",
        at: "x.ruled_at",
        owner: "m.name",
        owner_until: "m.ends_on",
        due: "x.due",
    }
}

impl Numbered for Action {
    const TABLE: Table = Table::RetroAction;

    fn numbered(store: &Store, number: i64) -> Result<Option<Self>> {
        Ok(store.with_rulings(store.query(QUERIES.get("numbered"), &[&number])?, i64::MAX)?.into_iter().next())
    }
}

impl Store {
    /// Actions with what later retros said of them, up to that of a sprint.
    fn with_rulings(&self, mut actions: Vec<Action>, until: i64) -> Result<Vec<Action>> {
        let ids: Vec<i64> = actions.iter().map(|action| action.id).collect();
        let mut rulings: HashMap<i64, Vec<Ruled>> = self.groups_of(QUERIES.get("rulings"), &ids)?;
        for action in &mut actions {
            let mut own = rulings.remove(&action.id).unwrap_or_default();
            own.retain(|ruled| ruled.sprint <= until);
            rule_on(action, own);
        }
        Ok(actions)
    }

    /// Every action, in the order of commitment.
    pub fn actions(&self) -> Result<Vec<Action>> {
        self.with_rulings(self.query(QUERIES.get("all"), &[])?, i64::MAX)
    }

    /// The actions without a last ruling, in the order of commitment.
    pub fn open_actions(&self) -> Result<Vec<Action>> {
        self.with_rulings(self.query(QUERIES.get("open"), &[])?, i64::MAX)
    }

    /// The actions committed before a sprint without a last ruling of a sprint before it, in the order of commitment, with
    /// their rulings up to the retro of another one.
    pub fn actions_in(&self, sprint: i64, until: i64) -> Result<Vec<Action>> {
        self.with_rulings(self.query(QUERIES.get("of_sprint"), &[&sprint])?, until)
    }

    /// What became of each action. Tables of actions and rulings are read once each, which is cheaper than a look for the
    /// rulings of each action.
    pub fn follow_through(&self) -> Result<Vec<Followed>> {
        self.follow_through_at(Instant(i64::MAX))
    }

    /// The same as it was at a moment.
    pub fn follow_through_at(&self, at: Instant) -> Result<Vec<Followed>> {
        type Found = (i64, Instant, Option<Instant>, i64, Option<ActionRuling>);
        let mut found: Vec<Found> = self.query(QUERIES.get("follow_through"), &[])?;
        // Compared here, since SQLite would take a step for each row.
        found.retain(|(_, committed_or_ruled, ..)| *committed_or_ruled <= at);
        found.sort_unstable_by_key(|(action, _, _, ruling, _)| (*action, *ruling));
        let of_action = |rows: &[Found]| {
            let rulings = || rows.iter().filter_map(|(.., ruling)| *ruling);
            Followed {
                took: rows.iter().find_map(|(_, from, to, ..)| to.filter(|to| *to <= at).map(|to| (*from, to))),
                verdict: rulings().find(|ruling| ruling.is_final()),
                carried: rulings().filter(|ruling| !ruling.is_final()).count(),
            }
        };
        Ok(found.chunk_by(|one, next| one.0 == next.0).map(of_action).collect())
    }

    /// The actions that a retro committed, without the rulings of later ones.
    pub fn actions_of_retro(&self, retro: i64) -> Result<Vec<Action>> {
        self.query(QUERIES.get("of_retro"), &[&retro])
    }

    /// The same actions with the rulings of later retros, up to that of a sprint.
    pub fn actions_committed_at(&self, retro: i64, until: i64) -> Result<Vec<Action>> {
        self.with_rulings(self.actions_of_retro(retro)?, until)
    }

    pub fn set_action_done(&self, id: i64, at: Instant, note: Option<&str>) -> Result<()> {
        self.update(Table::RetroAction, id, values! { done_at: at, done_note: note }).map(drop)
    }
}

/// Gives an action its rulings; a kept one has the owner and the day of the last keep.
fn rule_on(action: &mut Action, rulings: Vec<Ruled>) {
    for ruled in &rulings {
        if let (Some(owner), Some(due)) = (&ruled.owner, ruled.due) {
            action.owner.clone_from(owner);
            action.owner_until = ruled.owner_until;
            action.due = due;
        }
    }
    action.rulings = rulings;
}

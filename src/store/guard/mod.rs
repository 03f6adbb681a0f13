//! The guards: what the database itself refuses. They are data that an engine prints as its own triggers.
//!
//! Every guard is asked before the write. It lets an operation pass that takes back another one which wrote the same row
//! (`taken_back`), or that accepts a change request for just this change (`accepted_now`). Conditions speak of the row
//! before (`OLD`) and after (`NEW`), in SQL that SQLite 3.40 and PostgreSQL read alike.

mod close;
mod log;
mod retro;
mod review;
mod scope;
mod sprint;
mod standup;

/// What is about to happen to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    Insert,
    Update,
    Delete,
}

/// A rule's number, the sentence that refuses, and when: an empty condition means always.
pub type Raise = (&'static str, &'static str, &'static str);

/// One guard of one table.
#[derive(Debug)]
pub struct Guard {
    pub name: &'static str,
    pub event: Event,
    /// The columns that an update has to name; without one, every update is guarded.
    pub of: Option<&'static str>,
    pub table: &'static str,
    /// When the guard is asked at all; empty means always.
    pub condition: &'static str,
    /// The first whose condition holds refuses the write.
    pub raises: &'static [Raise],
}

const fn on_insert(
    name: &'static str,
    table: &'static str,
    condition: &'static str,
    raises: &'static [Raise],
) -> Guard {
    Guard { name, event: Event::Insert, of: None, table, condition, raises }
}

const fn on_update(
    name: &'static str,
    table: &'static str,
    condition: &'static str,
    raises: &'static [Raise],
) -> Guard {
    Guard { name, event: Event::Update, of: None, table, condition, raises }
}

const fn on_update_of(
    name: &'static str,
    of: &'static str,
    table: &'static str,
    condition: &'static str,
    raises: &'static [Raise],
) -> Guard {
    Guard { name, event: Event::Update, of: Some(of), table, condition, raises }
}

const fn on_delete(
    name: &'static str,
    table: &'static str,
    condition: &'static str,
    raises: &'static [Raise],
) -> Guard {
    Guard { name, event: Event::Delete, of: None, table, condition, raises }
}

/// What several guards ask, by name: the view and its query.
pub const VIEWS: &[(&str, &str)] = &[
    ("under_way", "SELECT id, name, reverts FROM operation WHERE sealed = 0"),
    ("taken_back", "SELECT tbl, row, kind, operation, before FROM change JOIN under_way ON reverts = operation"),
    (
        "undone_in_lock",
        "SELECT tbl, row, kind, before, s.id AS sprint FROM taken_back t JOIN sprint s ON s.state = 'locked'
        WHERE t.operation > (SELECT min(operation) FROM change
            WHERE tbl = 'contract' AND row = (SELECT id FROM contract WHERE sprint = s.id))",
    ),
    (
        "accepted_now",
        "SELECT r.id, sprint, kind, item, swap_item, points_in, start_in, end_in, start_out, end_out FROM change_request r
        JOIN under_way u ON u.id = ruled_in JOIN sprint s ON s.id = sprint WHERE ruling = 'accepted' AND state = 'locked'",
    ),
    (
        "planned",
        "SELECT x.id, item, sprint, state FROM sprint_item x JOIN sprint s ON s.id = sprint
        WHERE left_at IS NULL AND state IN ('draft', 'locked')",
    ),
    ("approver", "SELECT name FROM member WHERE outside = 0 OR id = (SELECT decision_maker FROM team)"),
    // The operations on the locked sprint that hold, with what each takes back. New dates come with their request.
    (
        "holding",
        "SELECT n.id, n.reverts FROM operation n JOIN change c ON c.id BETWEEN first_change AND last_change
        WHERE NOT EXISTS (SELECT 1 FROM operation u WHERE u.reverts = n.id
            AND NOT EXISTS (SELECT 1 FROM operation WHERE reverts = u.id))
        AND (tbl = 'change_request' OR CASE tbl WHEN 'item' THEN row ELSE item END IN (
            SELECT item FROM planned WHERE state = 'locked'))",
    ),
    ("open_review", "SELECT id FROM review WHERE finished_at IS NULL"),
    ("open_retro", "SELECT id FROM retro WHERE finished_at IS NULL"),
];

/// All guards, in an order that does not change.
pub fn all() -> impl Iterator<Item = &'static Guard> {
    [log::GUARDS, scope::GUARDS, sprint::GUARDS, close::GUARDS, standup::GUARDS, review::GUARDS, retro::GUARDS]
        .into_iter()
        .flatten()
}

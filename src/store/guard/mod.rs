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
    (
        "taken_back",
        "SELECT c.tbl, c.row, c.kind, c.operation, c.before FROM change c JOIN operation o ON o.reverts = c.operation
        WHERE o.sealed = 0",
    ),
    (
        "taken_back_since_lock",
        "SELECT t.tbl, t.row, t.kind, t.before, s.id AS sprint FROM taken_back t JOIN sprint s ON s.state = 'locked'
        WHERE t.operation > (SELECT min(k.operation) FROM contract p JOIN change k ON k.tbl = 'contract' AND k.row = p.id
            WHERE k.kind = 'I' AND p.sprint = s.id)",
    ),
    (
        "accepted_now",
        "SELECT r.id, r.sprint, r.kind, r.item, r.swap_item, r.points_in, r.start_in, r.end_in, r.start_out, r.end_out
        FROM change_request r
        JOIN operation o ON o.id = r.ruled_in JOIN sprint s ON s.id = r.sprint
        WHERE o.sealed = 0 AND r.ruling = 'accepted' AND s.state = 'locked'",
    ),
    (
        "planned",
        "SELECT x.id, x.item, x.sprint, s.state FROM sprint_item x JOIN sprint s ON s.id = x.sprint
        WHERE x.left_at IS NULL AND s.state IN ('draft', 'locked')",
    ),
    ("approver", "SELECT name FROM member WHERE outside = 0 OR id = (SELECT decision_maker FROM team)"),
    ("open_review", "SELECT id FROM review WHERE finished_at IS NULL"),
    ("open_retro", "SELECT id FROM retro WHERE finished_at IS NULL"),
];

/// All guards, in an order that does not change.
pub fn all() -> impl Iterator<Item = &'static Guard> {
    [log::GUARDS, scope::GUARDS, sprint::GUARDS, close::GUARDS, standup::GUARDS, review::GUARDS, retro::GUARDS]
        .into_iter()
        .flatten()
}

//! The log is append-only, and every write is an operation (G2).

use super::{Guard, Raise, on_delete, on_insert, on_update};

const APPEND_ONLY: Raise = ("G2", "the log is append-only", "");

pub const GUARDS: &[Guard] = &[
    on_insert(
        "guard_operation_insert",
        "operation",
        "NEW.sealed <> 0 OR EXISTS (SELECT 1 FROM operation WHERE id >= NEW.id)",
        &[APPEND_ONLY],
    ),
    // The one change an operation may see is its sealing.
    on_update(
        "guard_operation_update",
        "operation",
        "OLD.sealed = 1 OR NEW.sealed <> 1
        OR (NEW.id, NEW.at, NEW.actor, NEW.name, NEW.reason, NEW.reverts, NEW.first_change)
        IS DISTINCT FROM (OLD.id, OLD.at, OLD.actor, OLD.name, OLD.reason, OLD.reverts, OLD.first_change)",
        &[APPEND_ONLY],
    ),
    on_delete("guard_operation_delete", "operation", "", &[APPEND_ONLY]),
    on_insert(
        "guard_change_insert",
        "change",
        "",
        &[
            (
                "G2",
                "a change belongs to the operation under way",
                "NOT EXISTS (SELECT 1 FROM under_way WHERE id = NEW.operation)",
            ),
            ("G2", "the log is append-only", "EXISTS (SELECT 1 FROM change WHERE id = NEW.id)"),
        ],
    ),
    on_update("guard_change_update", "change", "", &[APPEND_ONLY]),
    on_delete("guard_change_delete", "change", "", &[APPEND_ONLY]),
];

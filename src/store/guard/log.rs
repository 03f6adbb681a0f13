//! The log is append-only, and every write is an operation (G2).

use super::{Guard, Raise, on_delete, on_insert, on_update, on_update_of};

const APPEND_ONLY: Raise = ("G2", "the log is append-only", "");

pub const GUARDS: &[Guard] = &[
    on_insert(
        "guard_operation_insert",
        "operation",
        "NEW.sealed <> 0 OR NEW.hash IS NOT NULL OR NEW.reverts >= NEW.id OR EXISTS (SELECT 1 FROM under_way)
        OR NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM operation)
        OR NEW.first_change <> (SELECT coalesce(max(id), 0) + 1 FROM change)",
        &[APPEND_ONLY],
    ),
    // A change of scope that the sprint has lived with leaves it as it came: by a request.
    on_insert(
        "guard_operation_takes_back",
        "operation",
        "NEW.reverts IS NOT NULL",
        &[(
            "L7",
            "an accepted request is undone at once, or taken back by another one",
            "EXISTS (SELECT 1 FROM holding WHERE id > NEW.reverts AND (reverts > NEW.reverts) IS NOT TRUE)
            AND EXISTS (SELECT 1 FROM change WHERE tbl = 'change_request' AND operation = NEW.reverts
                AND 'accepted' IN (before ->> 'ruling', after ->> 'ruling'))",
        )],
    ),
    // The one change an operation may see is its sealing, with its hash and the last of its changes.
    on_update(
        "guard_operation_update",
        "operation",
        "OLD.sealed = 1 OR NEW.sealed <> 1
        OR (NEW.id, NEW.at, NEW.actor, NEW.name, NEW.reason, NEW.reverts, NEW.first_change)
        IS DISTINCT FROM (OLD.id, OLD.at, OLD.actor, OLD.name, OLD.reason, OLD.reverts, OLD.first_change)
        OR NEW.last_change IS DISTINCT FROM (SELECT max(id) FROM change)",
        &[APPEND_ONLY],
    ),
    // What an operation takes back, it takes back as a whole: half of it would be a change that nobody approved.
    on_update_of(
        "guard_operation_reverts",
        "sealed",
        "operation",
        "NEW.reverts IS NOT NULL AND EXISTS (
            SELECT 1 FROM operation o JOIN change c ON c.id BETWEEN o.first_change AND o.last_change
            WHERE o.id = NEW.reverts AND NOT EXISTS (
                SELECT 1 FROM change n WHERE n.tbl = c.tbl AND n.row = c.row AND n.id >= NEW.first_change))",
        &[("G2", "an operation is taken back as a whole", "")],
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
            (
                "G2",
                "the log is append-only",
                "EXISTS (SELECT 1 FROM change WHERE id = NEW.id)
                OR NEW.id > (SELECT coalesce(max(id), 0) + 1 FROM change)",
            ),
        ],
    ),
    on_update("guard_change_update", "change", "", &[APPEND_ONLY]),
    on_delete("guard_change_delete", "change", "", &[APPEND_ONLY]),
];

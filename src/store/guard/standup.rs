//! The record of a standup that is over (S7): only an operation that takes back its end may change it.

use super::{Guard, on_delete, on_update};

const RECORD: &str = "the record of a standup that is over does not change";

pub const GUARDS: &[Guard] = &[
    on_update(
        "guard_standup_update",
        "standup",
        "OLD.ended_at IS NOT NULL",
        &[(
            "S7",
            RECORD,
            "NOT EXISTS (SELECT 1 FROM taken_back WHERE tbl = 'standup' AND row = OLD.id AND kind = 'U')",
        )],
    ),
    on_delete(
        "guard_standup_delete",
        "standup",
        "OLD.ended_at IS NOT NULL",
        &[("S7", "the record of a standup that is over is not deleted", "")],
    ),
    on_update(
        "guard_standup_turn",
        "standup_turn",
        "EXISTS (SELECT 1 FROM standup WHERE id = OLD.standup AND ended_at IS NOT NULL)",
        &[("S7", RECORD, "")],
    ),
];

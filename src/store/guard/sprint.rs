//! The sprint itself and its contract (L1, L5, L7, L8).

use super::{Guard, on_delete, on_insert, on_update, on_update_of};

pub const GUARDS: &[Guard] = &[
    on_insert("guard_sprint_insert", "sprint", "NEW.state <> 'draft'", &[("L1", "a sprint begins as a draft", "")]),
    on_delete(
        "guard_sprint_delete",
        "sprint",
        "OLD.state <> 'draft' OR EXISTS (SELECT 1 FROM sprint_item WHERE sprint = OLD.id)",
        &[("L8", "a sprint that was planned is not deleted; cancel it instead", "")],
    ),
    on_update(
        "guard_sprint_lock",
        "sprint",
        "OLD.state = 'draft' AND NEW.state = 'locked'",
        &[
            (
                "L5",
                "locking needs a goal, dates, items and a contract",
                "coalesce(NEW.goal, '') = '' OR NEW.starts_on IS NULL OR NEW.ends_on IS NULL OR NEW.locked_at IS NULL
                OR NOT EXISTS (SELECT 1 FROM contract WHERE sprint = OLD.id)
                OR NOT EXISTS (SELECT 1 FROM sprint_item WHERE sprint = OLD.id AND left_at IS NULL)",
            ),
            (
                "L5",
                "an operation that takes a lock back does not lock the sprint again",
                "EXISTS (SELECT 1 FROM under_way WHERE reverts IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM taken_back
                WHERE tbl = 'sprint' AND row = OLD.id AND kind = 'U' AND before ->> 'state' = 'locked')",
            ),
        ],
    ),
    on_update(
        "guard_sprint_facts",
        "sprint",
        "OLD.state <> 'draft' AND NEW.state <> 'draft' AND (
        (NEW.number, NEW.goal, NEW.locked_at, NEW.name) IS DISTINCT FROM
        (OLD.number, OLD.goal, OLD.locked_at, OLD.name)
        OR (OLD.state = 'closed' AND NEW.closed_at IS DISTINCT FROM OLD.closed_at))",
        &[("L8", "the sprint is locked; its goal and number do not change", "")],
    ),
    on_update(
        "guard_sprint_dates",
        "sprint",
        "OLD.state <> 'draft' AND NEW.state <> 'draft'
        AND (NEW.starts_on, NEW.ends_on) IS DISTINCT FROM (OLD.starts_on, OLD.ends_on)",
        &[(
            "L8",
            "the dates of a locked sprint change only through an accepted change request",
            "NEW.state <> 'locked' OR (
            NOT EXISTS (SELECT 1 FROM accepted_now WHERE sprint = OLD.id AND kind = 'dates'
                AND (start_in, end_in, start_out, end_out) = (NEW.starts_on, NEW.ends_on, OLD.starts_on, OLD.ends_on))
            AND NOT EXISTS (SELECT 1 FROM undone_in_lock t JOIN change_request r ON r.sprint = t.sprint
                WHERE t.tbl = 'sprint' AND t.row = OLD.id AND t.kind = 'U' AND r.kind = 'dates'
                AND (coalesce(t.before ->> 'starts_on', OLD.starts_on), coalesce(t.before ->> 'ends_on', OLD.ends_on))
                    = (NEW.starts_on, NEW.ends_on)
                AND ((r.start_in, r.end_in, r.start_out, r.end_out) =
                    (NEW.starts_on, NEW.ends_on, OLD.starts_on, OLD.ends_on)
                    OR (r.start_out, r.end_out, r.start_in, r.end_in) =
                    (NEW.starts_on, NEW.ends_on, OLD.starts_on, OLD.ends_on))))",
        )],
    ),
    on_update_of(
        "guard_sprint_state",
        "state",
        "sprint",
        "NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (VALUES
            ('draft', 'locked'), ('draft', 'cancelled'), ('locked', 'closed'), ('locked', 'cancelled'))
        AND NOT (OLD.state = 'draft' AND NEW.state = 'closed' AND EXISTS (
            SELECT 1 FROM sprint_report WHERE sprint = OLD.id AND imported_as IS NOT NULL))",
        &[
            (
                "L1",
                "a sprint goes from draft to locked to closed, or is cancelled; it does not go back",
                "NOT EXISTS (SELECT 1 FROM taken_back
                WHERE tbl = 'sprint' AND row = OLD.id AND kind = 'U' AND before ->> 'state' = NEW.state)",
            ),
            (
                "L7",
                "an item of this sprint is in another draft or locked sprint by now",
                "OLD.state = 'cancelled' AND EXISTS (SELECT 1 FROM sprint_item x JOIN planned y ON y.item = x.item
                WHERE x.sprint = OLD.id AND x.left_at IS NULL AND y.sprint <> OLD.id)",
            ),
            (
                "L8",
                "this sprint has change requests; undo those first, the latest before the others",
                "NEW.state = 'draft' AND EXISTS (SELECT 1 FROM change_request WHERE sprint = OLD.id)",
            ),
        ],
    ),
    on_insert(
        "guard_contract_insert",
        "contract",
        "(SELECT state FROM sprint WHERE id = NEW.sprint) IS DISTINCT FROM 'draft'",
        &[("L5", "a contract is made when its sprint is locked", "")],
    ),
    on_update("guard_contract_update", "contract", "", &[("L5", "a contract does not change", "")]),
    on_delete(
        "guard_contract_delete",
        "contract",
        "(SELECT state FROM sprint WHERE id = OLD.sprint) <> 'draft'
        OR NOT EXISTS (SELECT 1 FROM taken_back WHERE tbl = 'contract' AND row = OLD.id AND kind = 'I')",
        &[("L5", "a contract does not change", "")],
    ),
];

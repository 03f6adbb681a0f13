//! The scope lock (L7, L8): which items are in a locked sprint, what they weigh, and who asked and decided.

use super::{Guard, Raise, on_delete, on_insert, on_update, on_update_of};

const SCOPE: &str = "the scope of a locked sprint changes only through an accepted change request";
const ONCE: &str = "the item is in another draft or locked sprint";

pub const GUARDS: &[Guard] = &[
    on_insert(
        "guard_sprint_item_insert",
        "sprint_item",
        "(SELECT state FROM sprint WHERE id = NEW.sprint) <> 'draft'",
        &[(
            "L8",
            SCOPE,
            "NEW.committed <> 0 OR (
            NOT EXISTS (SELECT 1 FROM accepted_now
                WHERE id = NEW.entered_by AND sprint = NEW.sprint AND item = NEW.item AND kind = 'add')
            AND NOT EXISTS (SELECT 1 FROM undone_in_lock
                WHERE tbl = 'sprint_item' AND row = NEW.id AND kind = 'D' AND sprint = NEW.sprint
                AND CAST(before ->> 'sprint' AS BIGINT) = NEW.sprint AND CAST(before ->> 'item' AS BIGINT) = NEW.item
                AND CAST(before ->> 'entered_by' AS BIGINT) IS NOT DISTINCT FROM NEW.entered_by
                AND CAST(before ->> 'points_at_entry' AS DOUBLE PRECISION) IS NOT DISTINCT FROM NEW.points_at_entry))",
        )],
    ),
    on_update(
        "guard_sprint_item_update",
        "sprint_item",
        "EXISTS (SELECT 1 FROM sprint WHERE id IN (OLD.sprint, NEW.sprint) AND state <> 'draft')",
        &[(
            "L8",
            SCOPE,
            "(NEW.sprint, NEW.item, NEW.entered_at, NEW.entered_by, NEW.committed, NEW.points_at_entry, NEW.ended_at_entry,
                NEW.by_parts)
            IS DISTINCT FROM
            (OLD.sprint, OLD.item, OLD.entered_at, OLD.entered_by, OLD.committed, OLD.points_at_entry, OLD.ended_at_entry,
                OLD.by_parts)
            OR (
            NOT EXISTS (SELECT 1 FROM accepted_now
                WHERE id = NEW.left_by AND sprint = NEW.sprint AND OLD.left_at IS NULL AND NEW.left_at IS NOT NULL
                AND ((kind = 'remove' AND item = NEW.item) OR (kind = 'add' AND swap_item = NEW.item)))
            AND NOT EXISTS (SELECT 1 FROM undone_in_lock
                WHERE tbl = 'sprint_item' AND row = OLD.id AND kind = 'U' AND sprint = OLD.sprint
                AND CAST(before ->> 'left_at' AS BIGINT) IS NOT DISTINCT FROM NEW.left_at))",
        )],
    ),
    on_delete(
        "guard_sprint_item_delete",
        "sprint_item",
        "(SELECT state FROM sprint WHERE id = OLD.sprint) <> 'draft'",
        &[(
            "L8",
            SCOPE,
            "OLD.entered_by IS NULL OR NOT EXISTS (SELECT 1 FROM undone_in_lock
                WHERE tbl = 'sprint_item' AND row = OLD.id AND kind = 'I' AND sprint = OLD.sprint)
            OR EXISTS (SELECT 1 FROM change_request WHERE sprint = OLD.sprint AND ruling = 'accepted'
                AND id > OLD.entered_by AND OLD.item IN (item, swap_item))",
        )],
    ),
    // An item is in one running plan at a time.
    on_insert("guard_sprint_item_once_insert", "sprint_item", ONCE_ASKED, &[ONCE_RAISE]),
    on_update("guard_sprint_item_once_update", "sprint_item", ONCE_ASKED, &[ONCE_RAISE]),
    on_update_of(
        "guard_item_points",
        "points",
        "item",
        "NEW.points IS DISTINCT FROM OLD.points AND EXISTS (
            SELECT 1 FROM planned WHERE item = OLD.id AND state = 'locked')",
        &[(
            "L8",
            "the estimate of an item in a locked sprint changes only through an accepted change request",
            "NOT EXISTS (SELECT 1 FROM accepted_now
                WHERE item = OLD.id AND kind = 'reestimate' AND points_in IS NOT DISTINCT FROM NEW.points)
            AND NOT EXISTS (SELECT 1 FROM undone_in_lock t JOIN change_request r ON r.sprint = t.sprint
                WHERE t.tbl = 'item' AND t.row = OLD.id AND t.kind = 'U'
                AND CAST(t.before ->> 'points' AS DOUBLE PRECISION) IS NOT DISTINCT FROM NEW.points
                AND r.item = OLD.id AND r.kind = 'reestimate' AND (
                    (r.points_in, r.points_out) IS NOT DISTINCT FROM (NEW.points, OLD.points)
                    OR (r.points_out, r.points_in) IS NOT DISTINCT FROM (NEW.points, OLD.points)))",
        )],
    ),
    on_update(
        "guard_item_number",
        "item",
        "NEW.number <> OLD.number",
        &[("G5", "the key of an item does not change", "")],
    ),
    on_delete(
        "guard_item_delete",
        "item",
        "EXISTS (SELECT 1 FROM sprint_item WHERE item = OLD.id)
        OR EXISTS (SELECT 1 FROM change_request WHERE item = OLD.id OR swap_item = OLD.id)",
        &[("L8", "the item belongs to the history of a sprint; drop it instead", "")],
    ),
    on_insert(
        "guard_change_request_insert",
        "change_request",
        "(SELECT state FROM sprint WHERE id = NEW.sprint) IS DISTINCT FROM 'locked'
        OR (NEW.ruling = 'accepted' AND NOT EXISTS (
            SELECT 1 FROM under_way u JOIN approver a ON a.name = NEW.ruled_by WHERE u.id = NEW.ruled_in))
        OR (NEW.takes_back IS NOT NULL AND NOT EXISTS (SELECT 1 FROM change_request r WHERE r.id = NEW.takes_back
            AND r.sprint = NEW.sprint AND r.ruling = 'accepted' AND coalesce(r.swap_item, r.item) IS NOT DISTINCT FROM NEW.item
            AND (r.kind = NEW.kind) = (r.kind IN ('reestimate', 'dates') OR r.swap_item IS NOT NULL)))",
        &[(
            "L7",
            "a change request belongs to a locked sprint, and its own operation accepts it in the name of somebody who may; it takes back what it reverses",
            "",
        )],
    ),
    on_update(
        "guard_change_request_update",
        "change_request",
        "OLD.ruling IN ('accepted', 'declined') OR
        (NEW.number, NEW.sprint, NEW.kind, NEW.item, NEW.reason, NEW.requested_by, NEW.requested_at, NEW.points_in,
            NEW.start_in, NEW.end_in, NEW.start_out, NEW.end_out, NEW.takes_back)
        IS DISTINCT FROM
        (OLD.number, OLD.sprint, OLD.kind, OLD.item, OLD.reason, OLD.requested_by, OLD.requested_at, OLD.points_in,
            OLD.start_in, OLD.end_in, OLD.start_out, OLD.end_out, OLD.takes_back)
        OR (OLD.kind <> 'add' AND (NEW.points_out, NEW.swap_item) IS DISTINCT FROM (OLD.points_out, OLD.swap_item))
        OR (NEW.ruling = 'accepted' AND NOT EXISTS (
            SELECT 1 FROM under_way u JOIN approver a ON a.name = NEW.ruled_by WHERE u.id = NEW.ruled_in))
        OR (SELECT state FROM sprint WHERE id = OLD.sprint) IN ('closed', 'cancelled')",
        &[(
            "L7",
            "a change request that was made or decided does not change",
            "(SELECT state FROM sprint WHERE id = OLD.sprint) IS DISTINCT FROM 'locked'
            OR (NEW.sprint, NEW.item, NEW.reason, NEW.takes_back)
                IS DISTINCT FROM (OLD.sprint, OLD.item, OLD.reason, OLD.takes_back)
            OR NOT EXISTS (SELECT 1 FROM taken_back WHERE tbl = 'change_request' AND row = OLD.id AND kind = 'U'
                AND before ->> 'ruling' IS NOT DISTINCT FROM NEW.ruling)",
        )],
    ),
    on_delete(
        "guard_change_request_delete",
        "change_request",
        "OLD.ruling = 'accepted' OR (SELECT state FROM sprint WHERE id = OLD.sprint) IS DISTINCT FROM 'locked'
            OR NOT EXISTS (SELECT 1 FROM taken_back WHERE tbl = 'change_request' AND row = OLD.id AND kind = 'I')",
        &[("L7", "a change request is not deleted", "")],
    ),
    // The class of a status decides which items of a locked sprint are done.
    on_update_of(
        "guard_status_class",
        "class",
        "status",
        "NEW.class <> OLD.class AND EXISTS (
            SELECT 1 FROM planned p JOIN item i ON i.id = p.item WHERE p.state = 'locked' AND i.status = OLD.id)",
        &[("L8", "items of the locked sprint are in this status; move them first", "")],
    ),
];

const ONCE_ASKED: &str =
    "NEW.left_at IS NULL AND (SELECT state FROM sprint WHERE id = NEW.sprint) IN ('draft', 'locked')";
const ONCE_RAISE: Raise = ("L7", ONCE, "EXISTS (SELECT 1 FROM planned WHERE item = NEW.item AND id <> NEW.id)");

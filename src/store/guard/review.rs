//! What a finished review recorded is final, and so is where an item came from (V1).

use super::{Guard, Raise, on_delete, on_insert, on_update};

const FINAL: Raise = ("V1", "the record of a finished review does not change", "");
const ORIGIN: Raise = ("V1", "the origin of an item does not change", "");

pub const GUARDS: &[Guard] = &[
    on_insert(
        "guard_review_insert",
        "review",
        "NEW.finished_at IS NOT NULL OR (SELECT state FROM sprint WHERE id = NEW.sprint) IN ('locked', 'closed') IS NOT TRUE",
        &[("V1", "a review begins with a locked or closed sprint", "")],
    ),
    on_update(
        "guard_review_update",
        "review",
        "(NEW.sprint, NEW.started_at) <> (OLD.sprint, OLD.started_at) OR OLD.finished_at IS NOT NULL",
        &[(
            "V1",
            FINAL.1,
            "(NEW.sprint, NEW.started_at) <> (OLD.sprint, OLD.started_at) OR NEW.finished_at IS NOT NULL
            OR NOT EXISTS (SELECT 1 FROM taken_back WHERE tbl = 'review' AND row = OLD.id AND kind = 'U')",
        )],
    ),
    on_delete(
        "guard_review_delete",
        "review",
        "EXISTS (SELECT 1 FROM demo WHERE review = OLD.id)
        OR NOT EXISTS (SELECT 1 FROM taken_back WHERE tbl = 'review' AND row = OLD.id AND kind = 'I')",
        &[("V1", "a review is not deleted", "")],
    ),
    on_insert("guard_demo_insert", "demo", "NEW.review NOT IN (SELECT id FROM open_review)", &[FINAL]),
    on_update(
        "guard_demo_update",
        "demo",
        "(NEW.review, NEW.item) <> (OLD.review, OLD.item)
        OR OLD.review NOT IN (SELECT id FROM open_review)",
        &[FINAL],
    ),
    on_delete(
        "guard_demo_delete",
        "demo",
        "EXISTS (SELECT 1 FROM feedback WHERE demo = OLD.id)
        OR NOT EXISTS (SELECT 1 FROM taken_back WHERE tbl = 'demo' AND row = OLD.id AND kind = 'I')
        OR OLD.review NOT IN (SELECT id FROM open_review)",
        &[("V1", "an item that was shown at a review stays in its record", "")],
    ),
    on_insert(
        "guard_feedback_insert",
        "feedback",
        "(SELECT review FROM demo WHERE id = NEW.demo) IN (SELECT id FROM open_review) IS NOT TRUE",
        &[FINAL],
    ),
    on_update("guard_feedback_update", "feedback", "", &[ORIGIN]),
    on_delete(
        "guard_feedback_delete",
        "feedback",
        "NOT EXISTS (SELECT 1 FROM taken_back WHERE tbl = 'feedback' AND row = OLD.id AND kind = 'I')
        OR (SELECT review FROM demo WHERE id = OLD.demo) IN (SELECT id FROM open_review) IS NOT TRUE",
        &[ORIGIN],
    ),
    on_delete(
        "guard_item_delete_origin",
        "item",
        "EXISTS (SELECT 1 FROM feedback WHERE item = OLD.id) OR EXISTS (SELECT 1 FROM demo WHERE item = OLD.id)",
        &[("V1", "the item belongs to the history of a review; drop it instead", "")],
    ),
];

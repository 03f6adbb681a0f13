//! A closed sprint is final (R4, R5): it closes with a frozen report and a disposition for every unfinished item, and undo
//! does not change it either. Only an import of past sprints can be taken back, as a whole.

use super::{Guard, on_delete, on_insert, on_update, on_update_of};

const REPORT_AT_CLOSE: &str = "a report is made when its sprint closes";

pub const GUARDS: &[Guard] = &[
    on_update(
        "guard_sprint_close",
        "sprint",
        "OLD.state <> 'closed' AND NEW.state = 'closed'",
        &[
            (
                "R5",
                "a sprint closes with its report",
                "NEW.closed_at IS NULL OR NOT EXISTS (SELECT 1 FROM sprint_report WHERE sprint = OLD.id
                AND OLD.state = CASE WHEN imported_as IS NULL THEN 'locked' ELSE 'draft' END)",
            ),
            (
                "R4",
                "an unfinished item has no disposition",
                "EXISTS (SELECT 1 FROM sprint_item x JOIN item i ON i.id = x.item JOIN status s ON s.id = i.status
                WHERE x.sprint = OLD.id AND x.left_at IS NULL AND s.class IN ('waiting', 'active')
                AND NOT EXISTS (SELECT 1 FROM disposition d WHERE d.sprint = OLD.id AND d.item = x.item))",
            ),
        ],
    ),
    on_update(
        "guard_sprint_closed",
        "sprint",
        "OLD.state = 'closed'",
        &[(
            "R5",
            "the sprint is closed; its report is final",
            "NEW.state <> 'draft' OR NOT EXISTS (SELECT 1 FROM sprint_report r JOIN taken_back t ON t.row = r.id
            WHERE r.sprint = OLD.id AND r.imported_as IS NOT NULL AND t.tbl = 'sprint_report' AND t.kind = 'I')",
        )],
    ),
    on_insert(
        "guard_sprint_report_insert",
        "sprint_report",
        "NOT EXISTS (SELECT 1 FROM sprint s WHERE s.id = NEW.sprint AND (
            (s.state = 'locked' AND NEW.imported_as IS NULL)
            OR (s.state = 'draft' AND NEW.imported_as IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM sprint_item WHERE sprint = s.id))))",
        &[("R5", REPORT_AT_CLOSE, "")],
    ),
    on_insert(
        "guard_sprint_report_import",
        "sprint_report",
        "NEW.imported_as IS NOT NULL",
        &[(
            "R5",
            "a past sprint comes in only by an import of past sprints",
            "NOT EXISTS (SELECT 1 FROM under_way WHERE name = 'import sprints' AND reverts IS NULL)
            AND NOT EXISTS (SELECT 1 FROM taken_back WHERE tbl = 'sprint_report' AND row = NEW.id AND kind = 'D')",
        )],
    ),
    on_update("guard_sprint_report_update", "sprint_report", "", &[("R5", "a frozen report does not change", "")]),
    on_delete(
        "guard_sprint_report_delete",
        "sprint_report",
        "OLD.imported_as IS NULL OR (SELECT state FROM sprint WHERE id = OLD.sprint) <> 'draft'
        OR NOT EXISTS (SELECT 1 FROM taken_back WHERE tbl = 'sprint_report' AND row = OLD.id AND kind = 'I')",
        &[("R5", "a frozen report does not change", "")],
    ),
    // An operation that made a report has closed the sprint of that report.
    on_update_of(
        "guard_operation_closes",
        "sealed",
        "operation",
        "NEW.sealed = 1 AND EXISTS (
            SELECT 1 FROM sprint s CROSS JOIN sprint_report r WHERE r.sprint = s.id AND s.state <> 'closed')",
        &[("R5", REPORT_AT_CLOSE, "")],
    ),
    on_insert(
        "guard_disposition_insert",
        "disposition",
        "EXISTS (SELECT 1 FROM sprint_report WHERE sprint = NEW.sprint)
        OR NOT EXISTS (
            SELECT 1 FROM planned WHERE sprint = NEW.sprint AND item = NEW.item AND state = 'locked')",
        &[("R4", "a disposition is given when the sprint of the item closes", "")],
    ),
    on_update("guard_disposition_update", "disposition", "", &[("R4", "a disposition does not change", "")]),
    on_delete("guard_disposition_delete", "disposition", "", &[("R4", "a disposition does not change", "")]),
];

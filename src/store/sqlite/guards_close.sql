-- A closed sprint stands: it closes with a frozen report and a disposition for every unfinished item, and nothing of it
-- changes afterwards, not even by undo (promise 1). Only an import of past sprints can be taken back as a whole.

CREATE TRIGGER guard_sprint_close BEFORE UPDATE ON sprint
WHEN OLD.state <> 'closed' AND NEW.state = 'closed'
BEGIN
    SELECT RAISE(ABORT, 'standfast R5: a sprint closes with its report')
    WHERE NEW.closed_at IS NULL OR NOT EXISTS (
        SELECT 1 FROM sprint_report r WHERE r.sprint = OLD.id
            AND ((OLD.state = 'locked' AND r.imported_as IS NULL) OR (OLD.state = 'draft' AND r.imported_as IS NOT NULL)));
    SELECT RAISE(ABORT, 'standfast R4: an unfinished item has no disposition')
    WHERE EXISTS (
        SELECT 1 FROM sprint_item x JOIN item i ON i.id = x.item JOIN status s ON s.id = i.status
        WHERE x.sprint = OLD.id AND x.left_at IS NULL AND s.class IN ('waiting', 'active')
            AND NOT EXISTS (SELECT 1 FROM disposition d WHERE d.sprint = OLD.id AND d.item = x.item));
END;
CREATE TRIGGER guard_sprint_closed BEFORE UPDATE ON sprint
WHEN OLD.state = 'closed'
BEGIN
    SELECT RAISE(ABORT, 'standfast R5: the sprint is closed; its report is frozen and stands')
    WHERE NOT EXISTS (
        SELECT 1 FROM sprint_report r JOIN change c ON c.tbl = 'sprint_report' AND c.row = r.id AND c.kind = 'I'
            JOIN operation o ON o.reverts = c.operation
        WHERE r.sprint = OLD.id AND r.imported_as IS NOT NULL AND o.sealed = 0 AND NEW.state = 'draft');
END;

CREATE TRIGGER guard_sprint_report_insert BEFORE INSERT ON sprint_report
WHEN NOT EXISTS (
    SELECT 1 FROM sprint s WHERE s.id = NEW.sprint AND (
        (s.state = 'locked' AND NEW.imported_as IS NULL)
        OR (s.state = 'draft' AND NEW.imported_as IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sprint_item WHERE sprint = s.id))))
BEGIN SELECT RAISE(ABORT, 'standfast R5: a report is made when its sprint closes'); END;
CREATE TRIGGER guard_sprint_report_import BEFORE INSERT ON sprint_report
WHEN NEW.imported_as IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'standfast R5: a sprint of the past comes in only by an import of past sprints')
    WHERE NOT EXISTS (SELECT 1 FROM operation WHERE sealed = 0 AND name = 'import sprints' AND reverts IS NULL)
    AND NOT EXISTS (SELECT 1 FROM change c JOIN operation o ON o.reverts = c.operation
        WHERE c.tbl = 'sprint_report' AND c.row = NEW.id AND c.kind = 'D' AND o.sealed = 0);
END;
CREATE TRIGGER guard_sprint_report_update BEFORE UPDATE ON sprint_report
BEGIN SELECT RAISE(ABORT, 'standfast R5: a frozen report does not change'); END;
CREATE TRIGGER guard_sprint_report_delete BEFORE DELETE ON sprint_report
WHEN OLD.imported_as IS NULL OR EXISTS (SELECT 1 FROM sprint WHERE id = OLD.sprint AND state <> 'draft')
    OR NOT EXISTS (SELECT 1 FROM change c JOIN operation o ON o.reverts = c.operation
        WHERE c.tbl = 'sprint_report' AND c.row = OLD.id AND c.kind = 'I' AND o.sealed = 0)
BEGIN SELECT RAISE(ABORT, 'standfast R5: a frozen report does not change'); END;

-- An operation that made a report has closed the sprint of it.
CREATE TRIGGER guard_operation_closes BEFORE UPDATE OF sealed ON operation
WHEN NEW.sealed = 1 AND EXISTS (
    SELECT 1 FROM change c JOIN sprint_report r ON r.id = c.row JOIN sprint s ON s.id = r.sprint
    WHERE c.tbl = 'sprint_report' AND +c.id >= OLD.first_change AND s.state <> 'closed')
BEGIN SELECT RAISE(ABORT, 'standfast R5: a report is made when its sprint closes'); END;

CREATE TRIGGER guard_disposition_insert BEFORE INSERT ON disposition
WHEN EXISTS (SELECT 1 FROM sprint_report WHERE sprint = NEW.sprint)
    OR NOT EXISTS (SELECT 1 FROM sprint_item x JOIN sprint s ON s.id = x.sprint
        WHERE x.sprint = NEW.sprint AND x.item = NEW.item AND x.left_at IS NULL AND s.state = 'locked')
BEGIN SELECT RAISE(ABORT, 'standfast R4: a disposition is given when the sprint of the item closes'); END;
CREATE TRIGGER guard_disposition_update BEFORE UPDATE ON disposition
BEGIN SELECT RAISE(ABORT, 'standfast R4: a disposition does not change'); END;
CREATE TRIGGER guard_disposition_delete BEFORE DELETE ON disposition
BEGIN SELECT RAISE(ABORT, 'standfast R4: a disposition does not change'); END;

-- The scope lock as constraints of the database (L8). Every guard lets an operation pass that reverts another one
-- which changed the same row, or that rules on a change request for just this change. Nothing here needs more than
-- a plain sqlite3 shell of version 3.40. "The operation under way" is the one that is not sealed.

-- The log is append-only; the one change an operation may see is its sealing.
CREATE TRIGGER guard_operation_update BEFORE UPDATE ON operation
WHEN OLD.sealed = 1 OR NEW.sealed <> 1 OR NEW.id <> OLD.id OR NEW.at <> OLD.at OR NEW.actor <> OLD.actor
    OR NEW.name <> OLD.name OR NEW.reason IS NOT OLD.reason OR NEW.reverts IS NOT OLD.reverts
    OR NEW.first_change <> OLD.first_change
BEGIN SELECT RAISE(ABORT, 'standfast G2: the log is append-only'); END;
CREATE TRIGGER guard_operation_delete BEFORE DELETE ON operation
BEGIN SELECT RAISE(ABORT, 'standfast G2: the log is append-only'); END;
CREATE TRIGGER guard_operation_insert BEFORE INSERT ON operation
WHEN NEW.sealed <> 0 OR EXISTS (SELECT 1 FROM operation WHERE id >= NEW.id)
BEGIN SELECT RAISE(ABORT, 'standfast G2: the log is append-only'); END;
CREATE TRIGGER guard_change_update BEFORE UPDATE ON change
BEGIN SELECT RAISE(ABORT, 'standfast G2: the log is append-only'); END;
CREATE TRIGGER guard_change_delete BEFORE DELETE ON change
BEGIN SELECT RAISE(ABORT, 'standfast G2: the log is append-only'); END;
CREATE TRIGGER guard_change_insert BEFORE INSERT ON change
BEGIN
    SELECT RAISE(ABORT, 'standfast G2: every write is an operation; use the standfast program') WHERE NEW.operation IS NULL;
    SELECT RAISE(ABORT, 'standfast G2: a change belongs to the operation under way')
    WHERE NOT EXISTS (SELECT 1 FROM operation WHERE id = NEW.operation AND sealed = 0);
    SELECT RAISE(ABORT, 'standfast G2: the log is append-only') WHERE EXISTS (SELECT 1 FROM change WHERE id = NEW.id);
END;

-- Who is in the sprint.
CREATE TRIGGER guard_sprint_item_insert BEFORE INSERT ON sprint_item
WHEN EXISTS (SELECT 1 FROM sprint WHERE id = NEW.sprint AND state <> 'draft')
BEGIN
    SELECT RAISE(ABORT, 'standfast L8: the scope of this sprint is locked; it changes only through an accepted change request')
    WHERE NOT EXISTS (
        SELECT 1 FROM change_request r JOIN operation o ON o.id = r.ruled_in JOIN sprint s ON s.id = r.sprint
        WHERE o.sealed = 0 AND r.sprint = NEW.sprint AND r.item = NEW.item AND r.kind = 'add' AND r.ruling = 'accepted'
            AND r.id = NEW.entered_by AND s.state = 'locked' AND NEW.committed = 0)
    AND NOT EXISTS (
        SELECT 1 FROM change c JOIN operation o ON o.reverts = c.operation
        WHERE c.tbl = 'sprint_item' AND c.row = NEW.id AND c.kind = 'D' AND o.sealed = 0
            AND EXISTS (SELECT 1 FROM sprint WHERE id = NEW.sprint AND state = 'locked')
            AND json_extract(c.before, '$.sprint') IS NEW.sprint AND json_extract(c.before, '$.item') IS NEW.item
            AND json_extract(c.before, '$.entered_by') IS NEW.entered_by AND NEW.committed = 0
            AND json_extract(c.before, '$.points_at_entry') IS NEW.points_at_entry
            AND c.operation > (SELECT min(k.operation) FROM change k
                WHERE k.tbl = 'contract' AND k.kind = 'I' AND k.row = (SELECT id FROM contract WHERE sprint = NEW.sprint)));
END;
CREATE TRIGGER guard_sprint_item_update BEFORE UPDATE ON sprint_item
WHEN EXISTS (SELECT 1 FROM sprint WHERE id IN (OLD.sprint, NEW.sprint) AND state <> 'draft')
BEGIN
    SELECT RAISE(ABORT, 'standfast L8: the scope of this sprint is locked; it changes only through an accepted change request')
    WHERE NOT EXISTS (
        SELECT 1 FROM change_request r JOIN operation o ON o.id = r.ruled_in JOIN sprint s ON s.id = r.sprint
        WHERE o.sealed = 0 AND r.sprint = NEW.sprint AND r.ruling = 'accepted' AND r.id = NEW.left_by AND s.state = 'locked'
            AND ((r.kind = 'remove' AND r.item = NEW.item) OR (r.kind = 'add' AND r.swap_item = NEW.item))
            AND OLD.left_at IS NULL AND NEW.left_at IS NOT NULL
            AND NEW.id = OLD.id AND NEW.sprint = OLD.sprint AND NEW.item = OLD.item AND NEW.entered_at = OLD.entered_at
            AND NEW.entered_by IS OLD.entered_by AND NEW.committed = OLD.committed
            AND NEW.points_at_entry IS OLD.points_at_entry AND NEW.ended_at_entry = OLD.ended_at_entry)
    AND NOT EXISTS (
        SELECT 1 FROM change c JOIN operation o ON o.reverts = c.operation
        WHERE c.tbl = 'sprint_item' AND c.row = OLD.id AND c.kind = 'U' AND o.sealed = 0
            AND EXISTS (SELECT 1 FROM sprint WHERE id = OLD.sprint AND state = 'locked')
            AND NEW.sprint = OLD.sprint AND NEW.item = OLD.item AND NEW.entered_at = OLD.entered_at
            AND NEW.entered_by IS OLD.entered_by AND NEW.committed = OLD.committed
            AND NEW.points_at_entry IS OLD.points_at_entry AND NEW.ended_at_entry = OLD.ended_at_entry
            AND json_extract(c.before, '$.left_at') IS NEW.left_at
            AND c.operation > (SELECT min(k.operation) FROM change k
                WHERE k.tbl = 'contract' AND k.kind = 'I' AND k.row = (SELECT id FROM contract WHERE sprint = OLD.sprint)));
END;
CREATE TRIGGER guard_sprint_item_delete BEFORE DELETE ON sprint_item
WHEN EXISTS (SELECT 1 FROM sprint WHERE id = OLD.sprint AND state <> 'draft')
BEGIN
    SELECT RAISE(ABORT, 'standfast L8: the scope of this sprint is locked; it changes only through an accepted change request')
    WHERE NOT EXISTS (
        SELECT 1 FROM change c JOIN operation o ON o.reverts = c.operation
        WHERE c.tbl = 'sprint_item' AND c.row = OLD.id AND c.kind = 'I' AND o.sealed = 0
            AND EXISTS (SELECT 1 FROM sprint WHERE id = OLD.sprint AND state = 'locked') AND OLD.entered_by IS NOT NULL
            AND c.operation > (SELECT min(k.operation) FROM change k
                WHERE k.tbl = 'contract' AND k.kind = 'I' AND k.row = (SELECT id FROM contract WHERE sprint = OLD.sprint)))
    OR EXISTS (SELECT 1 FROM change_request r
        WHERE r.sprint = OLD.sprint AND r.ruling = 'accepted' AND r.id > OLD.entered_by
            AND (r.item = OLD.item OR r.swap_item = OLD.item));
END;

-- An item is in one running plan at a time.
CREATE TRIGGER guard_sprint_item_once_insert BEFORE INSERT ON sprint_item
WHEN NEW.left_at IS NULL AND EXISTS (SELECT 1 FROM sprint WHERE id = NEW.sprint AND state IN ('draft', 'locked'))
BEGIN
    SELECT RAISE(ABORT, 'standfast L7: the item is in another draft or locked sprint')
    WHERE EXISTS (SELECT 1 FROM sprint_item x JOIN sprint s ON s.id = x.sprint
        WHERE x.item = NEW.item AND x.left_at IS NULL AND x.id <> NEW.id AND s.state IN ('draft', 'locked'));
END;
CREATE TRIGGER guard_sprint_item_once_update BEFORE UPDATE ON sprint_item
WHEN NEW.left_at IS NULL AND EXISTS (SELECT 1 FROM sprint WHERE id = NEW.sprint AND state IN ('draft', 'locked'))
BEGIN
    SELECT RAISE(ABORT, 'standfast L7: the item is in another draft or locked sprint')
    WHERE EXISTS (SELECT 1 FROM sprint_item x JOIN sprint s ON s.id = x.sprint
        WHERE x.item = NEW.item AND x.left_at IS NULL AND x.id <> OLD.id AND s.state IN ('draft', 'locked'));
END;

-- What an item weighs while it stands in a locked sprint.
CREATE TRIGGER guard_item_points BEFORE UPDATE OF points ON item
WHEN NEW.points IS NOT OLD.points AND EXISTS (
    SELECT 1 FROM sprint_item x JOIN sprint s ON s.id = x.sprint
    WHERE x.item = OLD.id AND x.left_at IS NULL AND s.state = 'locked')
BEGIN
    SELECT RAISE(ABORT, 'standfast L8: the item is in a locked sprint; its estimate changes only through an accepted change request')
    WHERE NOT EXISTS (
        SELECT 1 FROM change_request r JOIN operation o ON o.id = r.ruled_in
        WHERE o.sealed = 0 AND r.item = OLD.id AND r.kind = 'reestimate' AND r.ruling = 'accepted' AND r.points_in IS NEW.points)
    AND NOT EXISTS (
        SELECT 1 FROM change c JOIN operation o ON o.reverts = c.operation
        WHERE c.tbl = 'item' AND c.row = OLD.id AND c.kind = 'U' AND o.sealed = 0
            AND json_extract(c.before, '$.points') IS NEW.points
            AND c.operation > (SELECT min(k.operation) FROM change k
                JOIN contract p ON p.id = k.row JOIN sprint s ON s.id = p.sprint
                WHERE k.tbl = 'contract' AND k.kind = 'I' AND s.state = 'locked')
            AND EXISTS (
                SELECT 1 FROM change_request r JOIN sprint s ON s.id = r.sprint
                WHERE s.state = 'locked' AND r.item = OLD.id AND r.kind = 'reestimate' AND (
                    (r.points_in IS NEW.points AND r.points_out IS OLD.points)
                    OR (r.points_out IS NEW.points AND r.points_in IS OLD.points))));
END;
CREATE TRIGGER guard_item_number BEFORE UPDATE ON item
WHEN NEW.id <> OLD.id OR NEW.number <> OLD.number
BEGIN SELECT RAISE(ABORT, 'standfast G5: the key of an item does not change'); END;
CREATE TRIGGER guard_item_delete BEFORE DELETE ON item
WHEN EXISTS (SELECT 1 FROM sprint_item WHERE item = OLD.id)
    OR EXISTS (SELECT 1 FROM change_request WHERE item = OLD.id OR swap_item = OLD.id)
BEGIN SELECT RAISE(ABORT, 'standfast L8: the item belongs to the history of a sprint; drop it instead'); END;

-- The sprint itself.
CREATE TRIGGER guard_sprint_insert BEFORE INSERT ON sprint
WHEN NEW.state <> 'draft'
BEGIN SELECT RAISE(ABORT, 'standfast L1: a sprint begins as a draft'); END;
CREATE TRIGGER guard_sprint_delete BEFORE DELETE ON sprint
WHEN OLD.state <> 'draft' OR EXISTS (SELECT 1 FROM sprint_item WHERE sprint = OLD.id)
BEGIN SELECT RAISE(ABORT, 'standfast L8: a sprint that was planned is not deleted; cancel it instead'); END;
CREATE TRIGGER guard_sprint_lock BEFORE UPDATE ON sprint
WHEN OLD.state = 'draft' AND NEW.state = 'locked'
BEGIN
    SELECT RAISE(ABORT, 'standfast L5: locking needs a goal, dates, items and a contract')
    WHERE NEW.goal IS NULL OR NEW.goal = '' OR NEW.starts_on IS NULL OR NEW.ends_on IS NULL OR NEW.locked_at IS NULL
        OR NOT EXISTS (SELECT 1 FROM contract WHERE sprint = OLD.id)
        OR NOT EXISTS (SELECT 1 FROM sprint_item WHERE sprint = OLD.id AND left_at IS NULL);
    SELECT RAISE(ABORT, 'standfast L5: what takes a lock back does not lock again in the same operation')
    WHERE EXISTS (SELECT 1 FROM operation WHERE sealed = 0 AND reverts IS NOT NULL)
        AND NOT EXISTS (SELECT 1 FROM change c JOIN operation o ON o.reverts = c.operation
            WHERE c.tbl = 'sprint' AND c.row = OLD.id AND c.kind = 'U' AND o.sealed = 0
                AND json_extract(c.before, '$.state') = 'locked');
END;
CREATE TRIGGER guard_sprint_facts BEFORE UPDATE ON sprint
WHEN OLD.state <> 'draft' AND NEW.state <> 'draft' AND (
    NEW.id <> OLD.id OR NEW.number <> OLD.number OR NEW.goal IS NOT OLD.goal OR NEW.starts_on IS NOT OLD.starts_on
    OR NEW.ends_on IS NOT OLD.ends_on OR NEW.locked_at IS NOT OLD.locked_at OR NEW.name IS NOT OLD.name
    OR (OLD.state = 'closed' AND NEW.closed_at IS NOT OLD.closed_at))
BEGIN SELECT RAISE(ABORT, 'standfast L8: the sprint is locked; its goal, dates and number stand'); END;
CREATE TRIGGER guard_sprint_state BEFORE UPDATE OF state ON sprint
WHEN NEW.state <> OLD.state AND NOT (
    (OLD.state = 'draft' AND NEW.state IN ('locked', 'cancelled')) OR (OLD.state = 'locked' AND NEW.state IN ('closed', 'cancelled'))
    OR (OLD.state = 'draft' AND NEW.state = 'closed' AND EXISTS (
        SELECT 1 FROM sprint_report WHERE sprint = OLD.id AND imported_as IS NOT NULL)))
BEGIN
    SELECT RAISE(ABORT, 'standfast L1: a sprint goes from draft to locked to closed, or is cancelled; nothing goes back')
    WHERE NOT EXISTS (
        SELECT 1 FROM change c JOIN operation o ON o.reverts = c.operation
        WHERE c.tbl = 'sprint' AND c.row = OLD.id AND c.kind = 'U' AND o.sealed = 0
            AND json_extract(c.before, '$.state') IS NEW.state);
    SELECT RAISE(ABORT, 'standfast L7: an item of this sprint is in another draft or locked sprint by now')
    WHERE OLD.state = 'cancelled' AND EXISTS (
        SELECT 1 FROM sprint_item x JOIN sprint_item y ON y.item = x.item AND y.sprint <> x.sprint JOIN sprint s ON s.id = y.sprint
        WHERE x.sprint = OLD.id AND x.left_at IS NULL AND y.left_at IS NULL AND s.state IN ('draft', 'locked'));
    SELECT RAISE(ABORT, 'standfast L8: change requests of this sprint stand; undo those first, the latest before the others')
    WHERE NEW.state = 'draft' AND EXISTS (SELECT 1 FROM change_request WHERE sprint = OLD.id);
END;

-- What was promised.
CREATE TRIGGER guard_contract_insert BEFORE INSERT ON contract
WHEN NOT EXISTS (SELECT 1 FROM sprint WHERE id = NEW.sprint AND state = 'draft')
BEGIN SELECT RAISE(ABORT, 'standfast L5: a contract is made when its sprint is locked'); END;
CREATE TRIGGER guard_contract_update BEFORE UPDATE ON contract
BEGIN SELECT RAISE(ABORT, 'standfast L5: a contract does not change'); END;
CREATE TRIGGER guard_contract_delete BEFORE DELETE ON contract
WHEN EXISTS (SELECT 1 FROM sprint WHERE id = OLD.sprint AND state <> 'draft')
    OR NOT EXISTS (SELECT 1 FROM change c JOIN operation o ON o.reverts = c.operation
        WHERE c.tbl = 'contract' AND c.row = OLD.id AND c.kind = 'I' AND o.sealed = 0)
BEGIN SELECT RAISE(ABORT, 'standfast L5: a contract does not change'); END;

-- Who asked and who ruled.
CREATE TRIGGER guard_change_request_insert BEFORE INSERT ON change_request
WHEN NOT EXISTS (SELECT 1 FROM sprint WHERE id = NEW.sprint AND state = 'locked')
    OR (NEW.ruling = 'accepted' AND NOT EXISTS (SELECT 1 FROM operation WHERE id = NEW.ruled_in AND sealed = 0))
BEGIN SELECT RAISE(ABORT, 'standfast L7: a change request belongs to a locked sprint and is ruled on in its own operation'); END;
CREATE TRIGGER guard_change_request_update BEFORE UPDATE ON change_request
WHEN OLD.ruling IN ('accepted', 'declined') OR NEW.id <> OLD.id OR NEW.number <> OLD.number OR NEW.sprint <> OLD.sprint
    OR NEW.kind <> OLD.kind OR NEW.item <> OLD.item OR NEW.reason <> OLD.reason OR NEW.requested_by <> OLD.requested_by
    OR NEW.requested_at <> OLD.requested_at OR NEW.points_in IS NOT OLD.points_in
    OR (OLD.kind <> 'add' AND (NEW.points_out IS NOT OLD.points_out OR NEW.swap_item IS NOT OLD.swap_item))
    OR (NEW.ruling = 'accepted' AND NOT EXISTS (SELECT 1 FROM operation WHERE id = NEW.ruled_in AND sealed = 0))
    OR EXISTS (SELECT 1 FROM sprint WHERE id = OLD.sprint AND state IN ('closed', 'cancelled'))
BEGIN
    SELECT RAISE(ABORT, 'standfast L7: a change request that was made or ruled on does not change')
    WHERE NOT EXISTS (
        SELECT 1 FROM change c JOIN operation o ON o.reverts = c.operation
        WHERE c.tbl = 'change_request' AND c.row = OLD.id AND c.kind = 'U' AND o.sealed = 0
            AND EXISTS (SELECT 1 FROM sprint WHERE id = OLD.sprint AND state = 'locked'));
END;
CREATE TRIGGER guard_change_request_delete BEFORE DELETE ON change_request
WHEN NOT EXISTS (SELECT 1 FROM change c JOIN operation o ON o.reverts = c.operation
    WHERE c.tbl = 'change_request' AND c.row = OLD.id AND c.kind = 'I' AND o.sealed = 0
            AND EXISTS (SELECT 1 FROM sprint WHERE id = OLD.sprint AND state = 'locked'))
BEGIN SELECT RAISE(ABORT, 'standfast L7: a change request does not vanish'); END;

-- What a status means, while items of a locked sprint stand in it, decides what of its scope is done.
CREATE TRIGGER guard_status_class BEFORE UPDATE OF class ON status
WHEN NEW.class <> OLD.class AND EXISTS (
    SELECT 1 FROM sprint_item x JOIN sprint s ON s.id = x.sprint JOIN item i ON i.id = x.item
    WHERE s.state = 'locked' AND x.left_at IS NULL AND i.status = OLD.id)
BEGIN SELECT RAISE(ABORT, 'standfast L8: items of the locked sprint stand in this status; move them first'); END;

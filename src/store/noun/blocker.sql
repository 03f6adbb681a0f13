-- name: columns
SELECT b.id, b.number, b.text, b.cause, m.name, b.waiting_on, b.needed_by, b.next_step, b.raised_at, b.touched_at,
    b.resolved_at, b.resolution,
    (SELECT string_agg((SELECT prefix FROM team) || '-' || i.number, ',') FROM blocker_item x JOIN item i ON i.id = x.item
        WHERE x.blocker = b.id),
    r.name, b.next_step_by, b.last_note, b.escalated_to, b.escalated_at, b.accepted_until
FROM blocker b LEFT JOIN member m ON m.id = b.owner LEFT JOIN member r ON r.id = b.raised_by
-- name: open
WHERE b.resolved_at IS NULL ORDER BY b.raised_at, b.id
-- name: all
ORDER BY b.number
-- name: numbered
WHERE b.number = $1
-- name: next_number
SELECT coalesce(max(number), 0) + 1 FROM blocker
-- name: insert
INSERT INTO blocker (id, number, text, cause, owner, waiting_on, needed_by, next_step, raised_at, touched_at, raised_by, next_step_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $11)
-- name: insert_item
INSERT INTO blocker_item (id, blocker, item) VALUES ($1, $2, $3)
-- name: delete_item
DELETE FROM blocker_item WHERE blocker = $1 AND item = $2
-- name: items
SELECT item FROM blocker_item WHERE blocker = $1 ORDER BY id
-- name: resolve
UPDATE blocker SET resolved_at = $2, touched_at = $2, resolution = $3 WHERE id = $1
-- name: reopen
UPDATE blocker SET resolved_at = NULL, resolution = NULL, touched_at = $2, last_note = $3 WHERE id = $1
-- name: escalate
UPDATE blocker SET escalated_to = $2, escalated_at = $3, touched_at = $3, last_note = $4, accepted_until = NULL WHERE id = $1
-- name: accept
UPDATE blocker SET accepted_until = $2, touched_at = $3, last_note = $4 WHERE id = $1
-- name: touch
UPDATE blocker SET text = $2, cause = $3, owner = $4, waiting_on = $5, needed_by = $6, next_step = $7, next_step_by = $8,
    last_note = $9, touched_at = $10
WHERE id = $1
-- name: held_points
SELECT (SELECT prefix FROM team) || '-' || i.number, i.points FROM blocker b JOIN blocker_item x ON x.blocker = b.id
    JOIN item i ON i.id = x.item
WHERE b.resolved_at IS NULL AND i.ended_at IS NULL
-- name: history
SELECT DISTINCT o.id, o.at, o.actor, o.said FROM change c JOIN operation o ON o.id = c.operation
WHERE c.tbl = 'blocker' AND c.row = $1 AND o.sealed = 1 ORDER BY o.id

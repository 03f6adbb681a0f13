-- name: columns
SELECT b.id, b.number, b.text, b.cause, m.name, b.waiting_on, b.needed_by, b.next_step, b.raised_at, b.touched_at,
    b.resolved_at, b.resolution,
    (SELECT string_agg((SELECT prefix FROM team) || '-' || i.number, ',') FROM blocker_item x JOIN item i ON i.id = x.item
        WHERE x.blocker = b.id)
FROM blocker b LEFT JOIN member m ON m.id = b.owner
-- name: open
WHERE b.resolved_at IS NULL ORDER BY b.raised_at, b.id
-- name: all
ORDER BY b.number
-- name: numbered
WHERE b.number = $1
-- name: count_open
SELECT count(*) FROM blocker WHERE resolved_at IS NULL
-- name: next_number
SELECT coalesce(max(number), 0) + 1 FROM blocker
-- name: insert
INSERT INTO blocker (id, number, text, cause, owner, waiting_on, needed_by, next_step, raised_at, touched_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
-- name: insert_item
INSERT INTO blocker_item (id, blocker, item) VALUES ($1, $2, $3)
-- name: resolve
UPDATE blocker SET resolved_at = $2, touched_at = $2, resolution = $3 WHERE id = $1

-- name: columns
SELECT id, number, name, goal, state, starts_on, ends_on, locked_at, closed_at, cancel_reason FROM sprint
-- name: all
ORDER BY number DESC LIMIT $1
-- name: numbered
WHERE number = $1
-- name: locked
WHERE state = 'locked'
-- name: drafts
WHERE state = 'draft' ORDER BY number
-- name: closed
WHERE state = 'closed' AND NOT EXISTS (SELECT 1 FROM sprint_report r WHERE r.sprint = sprint.id AND r.imported_as IS NOT NULL)
ORDER BY closed_at DESC, number DESC LIMIT $1
-- name: past
WHERE state = 'closed' ORDER BY closed_at DESC, number DESC LIMIT $1
-- name: next_number
SELECT coalesce(max(number), 0) + 1 FROM sprint
-- name: insert
INSERT INTO sprint (id, number, name, goal, state, starts_on, ends_on, created_at) VALUES ($1, $2, $3, $4, 'draft', $5, $6, $7)
-- name: update
UPDATE sprint SET name = $2, goal = $3, starts_on = $4, ends_on = $5 WHERE id = $1
-- name: lock
UPDATE sprint SET state = 'locked', locked_at = $2 WHERE id = $1
-- name: cancel
UPDATE sprint SET state = 'cancelled', closed_at = $2, cancel_reason = $3 WHERE id = $1
-- name: places
SELECT x.id, x.item, x.entered_at, x.left_at, x.committed, x.points_at_entry, x.points_at_exit, x.ended_at_entry, x.entered_by
FROM sprint_item x JOIN item i ON i.id = x.item WHERE x.sprint = $1 ORDER BY i.rank, i.id, x.id
-- name: place
SELECT x.id, s.number, s.state FROM sprint_item x JOIN sprint s ON s.id = x.sprint
WHERE x.item = $1 AND x.left_at IS NULL AND s.state IN ('draft', 'locked')
-- name: insert_place
INSERT INTO sprint_item (id, sprint, item, entered_at, entered_by, committed, points_at_entry, ended_at_entry)
VALUES ($1, $2, $3, $4, $5, 0, $6, $7)
-- name: delete_place
DELETE FROM sprint_item WHERE id = $1
-- name: commit_place
UPDATE sprint_item SET committed = $2, points_at_entry = $3, ended_at_entry = $4 WHERE id = $1
-- name: leave_place
UPDATE sprint_item SET left_at = $2, left_by = $3, points_at_exit = $4 WHERE id = $1
-- name: insert_contract
INSERT INTO contract (id, sprint, text, sha256, at) VALUES ($1, $2, $3, $4, $5)
-- name: contract
SELECT c.text, c.sha256 FROM contract c JOIN sprint s ON s.id = c.sprint WHERE s.number = $1

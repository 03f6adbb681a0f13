-- name: columns
SELECT r.id, r.number, s.number, r.kind, (SELECT prefix FROM team) || '-' || i.number, i.title,
    (SELECT (SELECT prefix FROM team) || '-' || o.number FROM item o WHERE o.id = r.swap_item),
    r.points_in, r.points_out, r.reason, r.requested_by, r.requested_at, r.ruling, r.ruled_by, r.ruled_at, r.ruling_note
FROM change_request r JOIN sprint s ON s.id = r.sprint JOIN item i ON i.id = r.item
-- name: of_sprint
WHERE r.sprint = $1 ORDER BY r.number
-- name: all
ORDER BY r.number
-- name: numbered
WHERE r.number = $1
-- name: deferred
WHERE r.ruling = 'deferred' AND i.ended_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM sprint_item x JOIN sprint p ON p.id = x.sprint
    WHERE x.item = r.item AND x.left_at IS NULL AND p.state IN ('draft', 'locked')) ORDER BY r.number
-- name: next_number
SELECT coalesce(max(number), 0) + 1 FROM change_request
-- name: insert
INSERT INTO change_request (id, number, sprint, kind, item, swap_item, points_in, points_out, reason, requested_by, requested_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
-- name: rule
UPDATE change_request SET ruling = $2, ruled_by = $3, ruled_at = $4, ruling_note = $5, ruled_in = $6 WHERE id = $1
-- name: swap
UPDATE change_request SET swap_item = $2, points_out = $3 WHERE id = $1

-- name: columns
SELECT a.id, a.number, s.number, a.text, m.name, a.due, a.shows, a.committed_at, a.done_at, a.done_note, n.number
FROM retro_action a JOIN retro r ON r.id = a.retro JOIN sprint s ON s.id = r.sprint JOIN member m ON m.id = a.owner
    LEFT JOIN retro_note n ON n.id = a.note
-- name: all
ORDER BY a.number
-- name: numbered
WHERE a.number = $1
-- name: rulings
SELECT x.action, s.number, x.ruling, x.reason, x.ruled_by, x.ruled_at, m.name, x.due
FROM action_ruling x JOIN retro r ON r.id = x.retro JOIN sprint s ON s.id = r.sprint LEFT JOIN member m ON m.id = x.owner
WHERE $1 IS NULL OR x.action = $1 ORDER BY x.id
-- name: next_number
SELECT coalesce(max(number), 0) + 1 FROM retro_action
-- name: insert
INSERT INTO retro_action (id, number, retro, note, text, owner, due, shows, committed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
-- name: done
UPDATE retro_action SET done_at = $2, done_note = $3 WHERE id = $1
-- name: rule
INSERT INTO action_ruling (id, action, retro, ruling, reason, ruled_by, ruled_at, owner, due)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

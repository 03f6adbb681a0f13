-- name: insert_report
INSERT INTO sprint_report (id, sprint, imported_as, text, sha256, at) VALUES ($1, $2, $3, $4, $5, $6)
-- name: report
SELECT text, sha256 FROM sprint_report WHERE sprint = $1
-- name: imported
SELECT s.number, r.text FROM sprint_report r JOIN sprint s ON s.id = r.sprint WHERE r.imported_as = $1
-- name: insert_disposition
INSERT INTO disposition (id, sprint, item, goes, reason, note, points_done, points_left, successor)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
-- name: close
UPDATE sprint SET state = 'closed', closed_at = $2 WHERE id = $1
-- name: close_imported
UPDATE sprint SET state = 'closed', locked_at = $2, closed_at = $3 WHERE id = $1
-- name: split_from
SELECT (SELECT prefix FROM team) || '-' || i.number, s.number FROM disposition d JOIN item i ON i.id = d.item
JOIN sprint s ON s.id = d.sprint WHERE d.successor = $1
-- name: split_into
SELECT (SELECT prefix FROM team) || '-' || i.number, s.number FROM disposition d JOIN item i ON i.id = d.successor
JOIN sprint s ON s.id = d.sprint WHERE d.item = $1
-- name: blocked_items
SELECT b.cause, x.item, b.raised_at, b.resolved_at FROM blocker_item x JOIN blocker b ON b.id = x.blocker
JOIN (SELECT DISTINCT item FROM sprint_item WHERE sprint = $1) z ON z.item = x.item
WHERE b.raised_at <= $3 AND (b.resolved_at IS NULL OR b.resolved_at >= $2) ORDER BY b.number, x.item
-- name: open_blockers
SELECT x.blocker FROM blocker_item x JOIN blocker b ON b.id = x.blocker WHERE x.item = $1 AND b.resolved_at IS NULL
-- name: insert_blocker_item
INSERT INTO blocker_item (id, blocker, item) VALUES ($1, $2, $3)

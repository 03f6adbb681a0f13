-- name: report
{Sealed} WHERE r.sprint = $1
-- name: reports
SELECT r.sprint, {Sealed.columns} FROM sprint_report r WHERE r.sprint IN ($1)
-- name: imported
SELECT s.number, r.text FROM sprint_report r JOIN sprint s ON s.id = r.sprint WHERE r.imported_as = $1
-- name: split_from
SELECT (SELECT prefix FROM team) || '-' || i.number, s.number FROM disposition d JOIN item i ON i.id = d.item
JOIN sprint s ON s.id = d.sprint WHERE d.successor = $1
-- name: split_into
SELECT (SELECT prefix FROM team) || '-' || i.number, s.number FROM disposition d JOIN item i ON i.id = d.successor
JOIN sprint s ON s.id = d.sprint WHERE d.item = $1
-- name: blocked_items
{BlockedItem} WHERE b.raised_at <= $3 AND (b.resolved_at IS NULL OR b.resolved_at >= $2) ORDER BY b.number, x.item
-- name: open_blockers
SELECT x.blocker FROM blocker_item x JOIN blocker b ON b.id = x.blocker WHERE x.item = $1 AND b.resolved_at IS NULL
ORDER BY x.id

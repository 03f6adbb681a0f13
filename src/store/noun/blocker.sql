-- name: open
{Blocker} WHERE b.resolved_at IS NULL ORDER BY b.raised_at, b.id
-- name: all
{Blocker} ORDER BY b.number
-- name: open_since
{Blocker} WHERE b.id IN (SELECT o.id FROM blocker o WHERE o.resolved_at IS NULL
    UNION ALL SELECT d.id FROM blocker d WHERE d.resolved_at > $1) ORDER BY b.number
-- name: numbered
{Blocker} WHERE b.number = $1
-- name: delete_item
DELETE FROM blocker_item WHERE blocker = $1 AND item = $2
-- name: items
SELECT item FROM blocker_item WHERE blocker = $1 ORDER BY id
-- name: held_points
SELECT (SELECT prefix FROM team) || '-' || i.number, i.points FROM blocker b JOIN blocker_item x ON x.blocker = b.id
    JOIN item i ON i.id = x.item
WHERE b.resolved_at IS NULL AND i.ended_at IS NULL ORDER BY b.id, x.id

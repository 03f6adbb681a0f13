-- name: id_by_number
SELECT id FROM item WHERE number = $1
-- name: id_by_external_key
SELECT id FROM item WHERE external_key IS NOT NULL AND lower(external_key) = lower($1)
-- name: key
SELECT (SELECT prefix FROM team) || '-' || number FROM item WHERE id = $1
-- name: next_number
SELECT coalesce(max(number), 0) + 1 FROM item
-- name: first_rank
SELECT rank FROM item WHERE ended_at IS NULL ORDER BY rank, id LIMIT 1
-- name: last_rank
SELECT rank FROM item WHERE ended_at IS NULL ORDER BY rank DESC, id DESC LIMIT 1
-- name: rank_before
SELECT rank FROM item WHERE ended_at IS NULL AND rank < $1 ORDER BY rank DESC LIMIT 1
-- name: rank_after
SELECT rank FROM item WHERE ended_at IS NULL AND rank > $1 ORDER BY rank LIMIT 1
-- name: more
{More} WHERE i.id = $1
-- name: criteria
SELECT id, text, met FROM criterion WHERE item = $1 ORDER BY position, id
-- name: labels
SELECT id, label FROM item_label WHERE item = $1 ORDER BY lower(label)
-- name: link
{Link} WHERE i.id = $1
-- name: children
{Link} WHERE i.parent = $1 ORDER BY i.rank, i.id LIMIT 200
-- name: depends_on
{Link} JOIN dependency d ON d.needs = i.id WHERE d.item = $1 ORDER BY i.number
-- name: needed_by
{Link} JOIN dependency d ON d.item = i.id WHERE d.needs = $1 ORDER BY i.number LIMIT 200
-- name: delete_dependency
DELETE FROM dependency WHERE item = $1 AND needs = $2
-- name: needs_of
SELECT needs FROM dependency WHERE item = $1 ORDER BY id
-- name: parent_of
SELECT parent FROM item WHERE id = $1
-- name: sprints_of
SELECT s.number, s.state FROM sprint_item x JOIN sprint s ON s.id = x.sprint WHERE x.item = $1 GROUP BY s.id, s.number, s.state ORDER BY s.number
-- name: outside_sprints
SELECT name FROM outside_sprint WHERE item = $1 ORDER BY id
-- name: open_blockers_of
SELECT 'B' || b.number FROM blocker_item x JOIN blocker b ON b.id = x.blocker
WHERE x.item = $1 AND b.resolved_at IS NULL ORDER BY b.number

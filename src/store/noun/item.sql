-- name: id_by_number
SELECT id FROM item WHERE number = $1
-- name: id_by_external_key
SELECT id FROM item WHERE external_key IS NOT NULL AND lower(external_key) = lower($1)
-- name: by_key
SELECT id, 1 FROM item WHERE number = $1
UNION ALL SELECT id, 0 FROM item WHERE external_key IS NOT NULL AND lower(external_key) = lower($2)
-- name: keys
SELECT id, (SELECT prefix FROM team) || '-' || number FROM item WHERE id IN ($1)
-- name: key
SELECT (SELECT prefix FROM team) || '-' || number FROM item WHERE id = $1
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
-- name: criteria_of
SELECT item, text, met FROM criterion WHERE item IN ($1) ORDER BY item, position, id
-- name: labels
SELECT id, label FROM item_label WHERE item = $1 ORDER BY lower(label)
-- name: labels_of
SELECT item, label FROM item_label WHERE item IN ($1) ORDER BY item, lower(label)
-- name: all_labels
SELECT item, label FROM item_label ORDER BY item, label
-- name: links
SELECT 'parent', 1 AS place, {Link.columns} FROM item i WHERE i.id = (SELECT parent FROM item WHERE id = $1)
UNION ALL SELECT * FROM (SELECT 'child', row_number() OVER (ORDER BY i.rank, i.id) AS place, {Link.columns}
    FROM item i WHERE i.parent = $1 ORDER BY 2 LIMIT 200) AS children
UNION ALL SELECT 'needs', row_number() OVER (ORDER BY i.number), {Link.columns}
    FROM dependency d JOIN item i ON i.id = d.needs WHERE d.item = $1
UNION ALL SELECT * FROM (SELECT 'needed', row_number() OVER (ORDER BY i.number) AS place, {Link.columns}
    FROM dependency d JOIN item i ON i.id = d.item WHERE d.needs = $1 ORDER BY 2 LIMIT 200) AS dependents
ORDER BY 2
-- name: delete_dependency
DELETE FROM dependency WHERE item = $1 AND needs = $2
-- name: needs_of
SELECT needs FROM dependency WHERE item = $1 ORDER BY id
-- name: open_parts
SELECT parent, (SELECT prefix FROM team) || '-' || number FROM item
WHERE parent IN ($1) AND ended_at IS NULL ORDER BY number
-- name: parent_of
SELECT parent FROM item WHERE id = $1
-- name: marks
SELECT 'label', row_number() OVER (ORDER BY lower(label)) AS place, label FROM item_label WHERE item = $1
UNION ALL SELECT DISTINCT s.state, s.number, '' FROM sprint_item x JOIN sprint s ON s.id = x.sprint WHERE x.item = $1
UNION ALL SELECT 'outside', id, name FROM outside_sprint WHERE item = $1
UNION ALL SELECT 'blocker', b.number, 'B' || b.number FROM blocker_item x JOIN blocker b ON b.id = x.blocker
    WHERE x.item = $1 AND b.resolved_at IS NULL
ORDER BY 2
-- name: outside_sprints
SELECT name FROM outside_sprint WHERE item = $1 ORDER BY id

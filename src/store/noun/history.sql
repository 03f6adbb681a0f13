-- name: changes_of_item
SELECT {Operation.columns}, {Change.columns}
FROM change c JOIN operation o ON o.id = c.operation
WHERE c.id IN (SELECT id FROM change WHERE tbl = 'item' AND row = $1 UNION ALL SELECT id FROM change WHERE item = $1
    UNION ALL SELECT id FROM change WHERE tbl = 'blocker' AND row IN (SELECT blocker FROM blocker_item WHERE item = $1))
ORDER BY c.id DESC LIMIT $2
-- name: of_row
SELECT DISTINCT o.id, o.at, o.actor, coalesce(o.said, '') FROM change c JOIN operation o ON o.id = c.operation
WHERE c.tbl = $1 AND c.row = $2 AND o.sealed = 1 ORDER BY o.id
-- name: parts_of_item
SELECT 'criterion', id, text FROM criterion WHERE item = $1
UNION ALL SELECT 'item_label', id, label FROM item_label WHERE item = $1
UNION ALL SELECT 'dependency', d.id, (SELECT prefix FROM team) || '-' || n.number
    FROM dependency d JOIN item n ON n.id = d.needs WHERE d.item = $1
UNION ALL SELECT 'sprint_item', x.id, 'sprint ' || s.number
    FROM sprint_item x JOIN sprint s ON s.id = x.sprint WHERE x.item = $1
UNION ALL SELECT 'blocker_item', x.id, 'B' || b.number
    FROM blocker_item x JOIN blocker b ON b.id = x.blocker WHERE x.item = $1
ORDER BY 1, 2
-- name: sprint_called
SELECT 'sprint ' || number FROM sprint WHERE id = $1
-- name: blocker_called
SELECT 'B' || number FROM blocker WHERE id = $1
-- name: labels_in_use
WITH RECURSIVE found (label) AS (
    SELECT min(lower(label)) FROM item_label
    UNION ALL
    SELECT (SELECT min(lower(l.label)) FROM item_label l WHERE lower(l.label) > found.label) FROM found
    WHERE found.label IS NOT NULL
)
SELECT label FROM found WHERE label IS NOT NULL ORDER BY label
-- name: labels_beginning
WITH RECURSIVE found (label) AS (
    SELECT min(lower(label)) FROM item_label WHERE lower(label) >= lower($1)
    UNION ALL
    SELECT (SELECT min(lower(l.label)) FROM item_label l WHERE lower(l.label) > found.label) FROM found
    WHERE substr(found.label, 1, length($1)) = lower($1)
)
SELECT (SELECT l.label FROM item_label l WHERE lower(l.label) = found.label ORDER BY lower(l.label), l.id LIMIT 1) FROM found
WHERE substr(label, 1, length($1)) = lower($1) LIMIT $2

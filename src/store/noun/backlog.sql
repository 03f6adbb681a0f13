-- name: columns
SELECT i.id, (SELECT prefix FROM team) || '-' || i.number, i.external_key, i.kind, i.title, s.name, i.status, s.class,
    i.status_since, i.points, m.name, i.rank,
    (SELECT p.number FROM sprint_item x JOIN sprint p ON p.id = x.sprint
        WHERE x.item = i.id AND x.left_at IS NULL AND p.state IN ('draft', 'locked') LIMIT 1),
    (SELECT count(*) FROM criterion c WHERE c.item = i.id),
    (SELECT string_agg((SELECT prefix FROM team) || '-' || n.number, ',') FROM dependency d JOIN item n ON n.id = d.needs
        WHERE d.item = i.id AND n.ended_at IS NULL AND NOT EXISTS (
            SELECT 1 FROM sprint_item x JOIN sprint_item y ON y.sprint = x.sprint JOIN sprint p ON p.id = x.sprint
            WHERE x.item = i.id AND x.left_at IS NULL AND y.item = n.id AND y.left_at IS NULL AND p.state IN ('draft', 'locked'))),
    (SELECT string_agg('B' || b.number, ',') FROM blocker_item x JOIN blocker b ON b.id = x.blocker
        WHERE x.item = i.id AND b.resolved_at IS NULL),
    (SELECT count(*) FROM disposition d WHERE d.item = i.id AND d.goes IN ('next', 'backlog'))
        + (SELECT count(*) FROM disposition d WHERE d.successor = i.id)
FROM item i JOIN status s ON s.id = i.status LEFT JOIN member m ON m.id = i.assignee
-- name: of_item
WHERE i.id = $1
-- name: top
WHERE i.ended_at IS NULL ORDER BY i.rank, i.id LIMIT $1
-- name: bottom
WHERE i.ended_at IS NULL ORDER BY i.rank DESC, i.id DESC LIMIT $1
-- name: after
WHERE i.ended_at IS NULL AND (i.rank, i.id) > ($2, $3) ORDER BY i.rank, i.id LIMIT $1
-- name: before
WHERE i.ended_at IS NULL AND (i.rank, i.id) < ($2, $3) ORDER BY i.rank DESC, i.id DESC LIMIT $1
-- name: from
WHERE i.ended_at IS NULL AND (i.rank, i.id) >= ($2, $3) ORDER BY i.rank, i.id LIMIT $1
-- name: search
WHERE i.id IN (SELECT rowid FROM item_search WHERE item_search MATCH $2 AND rowid > $3 ORDER BY rowid LIMIT $1) ORDER BY i.id
-- name: search_back
WHERE i.id IN (SELECT rowid FROM item_search WHERE item_search MATCH $2 AND rowid < $3 ORDER BY rowid DESC LIMIT $1) ORDER BY i.id DESC
-- name: in_sprint
JOIN sprint_item z ON z.item = i.id WHERE z.sprint = $1 AND z.left_at IS NULL ORDER BY i.rank, i.id
-- name: carried
JOIN (SELECT DISTINCT d.successor AS item FROM disposition d WHERE d.successor IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM disposition l WHERE l.item = d.successor)
    UNION SELECT d.item FROM disposition d WHERE d.goes = 'next'
        AND NOT EXISTS (SELECT 1 FROM disposition l WHERE l.item = d.item AND l.id > d.id)) z ON z.item = i.id
WHERE i.ended_at IS NULL ORDER BY i.rank, i.id LIMIT $1
-- name: filtered
WHERE ($1 IS NULL OR i.status = $1)
    AND ($2 IS NULL OR i.id IN (SELECT rowid FROM item_search WHERE item_search MATCH $2))
    AND ($3 IS NULL OR EXISTS (SELECT 1 FROM sprint_item z WHERE z.item = i.id AND z.sprint = $3 AND z.left_at IS NULL))
    AND ($4 OR i.assignee IS $5)
    AND ($6 IS NULL OR EXISTS (SELECT 1 FROM item_label l WHERE l.item = i.id AND lower(l.label) = lower($6)))
-- name: totals
SELECT s.class, CAST(coalesce(sum(t.items), 0) AS BIGINT) FROM status s JOIN tally t ON t.status = s.id GROUP BY s.class

-- name: of_item
{Listed} WHERE i.id = $1
-- name: of_items
{Listed} WHERE i.id IN ($1)
-- name: numbered
{Listed} WHERE i.number IN ($1)
-- name: from_outside
{Listed} WHERE i.external_key IS NOT NULL AND lower(i.external_key) IN ($1)
-- name: top
{Listed} WHERE i.ended_at IS NULL AND {free} ORDER BY i.rank, i.id LIMIT $1
-- name: bottom
{Listed} WHERE i.ended_at IS NULL AND {free} ORDER BY i.rank DESC, i.id DESC LIMIT $1
-- name: after
{Listed} WHERE i.ended_at IS NULL AND {free} AND (i.rank, i.id) > ($3, $4) ORDER BY i.rank, i.id LIMIT $1
-- name: before
{Listed} WHERE i.ended_at IS NULL AND {free} AND (i.rank, i.id) < ($3, $4) ORDER BY i.rank DESC, i.id DESC LIMIT $1
-- name: from
{Listed} WHERE i.ended_at IS NULL AND {free} AND (i.rank, i.id) >= ($3, $4) ORDER BY i.rank, i.id LIMIT $1
-- name: search
{Listed} WHERE i.id IN ({found after}) ORDER BY i.id
-- name: candidates_holding
SELECT i.id FROM item i WHERE i.id IN ({found before}) ORDER BY i.id DESC
-- name: candidates_of_person
SELECT id FROM item WHERE assignee = (SELECT id FROM member WHERE name = $2) ORDER BY id DESC LIMIT $1
-- name: candidates_labelled
SELECT item FROM item_label WHERE lower(label) = lower($2) ORDER BY item DESC LIMIT $1
-- name: candidates_blocked
SELECT x.item FROM blocker b JOIN blocker_item x ON x.blocker = b.id WHERE b.resolved_at IS NULL
ORDER BY x.item LIMIT $1
-- name: candidates_open
SELECT w.id FROM (SELECT i.id, i.rank, i.status, i.kind, i.points FROM item i WHERE i.ended_at IS NULL
    ORDER BY i.rank, i.id LIMIT $2) w
WHERE {cheap} ORDER BY w.rank, w.id LIMIT $1
-- name: candidates_ended
SELECT w.id FROM (SELECT i.id, i.status, i.kind, i.points, i.ended_at FROM item i ORDER BY i.id DESC LIMIT $2) w
WHERE w.ended_at IS NOT NULL AND {cheap} ORDER BY w.id DESC LIMIT $1
-- name: descriptions
SELECT id, description FROM item WHERE id IN ($1)
-- name: in_sprint
{Listed} JOIN sprint_item z ON z.item = i.id WHERE z.sprint = $1 AND z.left_at IS NULL ORDER BY i.rank, i.id
-- name: carried
{Listed} JOIN (SELECT DISTINCT d.successor AS item FROM disposition d WHERE d.successor IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM disposition l WHERE l.item = d.successor)
    UNION SELECT d.item FROM disposition d WHERE d.goes = 'next'
        AND NOT EXISTS (SELECT 1 FROM disposition l WHERE l.item = d.item AND l.id > d.id)) z ON z.item = i.id
WHERE i.ended_at IS NULL ORDER BY i.rank, i.id LIMIT $1
-- name: filtered
{Listed} WHERE (CAST($1 AS BIGINT) IS NULL OR i.status = $1)
    AND (CAST($2 AS TEXT) IS NULL OR i.id IN ({found}))
    AND (CAST($3 AS BIGINT) IS NULL OR EXISTS (SELECT 1 FROM sprint_item z WHERE z.item = i.id AND z.sprint = $3 AND z.left_at IS NULL))
    AND (CAST($4 AS BIGINT) = 1 OR i.assignee IS NOT DISTINCT FROM $5)
-- name: filtered_count
SELECT count(*) FROM item i WHERE (CAST($1 AS BIGINT) IS NULL OR i.status = $1)
    AND (CAST($2 AS TEXT) IS NULL OR i.id IN ({found}))
    AND (CAST($3 AS BIGINT) IS NULL OR EXISTS (SELECT 1 FROM sprint_item z WHERE z.item = i.id AND z.sprint = $3 AND z.left_at IS NULL))
    AND (CAST($4 AS BIGINT) = 1 OR i.assignee IS NOT DISTINCT FROM $5)
-- name: totals
SELECT s.class, CAST(coalesce(sum(t.items), 0) AS BIGINT) FROM status s JOIN tally t ON t.status = s.id GROUP BY s.class ORDER BY s.class

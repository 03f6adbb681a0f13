-- name: count
SELECT count(*) FROM (SELECT 1 FROM item LIMIT 1) t
-- name: by_external_key
SELECT id, kind, title, description, points, assignee, status, number FROM item WHERE external_key IS NOT NULL AND lower(external_key) = lower($1)
-- name: by_id
SELECT id, kind, title, description, points, assignee, status, number FROM item WHERE id = $1
-- name: keyless
SELECT id, title FROM item WHERE external_key IS NULL ORDER BY id
-- name: update_title
UPDATE item SET title = $2 WHERE id = $1
-- name: update_description
UPDATE item SET description = $2 WHERE id = $1
-- name: update_kind
UPDATE item SET kind = $2 WHERE id = $1
-- name: update_parent
UPDATE item SET parent = $2 WHERE id = $1
-- name: insert_outside_sprint
INSERT INTO outside_sprint (id, item, name) VALUES ($1, $2, $3)

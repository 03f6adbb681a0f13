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
-- name: insert
INSERT INTO item (id, number, external_key, kind, title, description, points, assignee, status, status_since, parent,
    milestone, rank, drop_reason, created_at, ended_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
-- name: update_text
UPDATE item SET kind = $2, title = $3, description = $4, milestone = $5, parent = $6 WHERE id = $1
-- name: update_points
UPDATE item SET points = $2 WHERE id = $1
-- name: update_assignee
UPDATE item SET assignee = $2 WHERE id = $1
-- name: update_rank
UPDATE item SET rank = $2 WHERE id = $1
-- name: update_status
UPDATE item SET status = $2, status_since = $3, ended_at = $4, drop_reason = $5 WHERE id = $1
-- name: more
SELECT i.description, i.milestone, i.drop_reason, i.created_at, i.ended_at, i.parent FROM item i WHERE i.id = $1
-- name: criteria
SELECT id, text, met FROM criterion WHERE item = $1 ORDER BY position, id
-- name: insert_criterion
INSERT INTO criterion (id, item, position, text, met) VALUES ($1, $2, $3, $4, $5)
-- name: update_criterion
UPDATE criterion SET text = $2, met = $3 WHERE id = $1
-- name: delete_criterion
DELETE FROM criterion WHERE id = $1
-- name: labels
SELECT id, label FROM item_label WHERE item = $1 ORDER BY lower(label)
-- name: insert_label
INSERT INTO item_label (id, item, label) VALUES ($1, $2, $3)
-- name: delete_label
DELETE FROM item_label WHERE id = $1
-- name: link
SELECT i.id, (SELECT prefix FROM team) || '-' || i.number, i.title, i.ended_at IS NOT NULL FROM item i WHERE i.id = $1
-- name: children
SELECT i.id, (SELECT prefix FROM team) || '-' || i.number, i.title, i.ended_at IS NOT NULL
FROM item i WHERE i.parent = $1 ORDER BY i.rank, i.id LIMIT 200
-- name: depends_on
SELECT i.id, (SELECT prefix FROM team) || '-' || i.number, i.title, i.ended_at IS NOT NULL
FROM dependency d JOIN item i ON i.id = d.needs WHERE d.item = $1 ORDER BY i.number
-- name: needed_by
SELECT i.id, (SELECT prefix FROM team) || '-' || i.number, i.title, i.ended_at IS NOT NULL
FROM dependency d JOIN item i ON i.id = d.item WHERE d.needs = $1 ORDER BY i.number LIMIT 200
-- name: insert_dependency
INSERT INTO dependency (id, item, needs) VALUES ($1, $2, $3)
-- name: delete_dependency
DELETE FROM dependency WHERE item = $1 AND needs = $2
-- name: needs_of
SELECT needs FROM dependency WHERE item = $1
-- name: parent_of
SELECT parent FROM item WHERE id = $1
-- name: sprints_of
SELECT s.number, s.state FROM sprint_item x JOIN sprint s ON s.id = x.sprint WHERE x.item = $1 GROUP BY s.id, s.number, s.state ORDER BY s.number
-- name: outside_sprints
SELECT name FROM outside_sprint WHERE item = $1 ORDER BY id
-- name: open_blockers_of
SELECT 'B' || b.number FROM blocker_item x JOIN blocker b ON b.id = x.blocker
WHERE x.item = $1 AND b.resolved_at IS NULL ORDER BY b.number

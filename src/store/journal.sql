-- name: leftover
UPDATE operation SET sealed = 1, last_change = (SELECT max(id) FROM change) WHERE sealed = 0
-- name: has_leftover
SELECT count(*) FROM operation WHERE sealed = 0
-- name: next_operation
SELECT coalesce(max(id), 0) + 1 FROM operation
-- name: next_change
SELECT coalesce(max(id), 0) + 1 FROM change
-- name: begin
INSERT INTO operation (id, at, actor, name, reason, reverts, first_change, sealed) VALUES ($1, $2, $3, $4, $5, $6, $7, 0)
-- name: seal
UPDATE operation SET sealed = 1, said = $2, last_change = (SELECT max(id) FROM change) WHERE id = $1
-- name: touched
SELECT tbl FROM change WHERE id >= $1 GROUP BY tbl
-- name: operation
SELECT o.id, o.at, o.actor, o.name, o.said, o.reason, o.reverts, o.first_change, o.last_change,
    (SELECT max(u.id) FROM operation u WHERE u.reverts = o.id
        AND NOT EXISTS (SELECT 1 FROM operation r WHERE r.reverts = u.id)) AS undone_by
FROM operation o WHERE o.id = $1
-- name: operations
SELECT o.id, o.at, o.actor, o.name, o.said, o.reason, o.reverts, o.first_change, o.last_change,
    (SELECT max(u.id) FROM operation u WHERE u.reverts = o.id
        AND NOT EXISTS (SELECT 1 FROM operation r WHERE r.reverts = u.id)) AS undone_by
FROM operation o
WHERE o.id < $1 AND o.at >= $2 AND ($3 IS NULL OR lower(o.actor) = lower($3)) AND o.sealed = 1
ORDER BY o.id DESC LIMIT $4
-- name: operations_of_item
SELECT o.id, o.at, o.actor, o.name, o.said, o.reason, o.reverts, o.first_change, o.last_change,
    (SELECT max(u.id) FROM operation u WHERE u.reverts = o.id
        AND NOT EXISTS (SELECT 1 FROM operation r WHERE r.reverts = u.id)) AS undone_by
FROM operation o
WHERE o.id IN (SELECT operation FROM change WHERE tbl = 'item' AND row = $5 UNION SELECT operation FROM change WHERE item = $5)
    AND o.id < $1 AND o.at >= $2 AND ($3 IS NULL OR lower(o.actor) = lower($3))
ORDER BY o.id DESC LIMIT $4
-- name: last_to_undo
SELECT max(o.id) FROM operation o
WHERE o.reverts IS NULL AND lower(o.actor) = lower($1) AND NOT EXISTS (
    SELECT 1 FROM operation u WHERE u.reverts = o.id AND NOT EXISTS (SELECT 1 FROM operation r WHERE r.reverts = u.id))
-- name: last_to_redo
SELECT max(u.id) FROM operation u JOIN operation o ON o.id = u.reverts
WHERE o.reverts IS NULL AND lower(u.actor) = lower($1)
    AND NOT EXISTS (SELECT 1 FROM operation r WHERE r.reverts = u.id)
    AND NOT EXISTS (SELECT 1 FROM operation n WHERE n.id > u.id AND n.reverts IS NULL AND lower(n.actor) = lower($1))
-- name: changes_back
SELECT id, tbl, row, kind, before, after FROM change
WHERE operation = $1 AND id >= $2 AND id < $3 ORDER BY id DESC LIMIT 512
-- name: changes_of
SELECT id, tbl, row, kind, before, after FROM change WHERE operation = $1 AND id >= $2 AND id <= $3 ORDER BY id LIMIT $4
-- name: later_changes
SELECT id, tbl, row, kind, before, after FROM change WHERE tbl = $1 AND row = $2 AND id > $3 ORDER BY id
-- name: later_operation
SELECT o.id, o.name, o.actor FROM change c JOIN operation o ON o.id = c.operation
WHERE c.tbl = $1 AND c.row = $2 AND c.id > $3 ORDER BY c.id DESC LIMIT 1
-- name: last_operation
SELECT max(id) FROM operation WHERE sealed = 1

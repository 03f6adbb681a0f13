-- name: leftover
UPDATE operation SET sealed = 1, last_change = (SELECT max(id) FROM change) WHERE sealed = 0
-- name: begin
INSERT INTO operation (id, at, actor, name, reason, reverts, first_change, sealed)
SELECT coalesce((SELECT max(id) FROM operation), 0) + 1, CAST($1 AS BIGINT), CAST($2 AS TEXT), CAST($3 AS TEXT),
    CAST($4 AS TEXT), CAST($5 AS BIGINT), coalesce((SELECT max(id) FROM change), 0) + 1, 0
WHERE NOT EXISTS (SELECT 1 FROM operation WHERE sealed = 0)
RETURNING id, first_change, (SELECT p.hash FROM operation p WHERE p.id = operation.id - 1)
-- name: operation
{Operation} WHERE o.id = $1
-- name: operations_named
{Operation} WHERE o.id IN ($1)
-- name: operations
{Operation}
WHERE o.id < $1 AND o.at >= $2 AND (CAST($3 AS TEXT) IS NULL OR lower(o.actor) = lower($3)) AND o.sealed = 1
ORDER BY o.id DESC LIMIT $4
-- name: operations_of_item
{Operation}
WHERE o.id IN (SELECT operation FROM change WHERE tbl = 'item' AND row = $5 UNION SELECT operation FROM change WHERE item = $5)
    AND o.id < $1 AND o.at >= $2 AND (CAST($3 AS TEXT) IS NULL OR lower(o.actor) = lower($3))
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
{Change}
WHERE c.operation = $1 AND c.id >= $2 AND c.id < $3 ORDER BY c.id DESC LIMIT $4
-- name: changes_of
{Change} WHERE c.operation = $1 AND c.id >= $2 AND c.id <= $3 ORDER BY c.id LIMIT $4
-- name: later_changes
{Change} WHERE c.tbl = $1 AND c.row = $2 AND c.id > $3 ORDER BY c.id
-- name: later_operation
SELECT o.id, o.name, o.actor FROM change c JOIN operation o ON o.id = c.operation
WHERE c.tbl = $1 AND c.row = $2 AND c.id > $3 ORDER BY c.id DESC LIMIT 1
-- name: last_operation
SELECT max(id) FROM operation WHERE sealed = 1

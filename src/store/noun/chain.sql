-- name: logged
{Logged} WHERE c.id > $1 AND c.id <= $2 ORDER BY c.id LIMIT $3
-- name: seal
UPDATE operation SET sealed = 1, said = $2, last_change = $3, hash = $4 WHERE id = $1
-- name: links
{Linked} WHERE o.id > $1 ORDER BY o.id LIMIT $2
-- name: link
UPDATE operation SET hash = $2 WHERE id = $1
-- name: head
{Head} WHERE o.sealed = 1 AND o.hash IS NOT NULL ORDER BY o.id DESC LIMIT 1
-- name: witnessed
{Head} WHERE o.hash BETWEEN $1 AND $2 ORDER BY o.id LIMIT 2
-- name: later
SELECT count(*) FROM operation WHERE id > $1

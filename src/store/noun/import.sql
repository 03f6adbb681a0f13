-- name: last
SELECT max(id) FROM item
-- name: by_external_key
{Known} WHERE external_key IS NOT NULL AND lower(external_key) = lower($1)
-- name: by_id
{Known} WHERE id = $1
-- name: keyless
SELECT id, title FROM item WHERE external_key IS NULL ORDER BY id
-- name: titles
SELECT id, title FROM item ORDER BY id

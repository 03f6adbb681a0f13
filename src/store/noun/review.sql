-- name: of_sprint
{Review} WHERE s.number = $1
-- name: under_way
{Review} WHERE v.finished_at IS NULL
-- name: latest
{Review} ORDER BY s.number DESC LIMIT 1
-- name: demos
{DemoRow} WHERE d.review = $1 ORDER BY d.position, d.id
-- name: last_position
SELECT coalesce(max(position), 0) FROM demo WHERE review = $1
-- name: feedback
SELECT (SELECT prefix FROM team) || '-' || i.number, f.text FROM feedback f JOIN item i ON i.id = f.item WHERE f.demo = $1 ORDER BY f.id
-- name: origin
{Origin} WHERE f.item = $1
-- name: shown_since
SELECT count(*) FROM demo d JOIN review v ON v.id = d.review JOIN sprint s ON s.id = v.sprint
WHERE d.item = $1 AND d.verdict IS NOT NULL AND s.number >= $2

-- name: of_sprint
{Review} WHERE s.number = $1
-- name: under_way
{Review} WHERE v.finished_at IS NULL
-- name: demos
{DemoRow} WHERE d.review = $1 ORDER BY d.position, d.id
-- name: place
UPDATE demo SET position = n.place
FROM (SELECT d.id, CASE WHEN d.id = $2 THEN $3 WHEN o.place < $3 THEN o.place ELSE o.place + 1 END AS place
    FROM demo d LEFT JOIN (SELECT x.id, row_number() OVER (ORDER BY x.position, x.id) AS place FROM demo x
        WHERE x.review = $1 AND x.id <> $2) AS o ON o.id = d.id
    WHERE d.review = $1) AS n
WHERE demo.id = n.id AND demo.position <> n.place
-- name: last_position
SELECT coalesce(max(position), 0) FROM demo WHERE review = $1
-- name: feedback
SELECT f.demo, (SELECT prefix FROM team) || '-' || i.number, f.text FROM feedback f JOIN item i ON i.id = f.item
WHERE f.demo IN ($1) ORDER BY f.id
-- name: origin
{Origin} WHERE f.item = $1
-- name: shown
SELECT d.item, s.number FROM demo d JOIN review v ON v.id = d.review JOIN sprint s ON s.id = v.sprint
WHERE d.verdict IS NOT NULL AND d.item IN ($1)

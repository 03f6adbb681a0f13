-- name: columns
SELECT v.id, s.number, v.present, v.started_at, v.finished_at FROM review v JOIN sprint s ON s.id = v.sprint
-- name: of_sprint
WHERE s.number = $1
-- name: under_way
WHERE v.finished_at IS NULL
-- name: insert
INSERT INTO review (id, sprint, present, started_at) VALUES ($1, $2, $3, $4)
-- name: present
UPDATE review SET present = $2 WHERE id = $1
-- name: finish
UPDATE review SET finished_at = $2 WHERE id = $1
-- name: demos
SELECT d.id, d.item, m.name, d.minutes, d.verdict, d.note, d.evidence, d.present, d.judged_at
FROM demo d LEFT JOIN member m ON m.id = d.presenter WHERE d.review = $1 ORDER BY d.position, d.id
-- name: insert_demo
INSERT INTO demo (id, review, item, position, presenter, minutes) VALUES ($1, $2, $3, $4, $5, $6)
-- name: last_position
SELECT coalesce(max(position), 0) FROM demo WHERE review = $1
-- name: arrange
UPDATE demo SET presenter = $2, minutes = $3, note = $4, evidence = $5 WHERE id = $1
-- name: place
UPDATE demo SET position = $2 WHERE id = $1
-- name: judge
UPDATE demo SET verdict = $2, judged_at = $3, present = $4 WHERE id = $1
-- name: feedback
SELECT (SELECT prefix FROM team) || '-' || i.number, f.text FROM feedback f JOIN item i ON i.id = f.item WHERE f.demo = $1 ORDER BY f.id
-- name: insert_feedback
INSERT INTO feedback (id, demo, item, text) VALUES ($1, $2, $3, $4)
-- name: origin
SELECT (SELECT prefix FROM team) || '-' || i.number, s.number
FROM feedback f JOIN demo d ON d.id = f.demo JOIN item i ON i.id = d.item JOIN review v ON v.id = d.review JOIN sprint s ON s.id = v.sprint
WHERE f.item = $1
-- name: shown_since
SELECT count(*) FROM demo d JOIN review v ON v.id = d.review JOIN sprint s ON s.id = v.sprint
WHERE d.item = $1 AND d.verdict IS NOT NULL AND s.number >= $2

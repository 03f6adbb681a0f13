-- name: columns
SELECT t.id, t.number, t.text, t.standup, (SELECT prefix FROM team) || '-' || i.number, t.parked_at, t.closed_at, t.fate, t.outcome
FROM topic t LEFT JOIN item i ON i.id = t.item
-- name: open
WHERE t.closed_at IS NULL ORDER BY t.number
-- name: all
ORDER BY t.number
-- name: numbered
WHERE t.number = $1
-- name: of_standup
WHERE t.standup = $1 ORDER BY t.number
-- name: people
SELECT m.name FROM topic_member x JOIN member m ON m.id = x.member WHERE x.topic = $1 ORDER BY x.id
-- name: next_number
SELECT coalesce(max(number), 0) + 1 FROM topic
-- name: insert
INSERT INTO topic (id, number, text, standup, item, parked_at) VALUES ($1, $2, $3, $4, $5, $6)
-- name: insert_member
INSERT INTO topic_member (id, topic, member) VALUES ($1, $2, $3)
-- name: close
UPDATE topic SET closed_at = $2, fate = $3, outcome = $4 WHERE id = $1

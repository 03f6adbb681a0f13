-- name: open
{Topic} WHERE t.closed_at IS NULL ORDER BY t.number
-- name: all
{Topic} ORDER BY t.number
-- name: numbered
{Topic} WHERE t.number = $1
-- name: of_standup
{Topic} WHERE t.standup = $1 ORDER BY t.number
-- name: people
SELECT x.topic, m.name FROM topic_member x JOIN member m ON m.id = x.member WHERE x.topic IN ($1) ORDER BY x.id

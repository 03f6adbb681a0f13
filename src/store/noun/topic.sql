-- name: open
{Topic} WHERE t.closed_at IS NULL ORDER BY t.number
-- name: all
{Topic} ORDER BY t.number
-- name: numbered
{Topic} WHERE t.number = $1
-- name: of_standup
{Topic} WHERE t.standup = $1 ORDER BY t.number

-- The latest changes are read by their ids. `tbl || ''` keeps the index of tables out of it, which holds all of history.
-- name: recent
{Standup} WHERE s.id IN (SELECT u.id FROM standup u WHERE u.ended_at IS NULL
    UNION ALL SELECT l.id FROM (SELECT id FROM standup ORDER BY day DESC LIMIT 61) AS l) ORDER BY s.day DESC
-- name: under_way
{Standup} WHERE s.ended_at IS NULL
-- name: of_day
{Standup} WHERE s.day = $1
-- name: ended_since
{Standup} WHERE s.id IN (SELECT e.id FROM standup e WHERE e.day >= $1) AND s.ended_at IS NOT NULL AND s.started_at >= $2
ORDER BY s.id
-- name: all
{Standup} ORDER BY s.day DESC LIMIT $1
-- name: record
SELECT record FROM standup WHERE id = $1
-- name: left_in
SELECT coalesce(min(o.id) - 1, $3) FROM operation o WHERE o.at > $2
    AND o.id > (SELECT max(c.operation) FROM change c WHERE c.tbl = 'standup' AND c.row = $1 AND c.kind = 'I')
-- name: items_before
SELECT c.row, c.before FROM change c
WHERE c.id >= (SELECT o.first_change FROM operation o WHERE o.id > $1 ORDER BY o.id LIMIT 1) AND c.kind = 'U'
    AND c.tbl || '' = 'item' AND (c.before LIKE '%"status"%' OR c.before LIKE '%"assignee"%')
ORDER BY c.id
-- name: pulse
INSERT INTO standup_pulse (standup, at) VALUES ($1, $2) ON CONFLICT (standup) DO UPDATE SET at = excluded.at
-- name: turns
{Turn} WHERE t.standup = $1 ORDER BY t.position, t.id
-- name: first_speaker
SELECT t.member FROM standup_turn t WHERE t.standup = $1 ORDER BY t.position, t.id LIMIT 1
-- name: on_items
{OnItem} WHERE x.standup = $1 ORDER BY x.id
-- name: rulings
{RulingFact} WHERE r.standup = $1 ORDER BY r.id
-- name: events
/* only what the log says of tables named here */
SELECT c.tbl, coalesce(c.item, c.row), o.actor, c.before, c.after, c.id FROM change c JOIN operation o ON o.id = c.operation
WHERE c.id >= (SELECT min(first_change) FROM operation WHERE id > $1 AND at >= $2)
    AND c.kind = 'U' AND o.at >= $2 AND o.id <= $3 AND (c.tbl || '' = 'criterion'
    OR (c.tbl || '' = 'item' AND (c.before LIKE '%"status"%' OR c.before LIKE '%"assignee"%')))
ORDER BY c.id LIMIT 20000
-- name: stays
/* only what the log says of tables named here */
SELECT c.before ->> 'status', c.before ->> 'status_since', c.after ->> 'status_since' FROM change c
WHERE c.tbl = 'item' AND c.kind = 'U' AND c.before ->> 'status' IS NOT NULL AND c.operation NOT IN (
    SELECT u.id FROM operation u WHERE u.reverts IS NOT NULL
    UNION ALL SELECT u.reverts FROM operation u
    WHERE u.reverts IS NOT NULL AND NOT EXISTS (SELECT 1 FROM operation r WHERE r.reverts = u.id))
ORDER BY c.id DESC LIMIT $1
-- name: skip_waiting
UPDATE standup_turn SET state = 'skipped' WHERE standup = $1 AND state = 'waiting'
-- name: held
SELECT id FROM item WHERE assignee IN ($1) AND ended_at IS NULL ORDER BY assignee, status_since DESC, id LIMIT 400
-- name: carried
SELECT c.id FROM (SELECT i.id, i.assignee, row_number() OVER (PARTITION BY i.assignee ORDER BY i.status_since DESC, i.id) AS place
    FROM item i JOIN status s ON s.id = i.status WHERE i.assignee IN ($1) AND i.ended_at IS NULL AND s.class = 'active') AS c
WHERE c.place <= 40 ORDER BY c.assignee, c.place

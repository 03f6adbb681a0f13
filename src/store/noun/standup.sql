-- name: columns
SELECT s.id, s.day, s.state, s.walk, s.ordering, s.seed, s.limit_ms, s.started_at, s.ended_at, s.ended_in, s.turn, s.item,
    s.ticking_since, s.spent, s.touched_at, p.at
FROM standup s LEFT JOIN standup_pulse p ON p.standup = s.id
-- name: under_way
WHERE s.ended_at IS NULL
-- name: of_day
WHERE s.day = $1
-- name: ended
WHERE s.ended_at IS NOT NULL ORDER BY s.id DESC LIMIT $1
-- name: all
ORDER BY s.day DESC LIMIT $1
-- name: record
SELECT record FROM standup WHERE id = $1
-- name: insert
INSERT INTO standup (id, day, state, walk, ordering, seed, limit_ms, started_at, ticking_since, touched_at)
VALUES ($1, $2, 'running', $3, $4, $5, $6, $7, $7, $7)
-- name: update
UPDATE standup SET state = $2, walk = $3, turn = $4, item = $5, ticking_since = $6, spent = $7, touched_at = $8 WHERE id = $1
-- name: end
UPDATE standup SET state = $2, ended_at = $3, ended_in = $4, ticking_since = NULL, spent = $5, touched_at = $3, turn = NULL,
    item = NULL, record = $6
WHERE id = $1
-- name: left_in
SELECT coalesce(min(o.id) - 1, $3) FROM operation o WHERE o.at > $2
    AND o.id > (SELECT max(c.operation) FROM change c WHERE c.tbl = 'standup' AND c.row = $1 AND c.kind = 'I')
-- name: items_before
SELECT c.row, c.before FROM change c
WHERE c.operation > $1 AND c.kind = 'U' AND c.tbl = 'item' AND (c.before LIKE '%"status"%' OR c.before LIKE '%"assignee"%')
ORDER BY c.id
-- name: pulse
INSERT INTO standup_pulse (standup, at) VALUES ($1, $2) ON CONFLICT (standup) DO UPDATE SET at = excluded.at
-- name: turns
SELECT t.id, t.member, m.name, t.state, t.position, t.spent FROM standup_turn t JOIN member m ON m.id = t.member
WHERE t.standup = $1 ORDER BY t.position, t.id
-- name: insert_turn
INSERT INTO standup_turn (id, standup, member, position, state) VALUES ($1, $2, $3, $4, $5)
-- name: update_turn
UPDATE standup_turn SET state = $2, position = $3, spent = $4 WHERE id = $1
-- name: first_speaker
SELECT t.member FROM standup_turn t WHERE t.standup = $1 ORDER BY t.position, t.id LIMIT 1
-- name: on_items
SELECT x.id, x.item, (SELECT prefix FROM team) || '-' || i.number, x.spent FROM standup_on_item x JOIN item i ON i.id = x.item
WHERE x.standup = $1 ORDER BY x.id
-- name: insert_on_item
INSERT INTO standup_on_item (id, standup, item, spent) VALUES ($1, $2, $3, $4)
-- name: update_on_item
UPDATE standup_on_item SET spent = $2 WHERE id = $1
-- name: insert_ruling
INSERT INTO ruling (id, standup, blocker, kind, words) VALUES ($1, $2, $3, $4, $5)
-- name: rulings
SELECT 'B' || b.number, b.text, r.kind, r.words FROM ruling r JOIN blocker b ON b.id = r.blocker WHERE r.standup = $1 ORDER BY r.id
-- name: first_change_after
SELECT min(first_change) FROM operation WHERE id > $1 AND at >= $2
-- name: events
SELECT c.tbl, coalesce(c.item, c.row), o.actor, c.before, c.after, c.id FROM change c JOIN operation o ON o.id = c.operation
WHERE c.id >= $1 AND c.kind = 'U' AND o.at >= $2 AND o.id <= $3 AND (c.tbl = 'criterion'
    OR (c.tbl = 'item' AND (c.before LIKE '%"status"%' OR c.before LIKE '%"assignee"%')))
ORDER BY c.id LIMIT 20000
-- name: stays
SELECT c.before, c.after FROM change c JOIN operation o ON o.id = c.operation
WHERE c.tbl = 'item' AND c.kind = 'U' AND c.before LIKE '%"status"%' AND o.reverts IS NULL AND NOT EXISTS (
    SELECT 1 FROM operation u WHERE u.reverts = o.id AND NOT EXISTS (SELECT 1 FROM operation r WHERE r.reverts = u.id))
ORDER BY c.id DESC LIMIT $1
-- name: carried
SELECT i.id FROM item i JOIN status s ON s.id = i.status
WHERE i.assignee = $1 AND i.ended_at IS NULL AND s.class = 'active' ORDER BY i.status_since DESC LIMIT $2

-- name: columns
SELECT r.id, s.number, r.columns, r.started_at, r.finished_at, r.no_action_reason FROM retro r JOIN sprint s ON s.id = r.sprint
-- name: settings
SELECT retro_columns, retro_votes, retro_actions FROM team
-- name: all
ORDER BY s.number DESC
-- name: of_sprint
WHERE s.number = $1
-- name: under_way
WHERE r.finished_at IS NULL
-- name: insert
INSERT INTO retro (id, sprint, columns, started_at) VALUES ($1, $2, $3, $4)
-- name: finish
UPDATE retro SET finished_at = $2, no_action_reason = $3 WHERE id = $1
-- name: notes
SELECT n.id, n.number, n.heading, n.text, n.author, h.number, n.group_name,
    (SELECT count(*) FROM retro_vote v WHERE v.note = n.id)
FROM retro_note n LEFT JOIN retro_note h ON h.id = n.under WHERE n.retro = $1 ORDER BY n.number
-- name: next_note
SELECT coalesce(max(number), 0) + 1 FROM retro_note WHERE retro = $1
-- name: insert_note
INSERT INTO retro_note (id, number, retro, heading, text, author, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
-- name: edit_note
UPDATE retro_note SET heading = $2, text = $3 WHERE id = $1
-- name: delete_note
DELETE FROM retro_note WHERE id = $1
-- name: place_note
UPDATE retro_note SET under = $2, group_name = $3 WHERE id = $1
-- name: votes_of_note
SELECT id FROM retro_vote WHERE note = $1 ORDER BY id
-- name: given
SELECT m.name, count(*) FROM retro_vote v JOIN retro_note n ON n.id = v.note JOIN member m ON m.id = v.member
WHERE n.retro = $1 GROUP BY m.id, m.name
-- name: insert_vote
INSERT INTO retro_vote (id, note, member) VALUES ($1, $2, $3)
-- name: last_vote
SELECT v.id FROM retro_vote v JOIN retro_note n ON n.id = v.note
WHERE v.member = $2 AND (n.id = $1 OR n.under = $1) ORDER BY v.id DESC LIMIT 1
-- name: delete_vote
DELETE FROM retro_vote WHERE id = $1
-- name: not_now
SELECT s.number, x.text, n.number FROM not_now x JOIN retro r ON r.id = x.retro JOIN sprint s ON s.id = r.sprint
    LEFT JOIN retro_note n ON n.id = x.note
ORDER BY s.number DESC, x.id LIMIT $1
-- name: insert_not_now
INSERT INTO not_now (id, retro, text, note) VALUES ($1, $2, $3, $4)

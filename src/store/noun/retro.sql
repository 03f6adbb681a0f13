-- name: settings
{RetroSettings}
-- name: all
SELECT s.number, r.finished_at FROM retro r JOIN sprint s ON s.id = r.sprint ORDER BY s.number DESC
-- name: latest
{Retro} ORDER BY s.number DESC LIMIT 1
-- name: of_sprint
{Retro} WHERE s.number = $1
-- name: under_way
{Retro} WHERE r.finished_at IS NULL
-- name: notes
{Note} WHERE n.retro = $1 ORDER BY n.number
-- name: next_note
SELECT coalesce(max(number), 0) + 1 FROM retro_note WHERE retro = $1
-- name: delete_votes
DELETE FROM retro_vote WHERE note = $1
-- name: given
SELECT m.name, count(*) FROM retro_vote v JOIN retro_note n ON n.id = v.note JOIN member m ON m.id = v.member
WHERE n.retro = $1 GROUP BY m.id, m.name ORDER BY m.id
-- name: last_vote
SELECT v.id FROM retro_vote v JOIN retro_note n ON n.id = v.note
WHERE v.member = $2 AND (n.id = $1 OR n.under = $1) ORDER BY v.id DESC LIMIT 1
-- name: not_now
{NotNow} WHERE s.number <= $2 ORDER BY s.number DESC, x.id LIMIT $1

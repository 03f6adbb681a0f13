-- name: team
SELECT t.name, t.prefix, t.zone, t.weekdays, m.name, t.ready_estimate, t.ready_criteria, t.largest_points,
    t.ready_dependencies, t.ready_blockers, t.focus_factor, t.standup_minutes, t.escalate_after
FROM team t LEFT JOIN member m ON m.id = t.decision_maker
-- name: found
INSERT INTO team (id, name, prefix, zone, weekdays, created_at) VALUES (1, $1, $2, $3, $4, $5)
-- name: members
SELECT id, name, role, allocation, starts_on, ends_on FROM member ORDER BY lower(name)
-- name: member
SELECT id, name, role, allocation, starts_on, ends_on FROM member WHERE lower(name) = lower($1)
-- name: add_member
INSERT INTO member (id, name, role, allocation, starts_on, ends_on) VALUES ($1, $2, $3, $4, $5, $6)
-- name: edit_member
UPDATE member SET name = $2, role = $3, allocation = $4, starts_on = $5, ends_on = $6 WHERE id = $1
-- name: remove_member
DELETE FROM member WHERE id = $1
-- name: member_uses
SELECT (SELECT count(*) FROM item WHERE assignee = $1) + (SELECT count(*) FROM blocker WHERE owner = $1)
    + (SELECT count(*) FROM team WHERE decision_maker = $1) + (SELECT count(*) FROM demo WHERE presenter = $1)
    + (SELECT count(*) FROM retro_vote WHERE member = $1) + (SELECT count(*) FROM retro_action WHERE owner = $1)
    + (SELECT count(*) FROM action_ruling WHERE owner = $1)
    + (SELECT count(*) FROM blocker WHERE raised_by = $1)
    + (SELECT count(*) FROM standup_turn WHERE member = $1) + (SELECT count(*) FROM checkin WHERE member = $1)
    + (SELECT count(*) FROM checkin_from WHERE member = $1) + (SELECT count(*) FROM topic_member WHERE member = $1)
-- name: absences
SELECT a.id, m.name, a.from_day, a.to_day, a.note FROM absence a JOIN member m ON m.id = a.member ORDER BY a.from_day, lower(m.name), a.id
-- name: absence
SELECT a.id, m.name, a.from_day, a.to_day, a.note FROM absence a JOIN member m ON m.id = a.member WHERE a.id = $1
-- name: add_absence
INSERT INTO absence (id, member, from_day, to_day, note) VALUES ($1, $2, $3, $4, $5)
-- name: remove_absence
DELETE FROM absence WHERE id = $1
-- name: absences_of
SELECT id FROM absence WHERE member = $1
-- name: holidays
SELECT id, day, name FROM holiday ORDER BY day
-- name: add_holiday
INSERT INTO holiday (id, day, name) VALUES ($1, $2, $3)
-- name: remove_holiday
DELETE FROM holiday WHERE day = $1
-- name: workflow
SELECT id, name, class, wip_limit FROM status WHERE class <> 'dropped' ORDER BY position, id
-- name: statuses
SELECT id, name, class, wip_limit FROM status ORDER BY position, id
-- name: status
SELECT id, name, class, wip_limit FROM status WHERE lower(name) = lower($1)
-- name: add_status
INSERT INTO status (id, name, class, position, wip_limit) VALUES ($1, $2, $3, $4, $5)
-- name: edit_status
UPDATE status SET name = $2, class = $3, position = $4, wip_limit = $5 WHERE id = $1
-- name: remove_status
DELETE FROM status WHERE id = $1
-- name: items_in_status
SELECT items FROM tally WHERE status = $1
-- name: end_items_in_status
UPDATE item SET ended_at = $2 WHERE status = $1 AND ended_at IS NULL
-- name: reopen_items_in_status
UPDATE item SET ended_at = NULL WHERE status = $1 AND ended_at IS NOT NULL

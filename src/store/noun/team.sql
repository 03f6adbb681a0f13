-- name: team
{Kept}
-- name: members
{Member} ORDER BY lower(name)
-- name: member
{Member} WHERE lower(name) = lower($1)
-- name: absences
{Absence} ORDER BY a.from_day, lower(m.name), a.id
-- name: absence
{Absence} WHERE a.id = $1
-- name: remove_absences
DELETE FROM absence WHERE member = $1
-- name: holidays
{Holiday} ORDER BY day
-- name: remove_holiday
DELETE FROM holiday WHERE day = $1
-- name: workflow
{Status} WHERE class <> 'dropped' ORDER BY position, id
-- name: statuses
{Status} ORDER BY position, id
-- name: status
{Status} WHERE lower(name) = lower($1)
-- name: items_in_status
SELECT items FROM tally WHERE status = $1
-- name: end_items_in_status
UPDATE item SET ended_at = $2 WHERE status = $1 AND ended_at IS NULL
-- name: reopen_items_in_status
UPDATE item SET ended_at = NULL WHERE status = $1 AND ended_at IS NOT NULL

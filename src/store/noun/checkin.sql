-- name: columns
SELECT c.id, c.member, c.day, c.at, c.today, c.needs FROM checkin c
-- name: of_day
WHERE c.day = $1 ORDER BY c.id
-- name: of_member
WHERE c.member = $1 AND c.day = $2
-- name: last_before
WHERE c.day < $1 AND (c.today IS NOT NULL OR c.needs IS NOT NULL)
    AND c.day = (SELECT max(x.day) FROM checkin x WHERE x.member = c.member AND x.day < $1
        AND (x.today IS NOT NULL OR x.needs IS NOT NULL))
ORDER BY c.id
-- name: insert
INSERT INTO checkin (id, member, day, today, needs, at) VALUES ($1, $2, $3, $4, $5, $6)
-- name: update
UPDATE checkin SET today = $2, needs = $3, at = $4 WHERE id = $1
-- name: from
SELECT f.id, f.member, m.name FROM checkin_from f JOIN member m ON m.id = f.member WHERE f.checkin = $1 ORDER BY f.member
-- name: insert_from
INSERT INTO checkin_from (id, checkin, member) VALUES ($1, $2, $3)
-- name: delete_from
DELETE FROM checkin_from WHERE id = $1

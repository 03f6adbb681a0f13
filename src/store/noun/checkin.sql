-- name: of_member
{Kept} WHERE c.member = $1 AND c.day = $2
-- name: until
{Kept} WHERE c.day = $1 OR c.id IN (SELECT (SELECT x.id FROM checkin x WHERE x.member = m.id AND x.day < $1
    AND (x.today IS NOT NULL OR x.needs IS NOT NULL) ORDER BY x.day DESC LIMIT 1) FROM member m)
ORDER BY c.id
-- name: names
SELECT f.checkin, m.name FROM checkin_from f JOIN member m ON m.id = f.member WHERE f.checkin IN ($1) ORDER BY f.member
-- name: from
SELECT f.id, f.member, m.name FROM checkin_from f JOIN member m ON m.id = f.member WHERE f.checkin = $1 ORDER BY f.member

-- name: of_sprint
{Request} WHERE r.sprint = $1 ORDER BY r.number
-- name: all
{Request} ORDER BY r.number
-- name: numbered
{Request} WHERE r.number = $1
-- name: deferred
{Request} WHERE r.ruling = 'deferred' AND r.kind <> 'dates' AND i.ended_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM sprint_item x JOIN sprint p ON p.id = x.sprint
    WHERE x.item = r.item AND x.left_at IS NULL AND p.state IN ('draft', 'locked')) ORDER BY r.number
-- name: request
{Request} WHERE r.id = $1
-- name: accepted_in
SELECT c.row FROM change c
WHERE c.operation = $1 AND c.id BETWEEN $2 AND $3 AND c.tbl || '' = 'change_request'
    AND 'accepted' IN (c.before ->> 'ruling', c.after ->> 'ruling')
-- name: last_since
{Operation} WHERE o.id = (SELECT max(h.id) FROM holding h WHERE h.id > $1 AND (h.reverts > $1) IS NOT TRUE)
-- name: beside
SELECT x.sprint, x.item FROM sprint_item x WHERE x.ended_at_entry + x.by_parts > 0 AND x.sprint > 0
-- name: taken_back
SELECT t.takes_back, t.number, t.ruled_by, t.ruled_at FROM change_request t
WHERE t.takes_back > 0 AND t.ruling = 'accepted' ORDER BY t.id

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

-- name: all
{Action} ORDER BY a.number
-- name: open
{Action} WHERE a.id IN (SELECT o.id FROM retro_action o
    WHERE NOT EXISTS (SELECT 1 FROM action_ruling x WHERE x.action = o.id AND x.ruling <> 'keep')) ORDER BY a.number
-- name: of_sprint
{Action} WHERE s.number < $1 AND a.id IN (
    SELECT o.id FROM retro_action o
    WHERE NOT EXISTS (SELECT 1 FROM action_ruling x WHERE x.action = o.id AND x.ruling <> 'keep')
    UNION ALL SELECT x.action FROM sprint p JOIN retro q ON q.sprint = p.id JOIN action_ruling x ON x.retro = q.id
    WHERE p.number >= $1 AND x.ruling <> 'keep') ORDER BY a.number
-- name: follow_through
SELECT id, committed_at, done_at, 0, NULL FROM retro_action
UNION ALL SELECT action, ruled_at, NULL, id, ruling FROM action_ruling
-- name: of_retro
{Action} WHERE a.retro = $1 ORDER BY a.number
-- name: numbered
{Action} WHERE a.number = $1
-- name: rulings
SELECT x.action, {Ruled.columns} FROM action_ruling x JOIN retro r ON r.id = x.retro JOIN sprint s ON s.id = r.sprint
    LEFT JOIN member m ON m.id = x.owner
WHERE x.action IN ($1) ORDER BY x.id

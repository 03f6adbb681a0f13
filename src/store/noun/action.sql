-- name: all
{Action} ORDER BY a.number
-- name: numbered
{Action} WHERE a.number = $1
-- name: rulings
SELECT {Ruled.columns}, x.action FROM action_ruling x JOIN retro r ON r.id = x.retro JOIN sprint s ON s.id = r.sprint
    LEFT JOIN member m ON m.id = x.owner
ORDER BY x.id
-- name: rulings_of
{Ruled} WHERE x.action = $1 ORDER BY x.id

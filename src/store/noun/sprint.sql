-- name: all
{Sprint} ORDER BY number DESC LIMIT $1
-- name: numbered
{Sprint} WHERE number = $1
-- name: locked
{Sprint} WHERE state = 'locked'
-- name: drafts
{Sprint} WHERE state <> 'closed' AND state = 'draft' ORDER BY number
-- name: closed
{Sprint} WHERE state = 'closed'
    AND NOT EXISTS (SELECT 1 FROM sprint_report r WHERE r.sprint = sprint.id AND r.imported_as IS NOT NULL)
ORDER BY closed_at DESC, number DESC LIMIT $1
-- name: closed_before
{Sprint} WHERE state = 'closed' AND number < $1
    AND NOT EXISTS (SELECT 1 FROM sprint_report r WHERE r.sprint = sprint.id AND r.imported_as IS NOT NULL)
ORDER BY closed_at DESC, number DESC LIMIT $2
-- name: past
{Sprint} WHERE state = 'closed' ORDER BY closed_at DESC, number DESC LIMIT $1
-- name: places
{Place} WHERE x.sprint = $1 ORDER BY i.rank, i.id, x.id
-- name: place
SELECT x.id, s.number, s.state FROM sprint_item x JOIN sprint s ON s.id = x.sprint
WHERE x.item = $1 AND x.left_at IS NULL AND s.state IN ('draft', 'locked')
-- name: contract
SELECT c.text, c.sha256 FROM contract c JOIN sprint s ON s.id = c.sprint WHERE s.number = $1
-- name: items_in
SELECT count(*) FROM sprint_item x JOIN item i ON i.id = x.item WHERE x.sprint = $1 AND x.left_at IS NULL AND i.status = $2

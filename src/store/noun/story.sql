-- name: operation_at
SELECT id FROM operation WHERE sealed = 1 AND at <= $1 ORDER BY id DESC LIMIT 1
-- name: turns
SELECT row, {RowChange.columns} FROM change WHERE tbl = 'TABLE' AND row IN ($1) ORDER BY id DESC
-- name: gone
SELECT row, before FROM change WHERE tbl = $1 AND kind = 'D'
    AND id > coalesce((SELECT min(b.id) FROM change b WHERE b.tbl = 'sprint' AND b.row = $2), 0) ORDER BY id
-- name: moment
SELECT id, {Moment.columns} FROM operation WHERE id IN ($1)
-- name: places
SELECT id FROM sprint_item WHERE sprint = $1 ORDER BY id
-- name: criteria
SELECT id FROM criterion WHERE item IN ($1)
UNION SELECT row FROM change WHERE item IN ($1) AND tbl || '' = 'criterion' AND kind = 'D'
-- name: last_written
SELECT coalesce(max(operation), 0) FROM change WHERE tbl = $1 AND row = $2
-- name: statuses
SELECT id FROM status ORDER BY id
-- name: requests_in
SELECT DISTINCT o.id, c.row, r.number FROM operation o JOIN change c ON c.id BETWEEN o.first_change AND o.last_change
LEFT JOIN change_request r ON r.id = c.row WHERE o.id IN ($1) AND c.tbl || '' = 'change_request' ORDER BY c.row

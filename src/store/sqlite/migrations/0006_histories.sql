-- What a long history would else be searched for: each index holds only the rows that are asked for.

-- How long items stayed in their statuses, read from the index alone.
DROP INDEX change_of_status;
CREATE INDEX change_of_status ON change (
    tbl, kind, id, operation, before ->> 'status', before ->> 'status_since', after ->> 'status_since')
WHERE tbl = 'item' AND kind = 'U' AND before ->> 'status' IS NOT NULL;
CREATE INDEX change_gone ON change (tbl, id) WHERE kind = 'D';

CREATE INDEX sprint_open ON sprint (state, number) WHERE state <> 'closed';
CREATE INDEX sprint_closed ON sprint (closed_at, number) WHERE state = 'closed';
CREATE INDEX change_request_deferred ON change_request (number) WHERE ruling = 'deferred';
CREATE INDEX disposition_next ON disposition (item) WHERE goes = 'next';
CREATE INDEX blocker_resolved ON blocker (resolved_at) WHERE resolved_at IS NOT NULL;
CREATE INDEX action_ruling_last ON action_ruling (action) WHERE ruling <> 'keep';

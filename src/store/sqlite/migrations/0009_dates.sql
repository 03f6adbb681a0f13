-- A change request can ask for other dates of its sprint; then it names no item, and keeps the new days and the old ones.
-- SQLite cannot loosen a column, so the table is made anew, row by row as it was.
CREATE TABLE change_request_anew (
    id INTEGER PRIMARY KEY,
    number BIGINT NOT NULL CHECK (number > 0),
    sprint BIGINT NOT NULL REFERENCES sprint (id),
    kind TEXT NOT NULL CHECK (kind IN ('add', 'remove', 'reestimate', 'dates')),
    item BIGINT REFERENCES item (id),
    swap_item BIGINT REFERENCES item (id),
    points_in DOUBLE PRECISION CHECK (points_in >= 0),
    points_out DOUBLE PRECISION CHECK (points_out >= 0),
    reason TEXT NOT NULL CHECK (reason <> ''),
    requested_by TEXT NOT NULL CHECK (requested_by <> ''),
    requested_at BIGINT NOT NULL,
    ruling TEXT CHECK (ruling IN ('accepted', 'deferred', 'declined')),
    ruled_by TEXT,
    ruled_at BIGINT,
    ruling_note TEXT,
    ruled_in BIGINT,
    start_in TEXT,
    end_in TEXT,
    start_out TEXT,
    end_out TEXT,
    CHECK (swap_item IS NULL OR (kind = 'add' AND swap_item <> item)),
    CHECK (ruling IS NULL OR ruled_at IS NOT NULL),
    CHECK (ruling IS NULL OR ruling <> 'accepted' OR (ruled_by IS NOT NULL AND ruled_by <> '' AND ruled_in IS NOT NULL)),
    CHECK ((kind = 'dates') = (item IS NULL)),
    CHECK ((kind = 'dates') = (start_in IS NOT NULL AND end_in IS NOT NULL AND start_out IS NOT NULL AND end_out IS NOT NULL)),
    CHECK (end_in >= start_in),
    CHECK (kind <> 'dates' OR (points_in IS NULL AND points_out IS NULL))
);
INSERT INTO change_request_anew (
    id, number, sprint, kind, item, swap_item, points_in, points_out, reason, requested_by, requested_at, ruling, ruled_by,
    ruled_at, ruling_note, ruled_in)
SELECT id, number, sprint, kind, item, swap_item, points_in, points_out, reason, requested_by, requested_at, ruling, ruled_by,
    ruled_at, ruling_note, ruled_in
FROM change_request;
DROP TABLE change_request;
ALTER TABLE change_request_anew RENAME TO change_request;
CREATE UNIQUE INDEX change_request_number ON change_request (number);
CREATE INDEX change_request_sprint ON change_request (sprint, item);
CREATE INDEX change_request_item ON change_request (item);
CREATE INDEX change_request_swap ON change_request (swap_item) WHERE swap_item IS NOT NULL;
CREATE INDEX change_request_ruled_in ON change_request (ruled_in) WHERE ruled_in IS NOT NULL;
CREATE INDEX change_request_deferred ON change_request (number) WHERE ruling = 'deferred';

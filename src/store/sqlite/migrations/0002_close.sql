-- Closing a sprint: the frozen report, and where each unfinished item went and why.

CREATE TABLE sprint_report (
    id INTEGER PRIMARY KEY,
    sprint BIGINT NOT NULL REFERENCES sprint (id),
    imported_as TEXT CHECK (imported_as <> ''),
    text TEXT NOT NULL CHECK (text <> ''),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    at BIGINT NOT NULL
);
CREATE UNIQUE INDEX sprint_report_sprint ON sprint_report (sprint);
CREATE UNIQUE INDEX sprint_report_imported_as ON sprint_report (imported_as) WHERE imported_as IS NOT NULL;

CREATE TABLE disposition (
    id INTEGER PRIMARY KEY,
    sprint BIGINT NOT NULL REFERENCES sprint (id),
    item BIGINT NOT NULL REFERENCES item (id),
    goes TEXT NOT NULL CHECK (goes IN ('next', 'backlog', 'split', 'drop')),
    reason TEXT NOT NULL CHECK (reason IN
        ('underestimated', 'blocked', 'displaced', 'absence', 'dependency', 'not_started', 'other')),
    note TEXT,
    points_done DOUBLE PRECISION CHECK (points_done >= 0),
    points_left DOUBLE PRECISION CHECK (points_left >= 0),
    successor BIGINT REFERENCES item (id),
    CHECK ((goes = 'split') = (successor IS NOT NULL)),
    CHECK (goes = 'split' OR (points_done IS NULL AND points_left IS NULL)),
    CHECK (successor IS NULL OR successor <> item)
);
CREATE UNIQUE INDEX disposition_sprint ON disposition (sprint, item);
CREATE INDEX disposition_item ON disposition (item);
CREATE UNIQUE INDEX disposition_successor ON disposition (successor) WHERE successor IS NOT NULL;

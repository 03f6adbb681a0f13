-- The ground: the log, the team, the backlog, sprints and their scope.
-- Instants are milliseconds UTC, days ISO text, truth values 0 or 1. Ids come from the application.

CREATE TABLE operation (
    id INTEGER PRIMARY KEY,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL CHECK (actor <> ''),
    name TEXT NOT NULL CHECK (name <> ''),
    said TEXT,
    reason TEXT,
    reverts BIGINT REFERENCES operation (id),
    first_change BIGINT NOT NULL,
    last_change BIGINT,
    sealed INTEGER NOT NULL DEFAULT 0 CHECK (sealed IN (0, 1))
);
CREATE UNIQUE INDEX operation_under_way ON operation (sealed) WHERE sealed = 0;
CREATE INDEX operation_reverts ON operation (reverts) WHERE reverts IS NOT NULL;

CREATE TABLE change (
    id INTEGER PRIMARY KEY,
    operation BIGINT NOT NULL REFERENCES operation (id),
    tbl TEXT NOT NULL,
    row BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('I', 'U', 'D')),
    item BIGINT,
    before TEXT,
    after TEXT
);
CREATE INDEX change_row ON change (tbl, row);
CREATE INDEX change_item ON change (item) WHERE item IS NOT NULL;

CREATE TABLE member (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (name <> ''),
    role TEXT,
    allocation BIGINT NOT NULL CHECK (allocation BETWEEN 0 AND 100),
    starts_on TEXT,
    ends_on TEXT,
    CHECK (ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on)
);
CREATE UNIQUE INDEX member_name ON member (lower(name));

CREATE TABLE team (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL CHECK (name <> ''),
    prefix TEXT NOT NULL CHECK (prefix <> ''),
    zone TEXT NOT NULL,
    weekdays TEXT NOT NULL,
    decision_maker BIGINT REFERENCES member (id),
    ready_estimate INTEGER NOT NULL DEFAULT 1 CHECK (ready_estimate IN (0, 1)),
    ready_criteria INTEGER NOT NULL DEFAULT 1 CHECK (ready_criteria IN (0, 1)),
    ready_dependencies INTEGER NOT NULL DEFAULT 1 CHECK (ready_dependencies IN (0, 1)),
    ready_blockers INTEGER NOT NULL DEFAULT 1 CHECK (ready_blockers IN (0, 1)),
    largest_points DOUBLE PRECISION DEFAULT 8 CHECK (largest_points >= 0),
    focus_factor DOUBLE PRECISION CHECK (focus_factor > 0),
    created_at BIGINT NOT NULL
);
CREATE INDEX team_decision_maker ON team (decision_maker);

CREATE TABLE absence (
    id INTEGER PRIMARY KEY,
    member BIGINT NOT NULL REFERENCES member (id),
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL,
    note TEXT,
    CHECK (to_day >= from_day)
);
CREATE INDEX absence_member ON absence (member, from_day);

CREATE TABLE holiday (
    id INTEGER PRIMARY KEY,
    day TEXT NOT NULL,
    name TEXT NOT NULL
);
CREATE UNIQUE INDEX holiday_day ON holiday (day);

CREATE TABLE status (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (name <> ''),
    class TEXT NOT NULL CHECK (class IN ('waiting', 'active', 'finished', 'dropped')),
    position BIGINT NOT NULL,
    wip_limit BIGINT CHECK (wip_limit > 0)
);
CREATE UNIQUE INDEX status_name ON status (lower(name));

CREATE TABLE item (
    id INTEGER PRIMARY KEY,
    number BIGINT NOT NULL CHECK (number > 0),
    external_key TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('story', 'bug', 'task', 'spike')),
    title TEXT NOT NULL CHECK (title <> ''),
    description TEXT NOT NULL DEFAULT '',
    points DOUBLE PRECISION CHECK (points >= 0 AND points < 1e300),
    assignee BIGINT REFERENCES member (id),
    status BIGINT NOT NULL REFERENCES status (id),
    status_since BIGINT NOT NULL,
    parent BIGINT REFERENCES item (id),
    milestone TEXT,
    rank TEXT NOT NULL,
    drop_reason TEXT,
    created_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE UNIQUE INDEX item_number ON item (number);
CREATE UNIQUE INDEX item_external_key ON item (lower(external_key)) WHERE external_key IS NOT NULL;
CREATE INDEX item_open ON item (rank, id) WHERE ended_at IS NULL;
CREATE INDEX item_assignee ON item (assignee) WHERE assignee IS NOT NULL;
CREATE INDEX item_parent ON item (parent) WHERE parent IS NOT NULL;

CREATE TABLE criterion (
    id INTEGER PRIMARY KEY,
    item BIGINT NOT NULL REFERENCES item (id),
    position BIGINT NOT NULL,
    text TEXT NOT NULL CHECK (text <> ''),
    met INTEGER NOT NULL DEFAULT 0 CHECK (met IN (0, 1))
);
CREATE INDEX criterion_item ON criterion (item, position);

CREATE TABLE item_label (
    id INTEGER PRIMARY KEY,
    item BIGINT NOT NULL REFERENCES item (id),
    label TEXT NOT NULL CHECK (label <> '')
);
CREATE UNIQUE INDEX item_label_item ON item_label (item, label);
CREATE INDEX item_label_label ON item_label (lower(label), item);

CREATE TABLE dependency (
    id INTEGER PRIMARY KEY,
    item BIGINT NOT NULL REFERENCES item (id),
    needs BIGINT NOT NULL REFERENCES item (id),
    CHECK (item <> needs)
);
CREATE UNIQUE INDEX dependency_item ON dependency (item, needs);
CREATE INDEX dependency_needs ON dependency (needs);

-- The sprint names that an import brought along: a fact about membership, not about dates or commitment.
CREATE TABLE outside_sprint (
    id INTEGER PRIMARY KEY,
    item BIGINT NOT NULL REFERENCES item (id),
    name TEXT NOT NULL CHECK (name <> '')
);
CREATE UNIQUE INDEX outside_sprint_item ON outside_sprint (item, name);

CREATE TABLE blocker (
    id INTEGER PRIMARY KEY,
    number BIGINT NOT NULL CHECK (number > 0),
    text TEXT NOT NULL CHECK (text <> ''),
    cause TEXT NOT NULL CHECK (cause IN ('dependency', 'technical', 'information', 'access', 'approval', 'external')),
    owner BIGINT REFERENCES member (id),
    waiting_on TEXT,
    needed_by TEXT,
    next_step TEXT,
    raised_at BIGINT NOT NULL,
    touched_at BIGINT NOT NULL,
    resolved_at BIGINT,
    resolution TEXT
);
CREATE UNIQUE INDEX blocker_number ON blocker (number);
CREATE INDEX blocker_owner ON blocker (owner);
CREATE INDEX blocker_open ON blocker (raised_at) WHERE resolved_at IS NULL;

CREATE TABLE blocker_item (
    id INTEGER PRIMARY KEY,
    blocker BIGINT NOT NULL REFERENCES blocker (id),
    item BIGINT NOT NULL REFERENCES item (id)
);
CREATE UNIQUE INDEX blocker_item_item ON blocker_item (item, blocker);
CREATE INDEX blocker_item_blocker ON blocker_item (blocker);

CREATE TABLE sprint (
    id INTEGER PRIMARY KEY,
    number BIGINT NOT NULL CHECK (number > 0),
    name TEXT,
    goal TEXT,
    state TEXT NOT NULL CHECK (state IN ('draft', 'locked', 'closed', 'cancelled')),
    starts_on TEXT,
    ends_on TEXT,
    locked_at BIGINT,
    closed_at BIGINT,
    cancel_reason TEXT,
    created_at BIGINT NOT NULL,
    CHECK (ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on)
);
CREATE UNIQUE INDEX sprint_number ON sprint (number);
CREATE UNIQUE INDEX sprint_locked ON sprint (state) WHERE state = 'locked';

CREATE TABLE change_request (
    id INTEGER PRIMARY KEY,
    number BIGINT NOT NULL CHECK (number > 0),
    sprint BIGINT NOT NULL REFERENCES sprint (id),
    kind TEXT NOT NULL CHECK (kind IN ('add', 'remove', 'reestimate')),
    item BIGINT NOT NULL REFERENCES item (id),
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
    CHECK (swap_item IS NULL OR (kind = 'add' AND swap_item <> item)),
    CHECK (ruling IS NULL OR ruled_at IS NOT NULL),
    CHECK (ruling IS NULL OR ruling <> 'accepted' OR (ruled_by IS NOT NULL AND ruled_by <> '' AND ruled_in IS NOT NULL))
);
CREATE UNIQUE INDEX change_request_number ON change_request (number);
CREATE INDEX change_request_sprint ON change_request (sprint, item);
CREATE INDEX change_request_item ON change_request (item);
CREATE INDEX change_request_swap ON change_request (swap_item) WHERE swap_item IS NOT NULL;
CREATE INDEX change_request_ruled_in ON change_request (ruled_in) WHERE ruled_in IS NOT NULL;

CREATE TABLE sprint_item (
    id INTEGER PRIMARY KEY,
    sprint BIGINT NOT NULL REFERENCES sprint (id),
    item BIGINT NOT NULL REFERENCES item (id),
    entered_at BIGINT NOT NULL,
    entered_by BIGINT REFERENCES change_request (id),
    left_at BIGINT,
    left_by BIGINT REFERENCES change_request (id),
    committed INTEGER NOT NULL DEFAULT 0 CHECK (committed IN (0, 1)),
    points_at_entry DOUBLE PRECISION,
    points_at_exit DOUBLE PRECISION,
    ended_at_entry INTEGER NOT NULL DEFAULT 0 CHECK (ended_at_entry IN (0, 1))
);
CREATE UNIQUE INDEX sprint_item_present ON sprint_item (sprint, item) WHERE left_at IS NULL;
CREATE INDEX sprint_item_sprint ON sprint_item (sprint, item);
CREATE INDEX sprint_item_item ON sprint_item (item, left_at);
CREATE INDEX sprint_item_entered_by ON sprint_item (entered_by) WHERE entered_by IS NOT NULL;
CREATE INDEX sprint_item_left_by ON sprint_item (left_by) WHERE left_by IS NOT NULL;

CREATE TABLE contract (
    id INTEGER PRIMARY KEY,
    sprint BIGINT NOT NULL REFERENCES sprint (id),
    text TEXT NOT NULL CHECK (text <> ''),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    at BIGINT NOT NULL
);
CREATE UNIQUE INDEX contract_sprint ON contract (sprint);

-- How many items stand in each status: kept by triggers as an index would be, so that no screen counts a million rows.
CREATE TABLE tally (
    status INTEGER PRIMARY KEY,
    items BIGINT NOT NULL
);

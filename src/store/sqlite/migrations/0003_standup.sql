-- The standup: its turns, what people say, parked topics, rulings; and what a blocker needs so as not to be forgotten.

ALTER TABLE team ADD COLUMN standup_minutes BIGINT NOT NULL DEFAULT 15 CHECK (standup_minutes BETWEEN 1 AND 15);
ALTER TABLE team ADD COLUMN escalate_after BIGINT NOT NULL DEFAULT 48 CHECK (escalate_after BETWEEN 1 AND 720);

ALTER TABLE blocker ADD COLUMN raised_by BIGINT REFERENCES member (id);
ALTER TABLE blocker ADD COLUMN next_step_by TEXT;
ALTER TABLE blocker ADD COLUMN last_note TEXT;
ALTER TABLE blocker ADD COLUMN escalated_to TEXT;
ALTER TABLE blocker ADD COLUMN escalated_at BIGINT;
ALTER TABLE blocker ADD COLUMN accepted_until TEXT;
CREATE INDEX blocker_raised_by ON blocker (raised_by) WHERE raised_by IS NOT NULL;

-- Moves of items, the latest first, for how long things usually take.
CREATE INDEX change_of_status ON change (tbl, kind, id)
WHERE tbl = 'item' AND kind = 'U' AND before LIKE '%"status"%';

CREATE TABLE standup (
    id INTEGER PRIMARY KEY,
    day TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'finished', 'left')),
    walk TEXT NOT NULL CHECK (walk IN ('person', 'board')),
    ordering TEXT NOT NULL CHECK (ordering IN ('risk', 'fixed', 'rotating', 'random')),
    seed BIGINT,
    limit_ms BIGINT NOT NULL CHECK (limit_ms > 0),
    started_at BIGINT NOT NULL,
    ended_at BIGINT,
    ended_in BIGINT REFERENCES operation (id),
    turn BIGINT,
    item BIGINT REFERENCES item (id),
    ticking_since BIGINT,
    spent BIGINT NOT NULL DEFAULT 0 CHECK (spent >= 0),
    touched_at BIGINT NOT NULL,
    record TEXT,
    CHECK ((state IN ('finished', 'left')) = (ended_at IS NOT NULL)),
    CHECK ((state = 'running') = (ticking_since IS NOT NULL)),
    CHECK ((state IN ('finished', 'left')) = (record IS NOT NULL))
);
CREATE UNIQUE INDEX standup_day ON standup (day);
CREATE UNIQUE INDEX standup_under_way ON standup (ended_at IS NULL) WHERE ended_at IS NULL;
CREATE INDEX standup_item ON standup (item) WHERE item IS NOT NULL;
CREATE INDEX standup_ended_in ON standup (ended_in) WHERE ended_in IS NOT NULL;

-- When the cockpit that runs the standup was last alive. It is no operation and not in the journal: without it, the
-- time between the last thing done and a crash would be lost or made up.
CREATE TABLE standup_pulse (
    standup INTEGER PRIMARY KEY,
    at BIGINT NOT NULL
);

CREATE TABLE standup_turn (
    id INTEGER PRIMARY KEY,
    standup BIGINT NOT NULL REFERENCES standup (id),
    member BIGINT NOT NULL REFERENCES member (id),
    position BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'spoken', 'skipped', 'absent')),
    spent BIGINT NOT NULL DEFAULT 0 CHECK (spent >= 0)
);
CREATE UNIQUE INDEX standup_turn_member ON standup_turn (standup, member);
CREATE INDEX standup_turn_of ON standup_turn (member);

-- Time spent on an item; on the walk over the board also that the walk has been there.
CREATE TABLE standup_on_item (
    id INTEGER PRIMARY KEY,
    standup BIGINT NOT NULL REFERENCES standup (id),
    item BIGINT NOT NULL REFERENCES item (id),
    spent BIGINT NOT NULL DEFAULT 0 CHECK (spent >= 0)
);
CREATE UNIQUE INDEX standup_on_item_item ON standup_on_item (standup, item);
CREATE INDEX standup_on_item_of ON standup_on_item (item);

CREATE TABLE checkin (
    id INTEGER PRIMARY KEY,
    member BIGINT NOT NULL REFERENCES member (id),
    day TEXT NOT NULL,
    today TEXT,
    needs TEXT,
    at BIGINT NOT NULL
);
CREATE UNIQUE INDEX checkin_member ON checkin (member, day);
CREATE INDEX checkin_day ON checkin (day);

CREATE TABLE checkin_from (
    id INTEGER PRIMARY KEY,
    checkin BIGINT NOT NULL REFERENCES checkin (id),
    member BIGINT NOT NULL REFERENCES member (id)
);
CREATE UNIQUE INDEX checkin_from_member ON checkin_from (checkin, member);
CREATE INDEX checkin_from_of ON checkin_from (member);

CREATE TABLE topic (
    id INTEGER PRIMARY KEY,
    number BIGINT NOT NULL CHECK (number > 0),
    text TEXT NOT NULL CHECK (text <> ''),
    standup BIGINT REFERENCES standup (id),
    item BIGINT REFERENCES item (id),
    parked_at BIGINT NOT NULL,
    closed_at BIGINT,
    fate TEXT CHECK (fate IN ('resolved', 'blocker', 'decision', 'item')),
    outcome TEXT,
    CHECK ((closed_at IS NULL) = (fate IS NULL)),
    CHECK (fate IS NULL OR (outcome IS NOT NULL AND outcome <> ''))
);
CREATE UNIQUE INDEX topic_number ON topic (number);
CREATE INDEX topic_standup ON topic (standup) WHERE standup IS NOT NULL;
CREATE INDEX topic_item ON topic (item) WHERE item IS NOT NULL;
CREATE INDEX topic_open ON topic (number) WHERE closed_at IS NULL;

CREATE TABLE topic_member (
    id INTEGER PRIMARY KEY,
    topic BIGINT NOT NULL REFERENCES topic (id),
    member BIGINT NOT NULL REFERENCES member (id)
);
CREATE UNIQUE INDEX topic_member_member ON topic_member (topic, member);
CREATE INDEX topic_member_of ON topic_member (member);

CREATE TABLE ruling (
    id INTEGER PRIMARY KEY,
    standup BIGINT NOT NULL REFERENCES standup (id),
    blocker BIGINT NOT NULL REFERENCES blocker (id),
    kind TEXT NOT NULL CHECK (kind IN ('next step', 'escalated', 'accepted', 'resolved')),
    words TEXT NOT NULL CHECK (words <> '')
);
CREATE INDEX ruling_standup ON ruling (standup);
CREATE INDEX ruling_blocker ON ruling (blocker);

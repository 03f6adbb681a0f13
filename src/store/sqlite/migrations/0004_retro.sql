-- The review, the retrospective, and the actions that follow from it (V1, A1–A5).
-- Lists of names (columns of a retro, people present, evidence) are lines of one text.

ALTER TABLE team ADD COLUMN retro_columns TEXT NOT NULL DEFAULT 'went well
did not
puzzles' CHECK (retro_columns <> '');
ALTER TABLE team ADD COLUMN retro_votes BIGINT NOT NULL DEFAULT 3 CHECK (retro_votes BETWEEN 1 AND 99);
ALTER TABLE team ADD COLUMN retro_actions BIGINT NOT NULL DEFAULT 2 CHECK (retro_actions BETWEEN 1 AND 3);

CREATE TABLE review (
    id INTEGER PRIMARY KEY,
    sprint BIGINT NOT NULL REFERENCES sprint (id),
    present TEXT NOT NULL DEFAULT '',
    started_at BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE UNIQUE INDEX review_sprint ON review (sprint);
CREATE UNIQUE INDEX review_under_way ON review ((finished_at IS NULL)) WHERE finished_at IS NULL;

CREATE TABLE demo (
    id INTEGER PRIMARY KEY,
    review BIGINT NOT NULL REFERENCES review (id),
    item BIGINT NOT NULL REFERENCES item (id),
    position BIGINT NOT NULL,
    presenter BIGINT REFERENCES member (id),
    minutes BIGINT CHECK (minutes > 0),
    verdict TEXT CHECK (verdict IN ('accepted', 'rejected', 'feedback')),
    note TEXT,
    evidence TEXT NOT NULL DEFAULT '',
    present TEXT NOT NULL DEFAULT '',
    judged_at BIGINT,
    CHECK ((verdict IS NULL) = (judged_at IS NULL))
);
CREATE UNIQUE INDEX demo_review ON demo (review, item);
CREATE INDEX demo_item ON demo (item);
CREATE INDEX demo_presenter ON demo (presenter) WHERE presenter IS NOT NULL;

-- A backlog item that came from what was said of another one at a review.
CREATE TABLE feedback (
    id INTEGER PRIMARY KEY,
    demo BIGINT NOT NULL REFERENCES demo (id),
    item BIGINT NOT NULL REFERENCES item (id),
    text TEXT NOT NULL CHECK (text <> '')
);
CREATE UNIQUE INDEX feedback_item ON feedback (item);
CREATE INDEX feedback_demo ON feedback (demo);

CREATE TABLE retro (
    id INTEGER PRIMARY KEY,
    sprint BIGINT NOT NULL REFERENCES sprint (id),
    columns TEXT NOT NULL CHECK (columns <> ''),
    started_at BIGINT NOT NULL,
    finished_at BIGINT,
    no_action_reason TEXT
);
CREATE UNIQUE INDEX retro_sprint ON retro (sprint);
CREATE UNIQUE INDEX retro_under_way ON retro ((finished_at IS NULL)) WHERE finished_at IS NULL;

CREATE TABLE retro_note (
    id INTEGER PRIMARY KEY,
    number BIGINT NOT NULL CHECK (number > 0),
    retro BIGINT NOT NULL REFERENCES retro (id),
    heading TEXT NOT NULL CHECK (heading <> ''),
    text TEXT NOT NULL CHECK (text <> ''),
    author TEXT NOT NULL CHECK (author <> ''),
    under BIGINT REFERENCES retro_note (id),
    group_name TEXT,
    created_at BIGINT NOT NULL,
    CHECK (under IS NULL OR (under <> id AND group_name IS NULL))
);
CREATE UNIQUE INDEX retro_note_number ON retro_note (retro, number);
CREATE INDEX retro_note_under ON retro_note (under) WHERE under IS NOT NULL;

CREATE TABLE retro_vote (
    id INTEGER PRIMARY KEY,
    note BIGINT NOT NULL REFERENCES retro_note (id),
    member BIGINT NOT NULL REFERENCES member (id)
);
CREATE INDEX retro_vote_note ON retro_vote (note);
CREATE INDEX retro_vote_member ON retro_vote (member);

CREATE TABLE not_now (
    id INTEGER PRIMARY KEY,
    retro BIGINT NOT NULL REFERENCES retro (id),
    text TEXT NOT NULL CHECK (text <> ''),
    note BIGINT REFERENCES retro_note (id)
);
CREATE INDEX not_now_retro ON not_now (retro);
CREATE INDEX not_now_note ON not_now (note) WHERE note IS NOT NULL;

CREATE TABLE retro_action (
    id INTEGER PRIMARY KEY,
    number BIGINT NOT NULL CHECK (number > 0),
    retro BIGINT NOT NULL REFERENCES retro (id),
    note BIGINT REFERENCES retro_note (id),
    text TEXT NOT NULL CHECK (text <> ''),
    owner BIGINT NOT NULL REFERENCES member (id),
    due TEXT NOT NULL,
    shows TEXT NOT NULL CHECK (shows <> ''),
    committed_at BIGINT NOT NULL,
    done_at BIGINT,
    done_note TEXT
);
CREATE UNIQUE INDEX retro_action_number ON retro_action (number);
CREATE INDEX retro_action_retro ON retro_action (retro);
CREATE INDEX retro_action_owner ON retro_action (owner);
CREATE INDEX retro_action_note ON retro_action (note) WHERE note IS NOT NULL;

CREATE TABLE action_ruling (
    id INTEGER PRIMARY KEY,
    action BIGINT NOT NULL REFERENCES retro_action (id),
    retro BIGINT NOT NULL REFERENCES retro (id),
    ruling TEXT NOT NULL CHECK (ruling IN ('worked', 'no effect', 'undo it', 'keep', 'dropped')),
    reason TEXT,
    ruled_by TEXT NOT NULL CHECK (ruled_by <> ''),
    ruled_at BIGINT NOT NULL,
    owner BIGINT REFERENCES member (id),
    due TEXT,
    CHECK (ruling <> 'dropped' OR (reason IS NOT NULL AND reason <> '')),
    CHECK ((ruling = 'keep') = (due IS NOT NULL)),
    CHECK ((ruling = 'keep') = (owner IS NOT NULL))
);
CREATE UNIQUE INDEX action_ruling_retro ON action_ruling (action, retro);
CREATE INDEX action_ruling_of ON action_ruling (retro);
CREATE INDEX action_ruling_owner ON action_ruling (owner) WHERE owner IS NOT NULL;

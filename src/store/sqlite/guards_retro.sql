-- The review and the retro as constraints of the database (V1, A1–A5): an action does not vanish, a ruling stands, and
-- what a finished meeting wrote does not change. An operation that reverts another one which wrote the same row may pass.

-- The review.
CREATE TRIGGER guard_review_insert BEFORE INSERT ON review
WHEN NEW.finished_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM sprint WHERE id = NEW.sprint AND state IN ('locked', 'closed'))
BEGIN SELECT RAISE(ABORT, 'standfast V1: a review begins with a locked or closed sprint'); END;
CREATE TRIGGER guard_review_update BEFORE UPDATE ON review
WHEN NEW.sprint <> OLD.sprint OR NEW.started_at <> OLD.started_at OR OLD.finished_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'standfast V1: what a finished review says stands')
    WHERE NEW.sprint <> OLD.sprint OR NEW.started_at <> OLD.started_at OR NEW.finished_at IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM change c JOIN operation o ON o.reverts = c.operation
        WHERE c.tbl = 'review' AND c.row = OLD.id AND c.kind = 'U' AND o.sealed = 0);
END;
CREATE TRIGGER guard_review_delete BEFORE DELETE ON review
WHEN EXISTS (SELECT 1 FROM demo WHERE review = OLD.id) OR NOT EXISTS (
    SELECT 1 FROM change c JOIN operation o ON o.reverts = c.operation
    WHERE c.tbl = 'review' AND c.row = OLD.id AND c.kind = 'I' AND o.sealed = 0)
BEGIN SELECT RAISE(ABORT, 'standfast V1: a review does not vanish'); END;
CREATE TRIGGER guard_demo_insert BEFORE INSERT ON demo
WHEN NOT EXISTS (SELECT 1 FROM review WHERE id = NEW.review AND finished_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'standfast V1: what a finished review says stands'); END;
CREATE TRIGGER guard_demo_update BEFORE UPDATE ON demo
WHEN NEW.review <> OLD.review OR NEW.item <> OLD.item
    OR NOT EXISTS (SELECT 1 FROM review WHERE id = OLD.review AND finished_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'standfast V1: what a finished review says stands'); END;
CREATE TRIGGER guard_demo_delete BEFORE DELETE ON demo
WHEN EXISTS (SELECT 1 FROM feedback WHERE demo = OLD.id) OR NOT EXISTS (
    SELECT 1 FROM change c JOIN operation o ON o.reverts = c.operation
    WHERE c.tbl = 'demo' AND c.row = OLD.id AND c.kind = 'I' AND o.sealed = 0)
    OR NOT EXISTS (SELECT 1 FROM review WHERE id = OLD.review AND finished_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'standfast V1: what was shown does not vanish'); END;
CREATE TRIGGER guard_feedback_insert BEFORE INSERT ON feedback
WHEN NOT EXISTS (SELECT 1 FROM demo d JOIN review v ON v.id = d.review WHERE d.id = NEW.demo AND v.finished_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'standfast V1: what a finished review says stands'); END;
CREATE TRIGGER guard_feedback_update BEFORE UPDATE ON feedback
BEGIN SELECT RAISE(ABORT, 'standfast V1: where an item came from does not change'); END;
CREATE TRIGGER guard_feedback_delete BEFORE DELETE ON feedback
WHEN NOT EXISTS (SELECT 1 FROM change c JOIN operation o ON o.reverts = c.operation
    WHERE c.tbl = 'feedback' AND c.row = OLD.id AND c.kind = 'I' AND o.sealed = 0)
    OR NOT EXISTS (SELECT 1 FROM demo d JOIN review v ON v.id = d.review WHERE d.id = OLD.demo AND v.finished_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'standfast V1: where an item came from does not change'); END;
CREATE TRIGGER guard_item_delete_origin BEFORE DELETE ON item
WHEN EXISTS (SELECT 1 FROM feedback WHERE item = OLD.id) OR EXISTS (SELECT 1 FROM demo WHERE item = OLD.id)
BEGIN SELECT RAISE(ABORT, 'standfast V1: the item belongs to the history of a review; drop it instead'); END;

-- A sprint whose review or retro has begun stays what it was.
CREATE TRIGGER guard_sprint_meetings BEFORE UPDATE OF state ON sprint
WHEN (OLD.state = 'closed' AND NEW.state <> 'closed' AND EXISTS (SELECT 1 FROM retro WHERE sprint = OLD.id))
    OR (NEW.state = 'draft' AND EXISTS (SELECT 1 FROM review WHERE sprint = OLD.id))
BEGIN SELECT RAISE(ABORT, 'standfast A1: the review or retro of this sprint has begun; undo that first'); END;

-- The retro.
CREATE TRIGGER guard_retro_insert BEFORE INSERT ON retro
WHEN NEW.finished_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM sprint WHERE id = NEW.sprint AND state = 'closed')
BEGIN SELECT RAISE(ABORT, 'standfast A1: a retro begins with a closed sprint'); END;
CREATE TRIGGER guard_retro_update BEFORE UPDATE ON retro
WHEN OLD.finished_at IS NOT NULL OR NEW.finished_at IS NULL OR NEW.sprint <> OLD.sprint OR NEW.columns <> OLD.columns
    OR NEW.started_at <> OLD.started_at
BEGIN
    SELECT RAISE(ABORT, 'standfast A1: what a retro was does not change')
    WHERE NEW.finished_at IS NOT NULL OR NEW.sprint <> OLD.sprint OR NEW.columns <> OLD.columns OR NEW.started_at <> OLD.started_at
        OR NOT EXISTS (
            SELECT 1 FROM change c JOIN operation o ON o.reverts = c.operation
            WHERE c.tbl = 'retro' AND c.row = OLD.id AND c.kind = 'U' AND o.sealed = 0);
    SELECT RAISE(ABORT, 'standfast A1: the next sprint has begun with what this retro committed; rule on it in the next retro')
    WHERE NEW.finished_at IS NULL AND EXISTS (SELECT 1 FROM change k JOIN contract p ON p.id = k.row
        WHERE k.tbl = 'contract' AND k.kind = 'I' AND k.operation > (
            SELECT max(c.operation) FROM change c WHERE c.tbl = 'retro' AND c.row = OLD.id AND c.kind = 'U'));
END;
CREATE TRIGGER guard_retro_finish BEFORE UPDATE ON retro
WHEN OLD.finished_at IS NULL AND NEW.finished_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'standfast A1: an action of an earlier retro has no ruling yet')
    WHERE EXISTS (SELECT 1 FROM retro_action a WHERE a.retro <> OLD.id AND NOT EXISTS (
        SELECT 1 FROM action_ruling r WHERE r.action = a.id AND (r.ruling <> 'keep' OR r.retro = OLD.id)));
    SELECT RAISE(ABORT, 'standfast A5: a retro without an action is finished with a reason')
    WHERE (NEW.no_action_reason IS NULL OR NEW.no_action_reason = '')
        AND NOT EXISTS (SELECT 1 FROM retro_action WHERE retro = OLD.id);
END;
CREATE TRIGGER guard_retro_delete BEFORE DELETE ON retro
WHEN OLD.finished_at IS NOT NULL
    OR EXISTS (SELECT 1 FROM retro_note WHERE retro = OLD.id) OR EXISTS (SELECT 1 FROM retro_action WHERE retro = OLD.id)
    OR EXISTS (SELECT 1 FROM action_ruling WHERE retro = OLD.id) OR EXISTS (SELECT 1 FROM not_now WHERE retro = OLD.id)
    OR NOT EXISTS (SELECT 1 FROM change c JOIN operation o ON o.reverts = c.operation
        WHERE c.tbl = 'retro' AND c.row = OLD.id AND c.kind = 'I' AND o.sealed = 0)
BEGIN SELECT RAISE(ABORT, 'standfast A1: a retro does not vanish'); END;

-- What was said: free while the retro runs, a fact afterwards.
CREATE TRIGGER guard_retro_note_insert BEFORE INSERT ON retro_note
WHEN NOT EXISTS (SELECT 1 FROM retro WHERE id = NEW.retro AND finished_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'standfast A2: the notes of a finished retro stand'); END;
CREATE TRIGGER guard_retro_note_update BEFORE UPDATE ON retro_note
WHEN NEW.retro <> OLD.retro OR NOT EXISTS (SELECT 1 FROM retro WHERE id = OLD.retro AND finished_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'standfast A2: the notes of a finished retro stand'); END;
CREATE TRIGGER guard_retro_note_delete BEFORE DELETE ON retro_note
WHEN NOT EXISTS (SELECT 1 FROM retro WHERE id = OLD.retro AND finished_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'standfast A2: the notes of a finished retro stand'); END;
CREATE TRIGGER guard_retro_vote_insert BEFORE INSERT ON retro_vote
WHEN NOT EXISTS (SELECT 1 FROM retro_note n JOIN retro r ON r.id = n.retro WHERE n.id = NEW.note AND r.finished_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'standfast A2: the votes of a finished retro stand'); END;
CREATE TRIGGER guard_retro_vote_update BEFORE UPDATE ON retro_vote
BEGIN SELECT RAISE(ABORT, 'standfast A2: a vote is taken back, not changed'); END;
CREATE TRIGGER guard_retro_vote_delete BEFORE DELETE ON retro_vote
WHEN NOT EXISTS (SELECT 1 FROM retro_note n JOIN retro r ON r.id = n.retro WHERE n.id = OLD.note AND r.finished_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'standfast A2: the votes of a finished retro stand'); END;
CREATE TRIGGER guard_not_now_insert BEFORE INSERT ON not_now
WHEN NOT EXISTS (SELECT 1 FROM retro WHERE id = NEW.retro AND finished_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'standfast A2: the list of a finished retro stands'); END;
CREATE TRIGGER guard_not_now_update BEFORE UPDATE ON not_now
BEGIN SELECT RAISE(ABORT, 'standfast A2: what was put off does not change'); END;
CREATE TRIGGER guard_not_now_delete BEFORE DELETE ON not_now
WHEN NOT EXISTS (SELECT 1 FROM retro WHERE id = OLD.retro AND finished_at IS NULL)
    OR NOT EXISTS (SELECT 1 FROM change c JOIN operation o ON o.reverts = c.operation
        WHERE c.tbl = 'not_now' AND c.row = OLD.id AND c.kind = 'I' AND o.sealed = 0)
BEGIN SELECT RAISE(ABORT, 'standfast A2: what was put off does not vanish'); END;

-- The actions.
CREATE TRIGGER guard_retro_action_insert BEFORE INSERT ON retro_action
BEGIN
    SELECT RAISE(ABORT, 'standfast A2: an action is committed in a retro that is under way, and not done yet')
    WHERE NEW.done_at IS NOT NULL OR NEW.done_note IS NOT NULL
        OR NOT EXISTS (SELECT 1 FROM retro WHERE id = NEW.retro AND finished_at IS NULL);
    SELECT RAISE(ABORT, 'standfast A1: an action of an earlier retro has no ruling yet')
    WHERE EXISTS (SELECT 1 FROM retro_action a WHERE a.retro <> NEW.retro AND NOT EXISTS (
        SELECT 1 FROM action_ruling r WHERE r.action = a.id AND (r.ruling <> 'keep' OR r.retro = NEW.retro)));
    SELECT RAISE(ABORT, 'standfast A2: the retro has as many actions as the team takes')
    WHERE (SELECT count(*) FROM retro_action WHERE retro = NEW.retro) >= (SELECT retro_actions FROM team);
END;
CREATE TRIGGER guard_retro_action_update BEFORE UPDATE ON retro_action
BEGIN
    SELECT RAISE(ABORT, 'standfast A3: what was committed does not change')
    WHERE NEW.number <> OLD.number OR NEW.retro <> OLD.retro OR NEW.note IS NOT OLD.note OR NEW.text <> OLD.text
        OR NEW.owner <> OLD.owner OR NEW.due <> OLD.due OR NEW.shows <> OLD.shows OR NEW.committed_at <> OLD.committed_at;
    SELECT RAISE(ABORT, 'standfast A3: the action has its last ruling; that stands')
    WHERE EXISTS (SELECT 1 FROM action_ruling WHERE action = OLD.id AND ruling <> 'keep');
    SELECT RAISE(ABORT, 'standfast A3: the action is done; that stands')
    WHERE OLD.done_at IS NOT NULL AND (NEW.done_at IS NOT NULL OR NEW.done_note IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM change c JOIN operation o ON o.reverts = c.operation
        WHERE c.tbl = 'retro_action' AND c.row = OLD.id AND c.kind = 'U' AND o.sealed = 0));
END;
CREATE TRIGGER guard_retro_action_delete BEFORE DELETE ON retro_action
WHEN EXISTS (SELECT 1 FROM action_ruling WHERE action = OLD.id)
    OR NOT EXISTS (SELECT 1 FROM retro WHERE id = OLD.retro AND finished_at IS NULL)
    OR NOT EXISTS (SELECT 1 FROM change c JOIN operation o ON o.reverts = c.operation
        WHERE c.tbl = 'retro_action' AND c.row = OLD.id AND c.kind = 'I' AND o.sealed = 0)
    OR EXISTS (SELECT 1 FROM sprint WHERE locked_at > OLD.committed_at)
BEGIN SELECT RAISE(ABORT, 'standfast A1: an action does not vanish; the next retro can drop it with a reason'); END;
CREATE TRIGGER guard_action_ruling_insert BEFORE INSERT ON action_ruling
BEGIN
    SELECT RAISE(ABORT, 'standfast A1: an action is ruled on in a later retro that is under way')
    WHERE NOT EXISTS (SELECT 1 FROM retro WHERE id = NEW.retro AND finished_at IS NULL)
        OR NOT EXISTS (SELECT 1 FROM retro_action WHERE id = NEW.action AND retro <> NEW.retro);
    SELECT RAISE(ABORT, 'standfast A1: the action has its last ruling; that stands')
    WHERE EXISTS (SELECT 1 FROM action_ruling WHERE action = NEW.action AND (ruling <> 'keep' OR retro = NEW.retro));
    SELECT RAISE(ABORT, 'standfast A1: an action that worked, had no effect or is to be undone was done')
    WHERE NEW.ruling IN ('worked', 'no effect', 'undo it')
        AND EXISTS (SELECT 1 FROM retro_action WHERE id = NEW.action AND done_at IS NULL);
END;
CREATE TRIGGER guard_action_ruling_update BEFORE UPDATE ON action_ruling
BEGIN SELECT RAISE(ABORT, 'standfast A1: a ruling stands'); END;
CREATE TRIGGER guard_action_ruling_delete BEFORE DELETE ON action_ruling
WHEN NOT EXISTS (SELECT 1 FROM retro WHERE id = OLD.retro AND finished_at IS NULL)
    OR EXISTS (SELECT 1 FROM retro_action WHERE retro = OLD.retro)
    OR NOT EXISTS (SELECT 1 FROM change c JOIN operation o ON o.reverts = c.operation
        WHERE c.tbl = 'action_ruling' AND c.row = OLD.id AND c.kind = 'I' AND o.sealed = 0)
BEGIN SELECT RAISE(ABORT, 'standfast A1: a ruling stands'); END;

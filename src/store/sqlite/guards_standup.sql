
-- The record of a standup that is over (S7); only what takes back its end may touch it.
CREATE TRIGGER guard_standup_update BEFORE UPDATE ON standup
WHEN OLD.ended_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'standfast S7: the record of a standup that is over does not change')
    WHERE NOT EXISTS (SELECT 1 FROM change c JOIN operation o ON o.reverts = c.operation
        WHERE c.tbl = 'standup' AND c.row = OLD.id AND c.kind = 'U' AND o.sealed = 0);
END;
CREATE TRIGGER guard_standup_delete BEFORE DELETE ON standup
WHEN OLD.ended_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'standfast S7: the record of a standup that is over does not vanish'); END;
CREATE TRIGGER guard_standup_turn BEFORE UPDATE ON standup_turn
WHEN EXISTS (SELECT 1 FROM standup WHERE id = OLD.standup AND ended_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'standfast S7: the record of a standup that is over does not change'); END;

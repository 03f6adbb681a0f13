-- A parent whose parts are in the same sprint with estimates: whether its own points count beside them is the team's to say,
-- and is kept at the lock. What was locked before counts as it did.
ALTER TABLE team ADD COLUMN count_parents INTEGER NOT NULL DEFAULT 0 CHECK (count_parents IN (0, 1));
ALTER TABLE sprint_item ADD COLUMN by_parts INTEGER NOT NULL DEFAULT 0 CHECK (by_parts IN (0, 1));

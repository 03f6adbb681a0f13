-- People outside the team own, answer and may approve; they have no turn at the standup and no capacity.
ALTER TABLE member ADD COLUMN outside INTEGER NOT NULL DEFAULT 0 CHECK (outside = 0 OR (outside = 1 AND allocation = 0));

-- The chain of the log: each operation carries a SHA-256 over the one before it, itself and its changes. Operations of
-- before get theirs in this migration, from the log and the rows as they are (`replay.rs`).
ALTER TABLE operation ADD COLUMN hash BLOB CHECK (length(hash) = 32);

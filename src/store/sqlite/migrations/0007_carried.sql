-- What somebody works on is found among the open items alone, however many they have finished.
CREATE INDEX item_carried ON item (assignee, status_since DESC, id, status, ended_at) WHERE ended_at IS NULL;

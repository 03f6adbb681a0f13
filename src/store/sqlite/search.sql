-- Full-text search over outside keys, titles and descriptions, and the count of items by status: both are indexes,
-- kept by triggers from the one table they read. SQLite's own; another engine brings its own file.
CREATE TRIGGER search_insert AFTER INSERT ON item BEGIN
    INSERT INTO item_search (rowid, external_key, title, description) VALUES (NEW.id, NEW.external_key, NEW.title, NEW.description);
END;
CREATE TRIGGER search_delete AFTER DELETE ON item BEGIN
    INSERT INTO item_search (item_search, rowid, external_key, title, description)
    VALUES ('delete', OLD.id, OLD.external_key, OLD.title, OLD.description);
END;
CREATE TRIGGER search_update AFTER UPDATE OF external_key, title, description ON item BEGIN
    INSERT INTO item_search (item_search, rowid, external_key, title, description)
    VALUES ('delete', OLD.id, OLD.external_key, OLD.title, OLD.description);
    INSERT INTO item_search (rowid, external_key, title, description) VALUES (NEW.id, NEW.external_key, NEW.title, NEW.description);
END;
CREATE TRIGGER tally_status_insert AFTER INSERT ON status BEGIN
    INSERT INTO tally (status, items) VALUES (NEW.id, 0);
END;
CREATE TRIGGER tally_status_delete AFTER DELETE ON status BEGIN
    DELETE FROM tally WHERE status = OLD.id;
END;
CREATE TRIGGER tally_insert AFTER INSERT ON item BEGIN
    UPDATE tally SET items = items + 1 WHERE status = NEW.status;
END;
CREATE TRIGGER tally_delete AFTER DELETE ON item BEGIN
    UPDATE tally SET items = items - 1 WHERE status = OLD.status;
END;
CREATE TRIGGER tally_update AFTER UPDATE OF status ON item WHEN NEW.status <> OLD.status BEGIN
    UPDATE tally SET items = items - 1 WHERE status = OLD.status;
    UPDATE tally SET items = items + 1 WHERE status = NEW.status;
END;

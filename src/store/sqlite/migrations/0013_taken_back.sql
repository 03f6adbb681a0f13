-- A request that takes an accepted one back names it, so that both stay in the scope log.
ALTER TABLE change_request ADD COLUMN takes_back BIGINT REFERENCES change_request (id);
CREATE INDEX change_request_takes_back ON change_request (takes_back) WHERE takes_back IS NOT NULL;
-- What is in a sprint beside its account is little, and is looked for with every request.
CREATE INDEX sprint_item_beside ON sprint_item (sprint, item) WHERE ended_at_entry + by_parts > 0;

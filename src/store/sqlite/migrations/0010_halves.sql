-- Half days and any allocation. `allocation_more` is the thousandths of a percent beyond the whole ones; no part is the whole day.
ALTER TABLE member ADD COLUMN allocation_more BIGINT CHECK (allocation_more IS NULL OR (allocation_more BETWEEN 1 AND 999 AND allocation < 100));
ALTER TABLE absence ADD COLUMN part TEXT CHECK (part IN ('morning', 'afternoon'));

-- The earliest horizon of a step's own source and of those that ever showed what follows its activity.
CREATE OR REPLACE TEMP TABLE seen_until AS
WITH could AS (
    SELECT f.activity, o.source_no, f.source_no AS shown_by
    FROM (SELECT DISTINCT activity, source_no FROM follows) AS f CROSS JOIN horizons AS o
    UNION
    SELECT f.activity, o.source_no, o.source_no FROM (SELECT DISTINCT activity FROM follows) AS f CROSS JOIN horizons AS o
    UNION
    SELECT NULL, source_no, source_no FROM horizons
)
SELECT c.activity, c.source_no, min(h.seen_on) AS seen_on, min(h.seen_at) AS seen_at
FROM could AS c JOIN horizons AS h ON h.source_no = c.shown_by
GROUP BY c.activity, c.source_no

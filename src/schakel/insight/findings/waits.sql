-- All waits: what of each counts (no time twice in one case), and what of that is lost beyond the norm.
-- Reads pinch_starts, pinch_open, pinch_overlaps and params.
WITH united AS (
    SELECT case_no, pos, resident_no, kind, activity, partner, next_activity, next_partner, to_activity, to_partner,
        ready_on, until_on, wait_us, is_open
    FROM pinch_starts
    UNION ALL
    SELECT case_no, pos, resident_no, kind, activity, partner, next_activity, next_partner, to_activity, to_partner,
        ready_on, until_on, wait_us, is_open
    FROM pinch_open
),
counted AS (
    SELECT w.*, CASE WHEN o.overlap_us IS NULL THEN w.wait_us ELSE greatest(0, w.wait_us - o.overlap_us) END AS counted_us
    FROM united AS w
    LEFT JOIN pinch_overlaps AS o ON o.case_no = w.case_no AND o.pos = w.pos
)
SELECT c.*, CASE WHEN c.counted_us IS NOT NULL
    THEN CAST(greatest(0, c.counted_us - CAST(p.wait_norm_days * 86400000000 AS BIGINT)) AS BIGINT) END AS lost_us
FROM counted AS c
CROSS JOIN params AS p

-- All waits: what of each counts (no time twice in one case), and what of that is lost beyond the norm. queue_no and
-- left_on: the link on which they wait and until when, also when they became a dead end; an open wait has no left_on.
-- Reads pinch_starts, pinch_open, pinch_keys, pinch_overlaps and params.
WITH united AS (
    SELECT s.case_no, s.pos, s.resident_no, k.key_no, k.key_no AS queue_no, s.to_activity, s.to_partner,
        s.ready_on, s.until_on, s.until_on AS left_on, s.wait_us, FALSE AS is_open, s.is_untold
    FROM pinch_starts AS s
    JOIN pinch_keys AS k ON k.kind = s.kind AND k.activity = s.activity AND k.partner = s.partner
        AND k.next_activity = s.next_activity AND k.next_partner = s.next_partner
    UNION ALL
    SELECT o.case_no, o.pos, o.resident_no, k.key_no, q.key_no, o.to_activity, o.to_partner,
        o.ready_on, o.until_on, o.left_on, o.wait_us, TRUE, FALSE
    FROM pinch_open AS o
    JOIN pinch_keys AS k ON k.kind = o.kind AND k.activity = o.activity AND k.partner = o.partner
        AND k.next_activity = o.next_activity AND k.next_partner = o.next_partner
    LEFT JOIN pinch_keys AS q ON q.kind = o.queue_kind AND q.activity = o.queue_activity
        AND q.partner = o.queue_partner AND q.next_activity = o.queue_next_activity
        AND q.next_partner = o.queue_next_partner
),
counted AS (
    SELECT w.*, CASE WHEN o.overlap_us IS NULL THEN w.wait_us ELSE greatest(0, w.wait_us - o.overlap_us) END AS counted_us
    FROM united AS w
    LEFT JOIN pinch_overlaps AS o ON o.case_no = w.case_no AND o.pos = w.pos
)
SELECT c.case_no, c.resident_no, c.key_no, c.queue_no, c.to_activity, c.to_partner, c.ready_on, c.until_on, c.left_on,
    c.wait_us, c.is_open, c.is_untold, CASE WHEN c.counted_us IS NOT NULL
        THEN CAST(greatest(0, c.counted_us - CAST(p.wait_norm_days * 86400000000 AS BIGINT)) AS BIGINT) END AS lost_us
FROM counted AS c
CROSS JOIN params AS p

-- Residents in all, how many waits for a first step are known, and all time lost. Reads pinch_waits and pinch_keys.
SELECT count(DISTINCT w.resident_no) AS residents, count(CASE WHEN k.kind = 'inflow' THEN w.wait_us END) AS asked,
    coalesce(sum(w.lost_us), 0) AS lost_us
FROM pinch_waits AS w
JOIN pinch_keys AS k ON k.key_no = w.key_no

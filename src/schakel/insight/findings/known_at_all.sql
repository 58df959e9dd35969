-- Residents in all, and how many waits for a first step are known. Reads pinch_waits and pinch_keys.
SELECT count(DISTINCT w.resident_no) AS residents, count(CASE WHEN k.kind = 'inflow' THEN w.wait_us END) AS asked
FROM pinch_waits AS w
JOIN pinch_keys AS k ON k.key_no = w.key_no

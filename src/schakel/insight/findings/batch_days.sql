-- Starts per moment and local day, for moments with at least pinch_seen.threshold residents; the waits before them must
-- be known. ready: how many became ready to start on that day. Reads pinch_waits and pinch_seen.
WITH moments AS (
    SELECT w.to_activity, w.to_partner
    FROM pinch_waits AS w
    WHERE NOT w.is_open AND w.ready_on IS NOT NULL AND w.until_on IS NOT NULL
    GROUP BY w.to_activity, w.to_partner
    HAVING count(DISTINCT w.resident_no) >= (SELECT threshold FROM pinch_seen)
),
days AS (
    SELECT w.to_activity, w.to_partner, w.until_on AS on_day, 1 AS starts, 0 AS ready
    FROM pinch_waits AS w
    JOIN moments AS m ON m.to_activity = w.to_activity AND m.to_partner = w.to_partner
    WHERE NOT w.is_open AND w.ready_on IS NOT NULL AND w.until_on IS NOT NULL
    UNION ALL
    SELECT w.to_activity, w.to_partner, w.ready_on, 0, 1
    FROM pinch_waits AS w
    JOIN moments AS m ON m.to_activity = w.to_activity AND m.to_partner = w.to_partner
    WHERE NOT w.is_open AND w.ready_on IS NOT NULL AND w.until_on IS NOT NULL
)
SELECT to_activity, to_partner, on_day, sum(starts) AS starts, sum(ready) AS ready
FROM days
GROUP BY to_activity, to_partner, on_day
ORDER BY to_activity, to_partner, on_day

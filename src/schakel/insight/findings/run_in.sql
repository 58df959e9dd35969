-- How long after the start of the case waits on the links of findings end, and how long they take, in periods of 30 days:
-- a log that begins empty fills up for so long, and without open waits its end empties for so long.
-- Reads pinch_waits, pinch_found and cases.
SELECT w.queue_no, greatest(0, w.until_on - c.started_on) // 30 AS since_start,
    greatest(0, w.until_on - w.ready_on) // 30 AS taken, count(*) AS n
FROM pinch_waits AS w
JOIN pinch_found AS f ON f.key_no = w.queue_no
JOIN cases AS c ON c.case_no = w.case_no
WHERE w.ready_on IS NOT NULL AND w.until_on IS NOT NULL AND w.wait_us IS NOT NULL AND NOT w.is_open
GROUP BY w.queue_no, since_start, taken

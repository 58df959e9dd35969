-- How long after the start of the case waits on a link end, and how long they take, in periods of 30 days: a log that
-- begins empty fills up for so long, and without open waits its end empties for so long. Reads pinch_starts and cases.
SELECT w.kind, w.activity, w.partner, w.next_activity, w.next_partner,
    greatest(0, w.until_on - c.started_on) // 30 AS since_start, greatest(0, w.until_on - w.ready_on) // 30 AS taken,
    count(*) AS n
FROM pinch_starts AS w
JOIN cases AS c ON c.case_no = w.case_no
WHERE w.ready_on IS NOT NULL AND w.until_on IS NOT NULL AND w.wait_us IS NOT NULL
GROUP BY w.kind, w.activity, w.partner, w.next_activity, w.next_partner, since_start, taken
ORDER BY w.kind, w.activity, w.partner, w.next_activity, w.next_partner, since_start, taken

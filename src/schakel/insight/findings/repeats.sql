-- Steps whose activity the case had before, except those that come back by their nature. Reads pinch_steps.
WITH firsts AS (
    SELECT case_no, activity, min(pos) AS pos
    FROM pinch_steps
    WHERE NOT is_normal
    GROUP BY case_no, activity
    HAVING count(*) > 1
)
SELECT s.case_no, s.pos, s.resident_no, s.activity, coalesce(s.partner, 0) AS partner, s.touch_us
FROM firsts AS f
JOIN pinch_steps AS s ON s.case_no = f.case_no AND s.activity = f.activity AND s.pos > f.pos

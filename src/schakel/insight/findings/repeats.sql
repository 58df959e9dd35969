-- Steps whose activity the case had before, except those that come back by their nature. Reads steps and params.
WITH firsts AS (
    SELECT case_no, activity, min(pos) AS pos
    FROM steps
    GROUP BY case_no, activity
    HAVING count(*) > 1
)
SELECT s.case_no, s.pos, s.resident_no, s.activity, coalesce(s.partner, '') AS partner, s.touch_us
FROM firsts AS f
JOIN steps AS s ON s.case_no = f.case_no AND s.activity = f.activity AND s.pos > f.pos
CROSS JOIN params AS p
WHERE position('|' || lower(s.activity) || '|' IN p.repeat_normal_words) = 0

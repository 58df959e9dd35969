-- What a rhythm explains: for steps that start on its day, the days from being ready to the first day of the rhythm, at
-- most what was lost. Per moment, link and resident. Reads pinch_waits, pinch_rhythms (anchor: a day of the rhythm) and
-- pinch_words.
WITH extra AS (
    SELECT w.key_no, w.to_activity, w.to_partner, w.resident_no,
        CASE WHEN (w.until_on - r.anchor) % r.period_days = 0
            THEN least(w.lost_us, ((r.anchor - w.ready_on) % r.period_days + r.period_days) % r.period_days * 86400000000)
            ELSE 0 END AS extra_us
    FROM pinch_waits AS w
    JOIN pinch_rhythms AS r ON r.to_activity = w.to_activity AND r.to_partner = w.to_partner
    WHERE NOT w.is_open AND w.ready_on IS NOT NULL AND w.until_on IS NOT NULL
)
SELECT e.to_activity, e.to_partner, a.word AS activity, p.word AS partner, e.key_no, e.resident_no,
    sum(e.extra_us) AS extra_us
FROM extra AS e
JOIN pinch_words AS a ON a.no = e.to_activity
JOIN pinch_words AS p ON p.no = e.to_partner
GROUP BY e.to_activity, e.to_partner, a.word, p.word, e.key_no, e.resident_no

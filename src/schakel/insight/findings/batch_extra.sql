-- What a rhythm explains: for steps that start on its day, the days from being ready to the first day of the rhythm, at
-- most what was lost. Per moment, link and resident. Reads pinch_waits and pinch_rhythms (anchor: a day of the rhythm).
WITH extra AS (
    SELECT w.kind, w.activity, w.partner, w.next_activity, w.next_partner, w.to_activity, w.to_partner, w.resident_no,
        CASE WHEN (w.until_on - r.anchor) % r.period_days = 0
            THEN least(w.lost_us, ((r.anchor - w.ready_on) % r.period_days + r.period_days) % r.period_days * 86400000000)
            ELSE 0 END AS extra_us
    FROM pinch_waits AS w
    JOIN pinch_rhythms AS r ON r.to_activity = w.to_activity AND r.to_partner = w.to_partner
    WHERE NOT w.is_open AND w.ready_on IS NOT NULL AND w.until_on IS NOT NULL
)
SELECT to_activity, to_partner, kind, activity, partner, next_activity, next_partner, resident_no, sum(extra_us) AS extra_us
FROM extra
GROUP BY to_activity, to_partner, kind, activity, partner, next_activity, next_partner, resident_no

-- How much of the time lost on each link was lost in cases beyond the lead time norm. Reads cases, params, pinch_waits.
SELECT w.key_no, sum(w.lost_us) AS lost_us
FROM pinch_waits AS w
JOIN cases AS c ON c.case_no = w.case_no
CROSS JOIN params AS p
CROSS JOIN pinch_seen AS e
WHERE e.reference_on - c.started_on >= p.lead_time_norm_days AND w.lost_us > 0
    AND coalesce(c.duration_us, CASE WHEN c.is_open AND c.sight_until_on IS NULL THEN c.observed_us END)
        > p.lead_time_norm_days * 86400000000
GROUP BY w.key_no

-- Cases that began at least the lead time norm before the reference date, so that each can be judged, and those of them
-- that took longer (open ones until the reference date). Of a case out of sight nobody knows. Reads cases, params and
-- pinch_seen.
WITH judged AS (
    SELECT c.resident_no,
        coalesce(c.duration_us, CASE WHEN c.is_open AND c.sight_until_on IS NULL THEN c.observed_us END)
            - CAST(p.lead_time_norm_days * 86400000000 AS BIGINT) AS beyond_us
    FROM cases AS c
    CROSS JOIN params AS p
    CROSS JOIN pinch_seen AS e
    WHERE e.reference_on - c.started_on >= p.lead_time_norm_days
)
SELECT count(*) AS cases, count(beyond_us) AS known, coalesce(sum(CASE WHEN beyond_us > 0 THEN 1 ELSE 0 END), 0) AS late,
    count(DISTINCT CASE WHEN beyond_us > 0 THEN resident_no END) AS residents,
    coalesce(sum(greatest(0, beyond_us)), 0) AS beyond_us
FROM judged

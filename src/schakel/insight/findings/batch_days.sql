-- Starts and who became ready to start, per moment and place in the cycle of all rhythms that are looked for (phase:
-- ordinal day modulo pinch_seen.cycle_days), for moments with at least pinch_seen.threshold residents; the waits before
-- them must be known. rounds: on how many days of that phase anything started; squares: sum of the squares of the starts
-- per day. Reads pinch_waits and pinch_seen.
WITH known AS (
    SELECT to_activity, to_partner, resident_no, ready_on, until_on
    FROM pinch_waits
    WHERE NOT is_open AND ready_on IS NOT NULL AND until_on IS NOT NULL
),
moments AS (
    SELECT to_activity, to_partner
    FROM known
    GROUP BY to_activity, to_partner
    HAVING count(DISTINCT resident_no) >= (SELECT threshold FROM pinch_seen)
),
days AS (
    SELECT to_activity, to_partner, until_on AS on_day, count(*) AS starts, 0 AS ready
    FROM known
    GROUP BY to_activity, to_partner, until_on
    UNION ALL
    SELECT to_activity, to_partner, ready_on, 0, count(*)
    FROM known
    GROUP BY to_activity, to_partner, ready_on
)
SELECT d.to_activity, d.to_partner, (d.on_day - DATE '0001-01-01' + 1) % e.cycle_days AS phase,
    CAST(sum(d.starts) AS BIGINT) AS starts, CAST(sum(d.ready) AS BIGINT) AS ready,
    sum(CASE WHEN d.starts > 0 THEN 1 ELSE 0 END) AS rounds, CAST(sum(d.starts * d.starts) AS BIGINT) AS squares
FROM days AS d
JOIN moments AS m ON m.to_activity = d.to_activity AND m.to_partner = d.to_partner
CROSS JOIN pinch_seen AS e
GROUP BY d.to_activity, d.to_partner, phase
ORDER BY d.to_activity, d.to_partner, phase

-- A week of a resident's life counts once in a case: where two waits overlap, the time belongs to the one that ended
-- first (the lower pos). Only waits from a request, and open ones, can overlap others. Cases with a day-precise step are
-- compared by local days, others by microseconds. Reads pinch_starts, _open, _steps; one row per wait with overlap.
WITH suspects AS (
    SELECT DISTINCT w.case_no FROM pinch_starts AS w WHERE w.is_early
    UNION
    SELECT o.case_no FROM pinch_open AS o
),
dated AS (
    SELECT s.case_no, count(CASE WHEN s.precision = 'day' THEN 1 END) > 0 AS by_day
    FROM pinch_steps AS s
    JOIN suspects AS u ON u.case_no = s.case_no
    GROUP BY s.case_no
),
united AS (
    SELECT case_no, pos, started, ready_on, until_on, wait_us FROM pinch_starts
    UNION ALL
    SELECT case_no, pos, NULL, ready_on, until_on, wait_us FROM pinch_open
),
stretches AS (
    SELECT w.case_no, w.pos,
        CASE WHEN d.by_day OR w.started IS NULL THEN (w.ready_on - DATE '1970-01-01') * 86400000000
            ELSE epoch_us(w.started) - w.wait_us END AS since_us,
        CASE WHEN d.by_day OR w.started IS NULL THEN (w.until_on - DATE '1970-01-01') * 86400000000
            ELSE epoch_us(w.started) END AS until_us
    FROM united AS w
    JOIN dated AS d ON d.case_no = w.case_no
    WHERE w.wait_us > 0
),
marks AS (
    SELECT case_no, since_us AS at_us FROM stretches
    UNION
    SELECT case_no, until_us FROM stretches
),
pieces AS (
    SELECT case_no, at_us AS since_us, lead(at_us) OVER (PARTITION BY case_no ORDER BY at_us NULLS LAST) AS until_us
    FROM marks
),
owned AS (
    SELECT p.case_no, p.since_us, p.until_us, min(s.pos) AS owner
    FROM pieces AS p
    JOIN stretches AS s ON s.case_no = p.case_no AND s.since_us <= p.since_us AND s.until_us >= p.until_us
    GROUP BY p.case_no, p.since_us, p.until_us
)
SELECT s.case_no, s.pos, sum(o.until_us - o.since_us) AS overlap_us
FROM stretches AS s
JOIN owned AS o ON o.case_no = s.case_no AND s.since_us <= o.since_us AND s.until_us >= o.until_us AND o.owner < s.pos
GROUP BY s.case_no, s.pos

-- meaning: which activity directly follows which, how often, and how long the wait between them is
-- unit: steps that have a next step in their case; waits in microseconds from the latest end so far to the next start;
--   n_unknown counts waits of which start or end is unknown, and those that cannot be told because one of both partners,
--   or the one to whom was referred, did not deliver that month or cannot be followed
-- open steps: an open step has no end, so what follows it is parallel to it and its wait is not counted
-- parallel steps: counted in steps and in n_parallel; they have no wait
-- columns:
--   activity dimension
--   next_activity dimension
--   steps measure steps
--   residents residents residents
--   n_unknown measure steps
--   n_parallel measure steps
--   share_unknown measure share
--   share_parallel measure share
--   wait_p10_us measure us
--   wait_p50_us measure us
--   wait_p90_us measure us
WITH link AS (
  SELECT activity, next_activity,
    COUNT(*) AS steps,
    COUNT(DISTINCT resident_no) AS residents,
    COUNT(CASE WHEN wait_us IS NULL AND NOT COALESCE(is_parallel, FALSE) THEN 1 END) AS n_unknown,
    COUNT(CASE WHEN is_parallel THEN 1 END) AS n_parallel
  FROM steps WHERE next_activity IS NOT NULL
  GROUP BY activity, next_activity
),
wait AS (
  SELECT activity, next_activity, wait_us AS us FROM steps
  WHERE next_activity IS NOT NULL AND wait_us IS NOT NULL
),
bucket AS (
  SELECT activity, next_activity, CASE WHEN us > 0 THEN CAST(FLOOR(LN(us) * 64) AS INTEGER) + 1
    WHEN us < 0 THEN -1 - CAST(FLOOR(LN(-us) * 64) AS INTEGER) ELSE 0 END AS bucket
  FROM wait
),
histogram AS (
  SELECT activity, next_activity, bucket, COUNT(*) AS n FROM bucket GROUP BY activity, next_activity, bucket
),
known AS (
  SELECT activity, next_activity, SUM(n) AS n FROM histogram GROUP BY activity, next_activity
),
rising AS (
  SELECT h.activity, h.next_activity, h.bucket, SUM(l.n) AS upto
  FROM histogram AS h JOIN histogram AS l ON h.activity = l.activity AND h.next_activity = l.next_activity AND l.bucket <= h.bucket
  GROUP BY h.activity, h.next_activity, h.bucket
),
place AS (
  SELECT r.activity, r.next_activity, q.p,
    MIN(CASE WHEN r.upto > FLOOR((k.n - 1) * q.p / 100) THEN r.bucket END) AS low,
    MIN(CASE WHEN r.upto > CEIL((k.n - 1) * q.p / 100) THEN r.bucket END) AS high,
    MAX((k.n - 1) * q.p / 100 - FLOOR((k.n - 1) * q.p / 100)) AS part
  FROM rising AS r JOIN known AS k ON r.activity = k.activity AND r.next_activity = k.next_activity CROSS JOIN (VALUES (10), (50), (90)) AS q(p)
  GROUP BY r.activity, r.next_activity, q.p
),
middle AS (
  SELECT activity, next_activity, p, part,
    SIGN(low) * EXP((ABS(low) - CAST(0.5 AS DOUBLE)) / 64) AS low_us,
    SIGN(high) * EXP((ABS(high) - CAST(0.5 AS DOUBLE)) / 64) AS high_us
  FROM place
),
spread AS (
  SELECT activity, next_activity,
    MAX(CASE WHEN p = 10 THEN low_us + part * (high_us - low_us) END) AS wait_p10_us,
    MAX(CASE WHEN p = 50 THEN low_us + part * (high_us - low_us) END) AS wait_p50_us,
    MAX(CASE WHEN p = 90 THEN low_us + part * (high_us - low_us) END) AS wait_p90_us
  FROM middle GROUP BY activity, next_activity
)
SELECT l.activity, l.next_activity, l.steps, l.residents, l.n_unknown, l.n_parallel,
  l.n_unknown / l.steps AS share_unknown, l.n_parallel / l.steps AS share_parallel,
  q.wait_p10_us, q.wait_p50_us, q.wait_p90_us
FROM link AS l LEFT JOIN spread AS q ON q.activity = l.activity AND q.next_activity = l.next_activity
ORDER BY l.steps DESC NULLS LAST, l.activity NULLS LAST, l.next_activity NULLS LAST

-- meaning: per activity how many steps, how long they take (touch), how long the resident waited since the request (own
--   wait), and how long the case had stood still before they began (wait before)
-- unit: steps; times in microseconds
-- open steps: counted in steps and in open_steps; they have no touch time yet
-- parallel steps: counted as any step; no wait before them is known
-- columns:
--   activity dimension
--   steps measure steps
--   cases measure cases
--   residents residents residents
--   open_steps measure steps
--   touch_known measure steps
--   touch_p10_us measure us
--   touch_p50_us measure us
--   touch_p90_us measure us
--   own_wait_known measure steps
--   own_wait_p10_us measure us
--   own_wait_p50_us measure us
--   own_wait_p90_us measure us
--   wait_before_known measure steps
--   wait_before_p10_us measure us
--   wait_before_p50_us measure us
--   wait_before_p90_us measure us
WITH own AS (
  SELECT activity,
    COUNT(*) AS steps,
    COUNT(DISTINCT case_no) AS cases,
    COUNT(DISTINCT resident_no) AS residents,
    COUNT(CASE WHEN is_open THEN 1 END) AS open_steps,
    COUNT(touch_us) AS touch_known,
    COUNT(own_wait_us) AS own_wait_known
  FROM steps WHERE activity IS NOT NULL
  GROUP BY activity
),
before AS (
  SELECT next_activity AS activity, COUNT(wait_us) AS known FROM steps WHERE next_activity IS NOT NULL GROUP BY next_activity
),
duration AS (
  SELECT activity, 'touch' AS kind, touch_us AS us FROM steps
  WHERE activity IS NOT NULL AND touch_us IS NOT NULL
  UNION ALL
  SELECT activity, 'own_wait' AS kind, own_wait_us AS us FROM steps
  WHERE activity IS NOT NULL AND own_wait_us IS NOT NULL
  UNION ALL
  SELECT next_activity AS activity, 'wait_before' AS kind, wait_us AS us FROM steps
  WHERE next_activity IS NOT NULL AND wait_us IS NOT NULL
),
bucket AS (
  SELECT activity, kind, CASE WHEN us > 0 THEN CAST(FLOOR(LN(us) * 64) AS INTEGER) + 1
    WHEN us < 0 THEN -1 - CAST(FLOOR(LN(-us) * 64) AS INTEGER) ELSE 0 END AS bucket
  FROM duration
),
histogram AS (
  SELECT activity, kind, bucket, COUNT(*) AS n FROM bucket GROUP BY activity, kind, bucket
),
known AS (
  SELECT activity, kind, SUM(n) AS n FROM histogram GROUP BY activity, kind
),
rising AS (
  SELECT h.activity, h.kind, h.bucket, SUM(l.n) AS upto
  FROM histogram AS h JOIN histogram AS l ON h.activity = l.activity AND h.kind = l.kind AND l.bucket <= h.bucket
  GROUP BY h.activity, h.kind, h.bucket
),
place AS (
  SELECT r.activity, r.kind, q.p,
    MIN(CASE WHEN r.upto > FLOOR((k.n - 1) * q.p / 100) THEN r.bucket END) AS low,
    MIN(CASE WHEN r.upto > CEIL((k.n - 1) * q.p / 100) THEN r.bucket END) AS high,
    MAX((k.n - 1) * q.p / 100 - FLOOR((k.n - 1) * q.p / 100)) AS part
  FROM rising AS r JOIN known AS k ON r.activity = k.activity AND r.kind = k.kind CROSS JOIN (VALUES (10), (50), (90)) AS q(p)
  GROUP BY r.activity, r.kind, q.p
),
middle AS (
  SELECT activity, kind, p, part,
    SIGN(low) * EXP((ABS(low) - CAST(0.5 AS DOUBLE)) / 64) AS low_us,
    SIGN(high) * EXP((ABS(high) - CAST(0.5 AS DOUBLE)) / 64) AS high_us
  FROM place
),
spread AS (
  SELECT activity,
    MAX(CASE WHEN p = 10 AND kind = 'touch' THEN low_us + part * (high_us - low_us) END) AS touch_p10_us,
    MAX(CASE WHEN p = 50 AND kind = 'touch' THEN low_us + part * (high_us - low_us) END) AS touch_p50_us,
    MAX(CASE WHEN p = 90 AND kind = 'touch' THEN low_us + part * (high_us - low_us) END) AS touch_p90_us,
    MAX(CASE WHEN p = 10 AND kind = 'own_wait' THEN low_us + part * (high_us - low_us) END) AS own_wait_p10_us,
    MAX(CASE WHEN p = 50 AND kind = 'own_wait' THEN low_us + part * (high_us - low_us) END) AS own_wait_p50_us,
    MAX(CASE WHEN p = 90 AND kind = 'own_wait' THEN low_us + part * (high_us - low_us) END) AS own_wait_p90_us,
    MAX(CASE WHEN p = 10 AND kind = 'wait_before' THEN low_us + part * (high_us - low_us) END) AS wait_before_p10_us,
    MAX(CASE WHEN p = 50 AND kind = 'wait_before' THEN low_us + part * (high_us - low_us) END) AS wait_before_p50_us,
    MAX(CASE WHEN p = 90 AND kind = 'wait_before' THEN low_us + part * (high_us - low_us) END) AS wait_before_p90_us
  FROM middle GROUP BY activity
)
SELECT o.activity, o.steps, o.cases, o.residents, o.open_steps,
  o.touch_known, q.touch_p10_us, q.touch_p50_us, q.touch_p90_us,
  o.own_wait_known, q.own_wait_p10_us, q.own_wait_p50_us, q.own_wait_p90_us,
  COALESCE(b.known, 0) AS wait_before_known, q.wait_before_p10_us, q.wait_before_p50_us, q.wait_before_p90_us
FROM own AS o LEFT JOIN before AS b ON b.activity = o.activity LEFT JOIN spread AS q ON q.activity = o.activity
ORDER BY o.steps DESC NULLS LAST, o.activity NULLS LAST

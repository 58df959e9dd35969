-- meaning: how long a case takes from its first start to its latest end: naive (closed cases only) and with the open
--   cases taken into account (Kaplan-Meier), where they count as "at least this long"
-- unit: cases; times in microseconds; kaplan_meier_p50_us is the first time at which at most half of the cases still
--   run, empty when more than half run until the end of what was seen
-- open steps: a case whose last step is open is an open case
-- parallel steps: make no difference
-- columns:
--   cases measure cases
--   residents residents residents
--   open_cases measure cases
--   mean_us measure us
--   p10_us measure us
--   p50_us measure us
--   p90_us measure us
--   kaplan_meier_p50_us measure us
WITH whole AS (
  SELECT COUNT(*) AS cases, COUNT(DISTINCT resident_no) AS residents,
    COUNT(CASE WHEN is_open THEN 1 END) AS open_cases, AVG(duration_us) AS mean_us
  FROM cases
),
duration AS (
  SELECT 'closed' AS kind, duration_us AS us FROM cases WHERE duration_us IS NOT NULL
),
bucket AS (
  SELECT kind, CASE WHEN us > 0 THEN CAST(FLOOR(LN(us) * 64) AS INTEGER) + 1
    WHEN us < 0 THEN -1 - CAST(FLOOR(LN(-us) * 64) AS INTEGER) ELSE 0 END AS bucket
  FROM duration
),
histogram AS (
  SELECT kind, bucket, COUNT(*) AS n FROM bucket GROUP BY kind, bucket
),
known AS (
  SELECT kind, SUM(n) AS n FROM histogram GROUP BY kind
),
rising AS (
  SELECT h.kind, h.bucket, SUM(l.n) AS upto
  FROM histogram AS h JOIN histogram AS l ON h.kind = l.kind AND l.bucket <= h.bucket
  GROUP BY h.kind, h.bucket
),
place AS (
  SELECT r.kind, q.p,
    MIN(CASE WHEN r.upto > FLOOR((k.n - 1) * q.p / 100) THEN r.bucket END) AS low,
    MIN(CASE WHEN r.upto > CEIL((k.n - 1) * q.p / 100) THEN r.bucket END) AS high,
    MAX((k.n - 1) * q.p / 100 - FLOOR((k.n - 1) * q.p / 100)) AS part
  FROM rising AS r JOIN known AS k ON r.kind = k.kind CROSS JOIN (VALUES (10), (50), (90)) AS q(p)
  GROUP BY r.kind, q.p
),
middle AS (
  SELECT kind, p, part,
    SIGN(low) * EXP((ABS(low) - CAST(0.5 AS DOUBLE)) / 64) AS low_us,
    SIGN(high) * EXP((ABS(high) - CAST(0.5 AS DOUBLE)) / 64) AS high_us
  FROM place
),
spread AS (
  SELECT kind,
    MAX(CASE WHEN p = 10 THEN low_us + part * (high_us - low_us) END) AS p10_us,
    MAX(CASE WHEN p = 50 THEN low_us + part * (high_us - low_us) END) AS p50_us,
    MAX(CASE WHEN p = 90 THEN low_us + part * (high_us - low_us) END) AS p90_us
  FROM middle GROUP BY kind
),
seen AS (
  SELECT CASE WHEN observed_us > 0 THEN CAST(FLOOR(LN(observed_us) * 64) AS INTEGER) + 1 ELSE 0 END AS bucket, is_open
  FROM cases WHERE observed_us IS NOT NULL
),
leaving AS (
  SELECT bucket, COUNT(*) AS n, COUNT(CASE WHEN NOT is_open THEN 1 END) AS closed FROM seen GROUP BY bucket
),
at_risk AS (
  SELECT h.bucket, h.closed, SUM(l.n) AS n
  FROM leaving AS h JOIN leaving AS l ON l.bucket >= h.bucket
  GROUP BY h.bucket, h.closed
),
still AS (
  SELECT h.bucket, SUM(CASE WHEN l.closed < l.n THEN LN(1 - l.closed / l.n) ELSE -1000 END) AS log_share
  FROM at_risk AS h JOIN at_risk AS l ON l.bucket <= h.bucket
  GROUP BY h.bucket
),
half AS (
  SELECT MIN(bucket) AS bucket FROM still WHERE log_share <= LN(CAST(0.5 AS DOUBLE)) + CAST(0.000000000001 AS DOUBLE)
)
SELECT w.cases, w.residents, w.open_cases, w.mean_us, q.p10_us, q.p50_us, q.p90_us,
  SIGN(h.bucket) * EXP((h.bucket - CAST(0.5 AS DOUBLE)) / 64) AS kaplan_meier_p50_us
FROM whole AS w LEFT JOIN spread AS q ON q.kind = 'closed' CROSS JOIN half AS h

-- meaning: per partner how many steps, how long they take (touch), how long the resident waited since the request (own
--   wait), and how long the case had stood still before they began (wait before); steps without a partner are left out
-- unit: steps; times in microseconds
-- open steps: counted in steps and in open_steps; they have no touch time yet
-- parallel steps: counted as any step; no wait before them is known
-- columns:
--   partner dimension
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
  SELECT partner,
    COUNT(*) AS steps,
    COUNT(DISTINCT case_no) AS cases,
    COUNT(DISTINCT resident_no) AS residents,
    COUNT(CASE WHEN is_open THEN 1 END) AS open_steps,
    COUNT(touch_us) AS touch_known,
    COUNT(own_wait_us) AS own_wait_known
  FROM steps WHERE partner IS NOT NULL
  GROUP BY partner
),
before AS (
  SELECT next_partner AS partner, COUNT(wait_us) AS known FROM steps WHERE next_partner IS NOT NULL GROUP BY next_partner
),
duration AS (
  SELECT partner, 'touch' AS kind, touch_us AS us FROM steps
  WHERE partner IS NOT NULL AND touch_us IS NOT NULL
  UNION ALL
  SELECT partner, 'own_wait' AS kind, own_wait_us AS us FROM steps
  WHERE partner IS NOT NULL AND own_wait_us IS NOT NULL
  UNION ALL
  SELECT next_partner AS partner, 'wait_before' AS kind, wait_us AS us FROM steps
  WHERE next_partner IS NOT NULL AND wait_us IS NOT NULL
),
bucket AS (
  SELECT partner, kind, CASE WHEN us > 0 THEN CAST(FLOOR(LN(us) * 64) AS INTEGER) + 1
    WHEN us < 0 THEN -1 - CAST(FLOOR(LN(-us) * 64) AS INTEGER) ELSE 0 END AS bucket
  FROM duration
),
histogram AS (
  SELECT partner, kind, bucket, COUNT(*) AS n FROM bucket GROUP BY partner, kind, bucket
),
known AS (
  SELECT partner, kind, SUM(n) AS n FROM histogram GROUP BY partner, kind
),
rising AS (
  SELECT h.partner, h.kind, h.bucket, SUM(l.n) AS upto
  FROM histogram AS h JOIN histogram AS l ON h.partner = l.partner AND h.kind = l.kind AND l.bucket <= h.bucket
  GROUP BY h.partner, h.kind, h.bucket
),
place AS (
  SELECT r.partner, r.kind, q.p,
    MIN(CASE WHEN r.upto > FLOOR((k.n - 1) * q.p / 100) THEN r.bucket END) AS low,
    MIN(CASE WHEN r.upto > CEIL((k.n - 1) * q.p / 100) THEN r.bucket END) AS high,
    MAX((k.n - 1) * q.p / 100 - FLOOR((k.n - 1) * q.p / 100)) AS part
  FROM rising AS r JOIN known AS k ON r.partner = k.partner AND r.kind = k.kind CROSS JOIN (VALUES (10), (50), (90)) AS q(p)
  GROUP BY r.partner, r.kind, q.p
),
middle AS (
  SELECT partner, kind, p, part,
    SIGN(low) * EXP((ABS(low) - CAST(0.5 AS DOUBLE)) / 64) AS low_us,
    SIGN(high) * EXP((ABS(high) - CAST(0.5 AS DOUBLE)) / 64) AS high_us
  FROM place
),
spread AS (
  SELECT partner,
    MAX(CASE WHEN p = 10 AND kind = 'touch' THEN low_us + part * (high_us - low_us) END) AS touch_p10_us,
    MAX(CASE WHEN p = 50 AND kind = 'touch' THEN low_us + part * (high_us - low_us) END) AS touch_p50_us,
    MAX(CASE WHEN p = 90 AND kind = 'touch' THEN low_us + part * (high_us - low_us) END) AS touch_p90_us,
    MAX(CASE WHEN p = 10 AND kind = 'own_wait' THEN low_us + part * (high_us - low_us) END) AS own_wait_p10_us,
    MAX(CASE WHEN p = 50 AND kind = 'own_wait' THEN low_us + part * (high_us - low_us) END) AS own_wait_p50_us,
    MAX(CASE WHEN p = 90 AND kind = 'own_wait' THEN low_us + part * (high_us - low_us) END) AS own_wait_p90_us,
    MAX(CASE WHEN p = 10 AND kind = 'wait_before' THEN low_us + part * (high_us - low_us) END) AS wait_before_p10_us,
    MAX(CASE WHEN p = 50 AND kind = 'wait_before' THEN low_us + part * (high_us - low_us) END) AS wait_before_p50_us,
    MAX(CASE WHEN p = 90 AND kind = 'wait_before' THEN low_us + part * (high_us - low_us) END) AS wait_before_p90_us
  FROM middle GROUP BY partner
)
SELECT o.partner, o.steps, o.cases, o.residents, o.open_steps,
  o.touch_known, q.touch_p10_us, q.touch_p50_us, q.touch_p90_us,
  o.own_wait_known, q.own_wait_p10_us, q.own_wait_p50_us, q.own_wait_p90_us,
  COALESCE(b.known, 0) AS wait_before_known, q.wait_before_p10_us, q.wait_before_p50_us, q.wait_before_p90_us
FROM own AS o LEFT JOIN before AS b ON b.partner = o.partner LEFT JOIN spread AS q ON q.partner = o.partner
ORDER BY o.steps DESC NULLS LAST, o.partner NULLS LAST

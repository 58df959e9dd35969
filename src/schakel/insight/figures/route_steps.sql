-- meaning: the routes that at least params.dominant_route_share of the cases follow, step by step: who mostly does it,
--   how long it takes (touch), and how long the wait after it is
-- unit: cases of the route; times in microseconds
-- open steps: counted; they have no touch time yet
-- parallel steps: counted in n_parallel where the next step begins before an earlier one has ended; no wait then
-- columns:
--   variant dimension
--   pos dimension
--   activity dimension
--   main_partner dimension
--   cases measure cases
--   residents residents residents
--   main_partner_cases measure cases
--   partners measure
--   n_parallel measure steps
--   touch_p10_us measure us
--   touch_p50_us measure us
--   touch_p90_us measure us
--   wait_p10_us measure us
--   wait_p50_us measure us
--   wait_p90_us measure us
WITH of_all AS (
  SELECT COUNT(*) AS n FROM cases
),
dominant AS (
  SELECT c.variant, COUNT(*) AS cases FROM cases AS c GROUP BY c.variant
),
chosen AS (
  SELECT d.variant, d.cases FROM dominant AS d CROSS JOIN of_all AS a CROSS JOIN params AS p
  WHERE d.cases >= p.dominant_route_share * a.n
),
trod AS (
  SELECT c.variant, d.cases AS route_cases, s.pos, s.activity, s.partner, s.resident_no, s.touch_us, s.wait_us,
    s.is_parallel
  FROM chosen AS d JOIN cases AS c ON c.variant = d.variant JOIN steps AS s ON s.case_no = c.case_no
),
by_partner AS (
  SELECT variant, pos, partner, COUNT(*) AS n FROM trod WHERE partner IS NOT NULL GROUP BY variant, pos, partner
),
most AS (
  SELECT variant, pos, MAX(n) AS n FROM by_partner GROUP BY variant, pos
),
main AS (
  SELECT b.variant, b.pos, MIN(b.partner) AS partner, MAX(b.n) AS n
  FROM by_partner AS b JOIN most AS m ON m.variant = b.variant AND m.pos = b.pos AND m.n = b.n
  GROUP BY b.variant, b.pos
),
own AS (
  SELECT variant, pos, activity, MAX(route_cases) AS route_cases, COUNT(*) AS cases,
    COUNT(DISTINCT resident_no) AS residents, COUNT(DISTINCT partner) AS partners,
    COUNT(CASE WHEN is_parallel THEN 1 END) AS n_parallel
  FROM trod GROUP BY variant, pos, activity
),
duration AS (
  SELECT variant, pos, 'touch' AS kind, touch_us AS us FROM trod WHERE touch_us IS NOT NULL
  UNION ALL
  SELECT variant, pos, 'wait' AS kind, wait_us AS us FROM trod WHERE wait_us IS NOT NULL
),
bucket AS (
  SELECT variant, pos, kind, CASE WHEN us > 0 THEN CAST(FLOOR(LN(us) * 64) AS INTEGER) + 1
    WHEN us < 0 THEN -1 - CAST(FLOOR(LN(-us) * 64) AS INTEGER) ELSE 0 END AS bucket
  FROM duration
),
histogram AS (
  SELECT variant, pos, kind, bucket, COUNT(*) AS n FROM bucket GROUP BY variant, pos, kind, bucket
),
known AS (
  SELECT variant, pos, kind, SUM(n) AS n FROM histogram GROUP BY variant, pos, kind
),
rising AS (
  SELECT h.variant, h.pos, h.kind, h.bucket, SUM(l.n) AS upto
  FROM histogram AS h JOIN histogram AS l ON h.variant = l.variant AND h.pos = l.pos AND h.kind = l.kind AND l.bucket <= h.bucket
  GROUP BY h.variant, h.pos, h.kind, h.bucket
),
place AS (
  SELECT r.variant, r.pos, r.kind, q.p,
    MIN(CASE WHEN r.upto > FLOOR((k.n - 1) * q.p / 100) THEN r.bucket END) AS low,
    MIN(CASE WHEN r.upto > CEIL((k.n - 1) * q.p / 100) THEN r.bucket END) AS high,
    MAX((k.n - 1) * q.p / 100 - FLOOR((k.n - 1) * q.p / 100)) AS part
  FROM rising AS r JOIN known AS k ON r.variant = k.variant AND r.pos = k.pos AND r.kind = k.kind CROSS JOIN (VALUES (10), (50), (90)) AS q(p)
  GROUP BY r.variant, r.pos, r.kind, q.p
),
middle AS (
  SELECT variant, pos, kind, p, part,
    SIGN(low) * EXP((ABS(low) - CAST(0.5 AS DOUBLE)) / 64) AS low_us,
    SIGN(high) * EXP((ABS(high) - CAST(0.5 AS DOUBLE)) / 64) AS high_us
  FROM place
),
spread AS (
  SELECT variant, pos,
    MAX(CASE WHEN p = 10 AND kind = 'touch' THEN low_us + part * (high_us - low_us) END) AS touch_p10_us,
    MAX(CASE WHEN p = 50 AND kind = 'touch' THEN low_us + part * (high_us - low_us) END) AS touch_p50_us,
    MAX(CASE WHEN p = 90 AND kind = 'touch' THEN low_us + part * (high_us - low_us) END) AS touch_p90_us,
    MAX(CASE WHEN p = 10 AND kind = 'wait' THEN low_us + part * (high_us - low_us) END) AS wait_p10_us,
    MAX(CASE WHEN p = 50 AND kind = 'wait' THEN low_us + part * (high_us - low_us) END) AS wait_p50_us,
    MAX(CASE WHEN p = 90 AND kind = 'wait' THEN low_us + part * (high_us - low_us) END) AS wait_p90_us
  FROM middle GROUP BY variant, pos
)
SELECT o.variant, o.pos, o.activity, m.partner AS main_partner, o.cases, o.residents,
  COALESCE(m.n, 0) AS main_partner_cases, o.partners, o.n_parallel,
  q.touch_p10_us, q.touch_p50_us, q.touch_p90_us, q.wait_p10_us, q.wait_p50_us, q.wait_p90_us
FROM own AS o LEFT JOIN main AS m ON m.variant = o.variant AND m.pos = o.pos
  LEFT JOIN spread AS q ON q.variant = o.variant AND q.pos = o.pos
ORDER BY o.route_cases DESC NULLS LAST, o.variant NULLS LAST, o.pos NULLS LAST

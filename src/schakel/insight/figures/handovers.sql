-- meaning: where the work goes over from one partner to another, how often, and how long that takes; inferred from the
--   order of the steps, and n_declared of them were announced by a referral to that same partner
-- unit: steps followed by a step of another partner; waits in microseconds from the latest end so far to the next start;
--   left out where it cannot be told who came next, because one of both, or the one to whom was referred, did not deliver
--   that month or cannot be followed
-- open steps: an open step has no end, so what follows it is parallel and no handover
-- parallel steps: left out, help at the same time is no handover
-- columns:
--   partner dimension
--   next_partner dimension
--   steps measure steps
--   cases measure cases
--   residents residents residents
--   n_declared measure steps
--   n_unknown measure steps
--   share_unknown measure share
--   wait_p10_us measure us
--   wait_p50_us measure us
--   wait_p90_us measure us
WITH link AS (
  SELECT partner, next_partner,
    COUNT(*) AS steps,
    COUNT(DISTINCT case_no) AS cases,
    COUNT(DISTINCT resident_no) AS residents,
    COUNT(CASE WHEN to_partner = next_partner THEN 1 END) AS n_declared,
    COUNT(CASE WHEN wait_us IS NULL THEN 1 END) AS n_unknown
  FROM steps WHERE partner <> next_partner AND NOT COALESCE(is_parallel, FALSE)
  GROUP BY partner, next_partner
),
wait AS (
  SELECT partner, next_partner, wait_us AS us FROM steps
  WHERE partner <> next_partner AND NOT COALESCE(is_parallel, FALSE) AND wait_us IS NOT NULL
),
bucket AS (
  SELECT partner, next_partner, CASE WHEN us > 0 THEN CAST(FLOOR(LN(us) * 64) AS INTEGER) + 1
    WHEN us < 0 THEN -1 - CAST(FLOOR(LN(-us) * 64) AS INTEGER) ELSE 0 END AS bucket
  FROM wait
),
histogram AS (
  SELECT partner, next_partner, bucket, COUNT(*) AS n FROM bucket GROUP BY partner, next_partner, bucket
),
known AS (
  SELECT partner, next_partner, SUM(n) AS n FROM histogram GROUP BY partner, next_partner
),
rising AS (
  SELECT h.partner, h.next_partner, h.bucket, SUM(l.n) AS upto
  FROM histogram AS h JOIN histogram AS l ON h.partner = l.partner AND h.next_partner = l.next_partner AND l.bucket <= h.bucket
  GROUP BY h.partner, h.next_partner, h.bucket
),
place AS (
  SELECT r.partner, r.next_partner, q.p,
    MIN(CASE WHEN r.upto > FLOOR((k.n - 1) * q.p / 100) THEN r.bucket END) AS low,
    MIN(CASE WHEN r.upto > CEIL((k.n - 1) * q.p / 100) THEN r.bucket END) AS high,
    MAX((k.n - 1) * q.p / 100 - FLOOR((k.n - 1) * q.p / 100)) AS part
  FROM rising AS r JOIN known AS k ON r.partner = k.partner AND r.next_partner = k.next_partner CROSS JOIN (VALUES (10), (50), (90)) AS q(p)
  GROUP BY r.partner, r.next_partner, q.p
),
middle AS (
  SELECT partner, next_partner, p, part,
    SIGN(low) * EXP((ABS(low) - CAST(0.5 AS DOUBLE)) / 64) AS low_us,
    SIGN(high) * EXP((ABS(high) - CAST(0.5 AS DOUBLE)) / 64) AS high_us
  FROM place
),
spread AS (
  SELECT partner, next_partner,
    MAX(CASE WHEN p = 10 THEN low_us + part * (high_us - low_us) END) AS wait_p10_us,
    MAX(CASE WHEN p = 50 THEN low_us + part * (high_us - low_us) END) AS wait_p50_us,
    MAX(CASE WHEN p = 90 THEN low_us + part * (high_us - low_us) END) AS wait_p90_us
  FROM middle GROUP BY partner, next_partner
)
SELECT l.partner, l.next_partner, l.steps, l.cases, l.residents, l.n_declared, l.n_unknown,
  l.n_unknown / l.steps AS share_unknown, q.wait_p10_us, q.wait_p50_us, q.wait_p90_us
FROM link AS l LEFT JOIN spread AS q ON q.partner = l.partner AND q.next_partner = l.next_partner
ORDER BY l.steps DESC NULLS LAST, l.partner NULLS LAST, l.next_partner NULLS LAST

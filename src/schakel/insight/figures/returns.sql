-- meaning: how long after earlier cases of the same resident had ended cases began: within the gap that this log allows
--   (no return), soon after it (an early returner) or after more than params.returner_days (a returner)
-- unit: cases of residents whose earlier cases had all ended by then; days are calendar days since the latest of their
--   ends; a case that began while an earlier one still ran is left out
-- open steps: a case whose last step is open is no ended case, so nothing after it is a return
-- parallel steps: make no difference
-- columns:
--   band dimension
--   cases measure cases
--   residents residents residents
--   p50_days measure days
WITH again AS (
  SELECT c.resident_no, c.since_previous_days AS days,
    CASE WHEN NOT c.is_return THEN 'within gap'
      WHEN c.since_previous_days <= p.returner_days THEN 'early returner' ELSE 'returner' END AS band
  FROM cases AS c CROSS JOIN params AS p
  WHERE c.since_previous_days IS NOT NULL
),
of_band AS (
  SELECT band, COUNT(*) AS cases, COUNT(DISTINCT resident_no) AS residents FROM again GROUP BY band
),
histogram AS (
  SELECT band, days, COUNT(*) AS n FROM again GROUP BY band, days
),
rising AS (
  SELECT h.band, h.days, SUM(l.n) AS upto
  FROM histogram AS h JOIN histogram AS l ON l.band = h.band AND l.days <= h.days
  GROUP BY h.band, h.days
),
middle AS (
  SELECT r.band, MIN(CASE WHEN r.upto > FLOOR((b.cases - 1) / 2) THEN r.days END) AS low,
    MIN(CASE WHEN r.upto > CEIL((b.cases - 1) / 2) THEN r.days END) AS high
  FROM rising AS r JOIN of_band AS b ON b.band = r.band
  GROUP BY r.band
)
SELECT b.band, b.cases, b.residents, (m.low + m.high) / 2 AS p50_days
FROM of_band AS b JOIN middle AS m ON m.band = b.band
ORDER BY p50_days NULLS LAST, b.band NULLS LAST

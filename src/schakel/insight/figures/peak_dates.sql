-- meaning: days on which far more help starts or ends than usual, as when contracts or registers turn over: more than
--   params.peak_date_factor times the usual, and at least params.peak_least_steps steps
-- unit: steps that last, so that end on a later day than they started or still run; usual_per_day is the mean over the
--   days on which any starts (or any ends); moments, and steps whose start is not known, are left out
-- open steps: counted among the starts; they have no end yet
-- parallel steps: counted as any step
-- columns:
--   day dimension day
--   kind dimension
--   steps measure steps
--   residents residents residents
--   usual_per_day measure steps per day
--   times_usual measure factor
WITH turn AS (
  SELECT started_on AS day, 'starts' AS kind, resident_no FROM steps
  WHERE started_on IS NOT NULL AND (is_open OR ended_on > started_on)
  UNION ALL
  SELECT ended_on AS day, 'ends' AS kind, resident_no FROM steps
  WHERE ended_on > started_on
),
of_day AS (
  SELECT day, kind, COUNT(*) AS n, COUNT(DISTINCT resident_no) AS residents FROM turn GROUP BY day, kind
),
usual AS (
  SELECT kind, SUM(n) AS n, COUNT(*) AS days FROM of_day GROUP BY kind
)
SELECT d.day, d.kind, d.n AS steps, d.residents, u.n / u.days AS usual_per_day, d.n * u.days / u.n AS times_usual
FROM of_day AS d JOIN usual AS u ON u.kind = d.kind CROSS JOIN params AS p
WHERE d.n * u.days > p.peak_date_factor * u.n AND d.n >= p.peak_least_steps
ORDER BY d.day NULLS LAST, d.kind NULLS LAST

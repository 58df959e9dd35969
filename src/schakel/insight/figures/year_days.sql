-- meaning: on which days of the year help starts and ends, all years together
-- unit: steps that last, so that end on a later day than they started or still run, by day of the year (12-31); starts
--   and ends have rows of their own, so that each carries its own residents; a day without any has no row; moments, and
--   steps whose start is not known, are left out
-- open steps: counted among the starts; they have no end yet
-- parallel steps: counted as any step
-- columns:
--   day dimension day of the year
--   kind dimension
--   steps measure steps
--   residents residents residents
WITH turn AS (
  SELECT started_on AS on_day, 'starts' AS kind, resident_no FROM steps
  WHERE started_on IS NOT NULL AND (is_open OR ended_on > started_on)
  UNION ALL
  SELECT ended_on AS on_day, 'ends' AS kind, resident_no FROM steps
  WHERE ended_on > started_on
),
placed AS (
  SELECT MONTH(on_day) AS m, DAY(on_day) AS d, kind, resident_no FROM turn
),
of_day AS (
  SELECT m, d, kind, COUNT(*) AS steps, COUNT(DISTINCT resident_no) AS residents FROM placed GROUP BY m, d, kind
)
SELECT CONCAT(LPAD(CAST(m AS VARCHAR(2)), 2, '0'), '-', LPAD(CAST(d AS VARCHAR(2)), 2, '0')) AS day, kind, steps,
  residents
FROM of_day
ORDER BY day NULLS LAST, kind NULLS LAST

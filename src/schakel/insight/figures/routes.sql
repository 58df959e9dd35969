-- meaning: which routes (the same activities in the same order) cases follow, the most common first
-- unit: cases; share of all cases; cumulative_share is the share of cases that follow this route or one that is at
--   least as common, so equally common routes have the same
-- open steps: a case counts with the steps it has so far
-- parallel steps: stand in the route by their place in the case
-- columns:
--   variant dimension
--   length measure steps
--   cases measure cases
--   residents residents residents
--   open_cases measure cases
--   share measure share
--   cumulative_share measure share
WITH route AS (
  SELECT variant, MAX(length) AS length, COUNT(*) AS cases, COUNT(DISTINCT resident_no) AS residents,
    COUNT(CASE WHEN is_open THEN 1 END) AS open_cases
  FROM cases GROUP BY variant
),
of_size AS (
  SELECT cases, SUM(cases) AS total FROM route GROUP BY cases
),
of_all AS (
  SELECT SUM(total) AS n FROM of_size
),
at_least AS (
  SELECT h.cases, SUM(l.total) AS n FROM of_size AS h JOIN of_size AS l ON l.cases >= h.cases GROUP BY h.cases
)
SELECT r.variant, r.length, r.cases, r.residents, r.open_cases, r.cases / a.n AS share, l.n / a.n AS cumulative_share
FROM route AS r JOIN at_least AS l ON l.cases = r.cases CROSS JOIN of_all AS a
ORDER BY r.cases DESC NULLS LAST, r.variant NULLS LAST

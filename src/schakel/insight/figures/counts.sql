-- meaning: how large the log is
-- unit: counts of what the column's name says; ties are steps that share their place in time with the step before, so
--   that only the declared rank, the source and the row ordered them
-- open steps: counted as any step; open_cases are cases that have not ended
-- parallel steps: counted as any step; edges counts different pairs of directly following activities
-- columns:
--   cases measure cases
--   residents residents residents
--   households measure households
--   events measure steps
--   activities measure
--   partners measure
--   variants measure
--   edges measure
--   ties measure steps
--   open_cases measure cases
--   open_steps measure steps
--   without_partner measure steps
WITH of_steps AS (
  SELECT COUNT(*) AS events, COUNT(DISTINCT activity) AS activities, COUNT(DISTINCT partner) AS partners,
    COUNT(CASE WHEN is_tied THEN 1 END) AS ties, COUNT(CASE WHEN is_open THEN 1 END) AS open_steps,
    COUNT(CASE WHEN partner IS NULL THEN 1 END) AS without_partner
  FROM steps
),
of_cases AS (
  SELECT COUNT(*) AS cases, COUNT(DISTINCT resident_no) AS residents, COUNT(DISTINCT household_no) AS households,
    COUNT(DISTINCT variant) AS variants, COUNT(CASE WHEN is_open THEN 1 END) AS open_cases
  FROM cases
),
of_edges AS (
  SELECT COUNT(*) AS edges
  FROM (SELECT DISTINCT activity, next_activity FROM steps WHERE next_activity IS NOT NULL) AS pair
)
SELECT c.cases, c.residents, c.households, s.events, s.activities, s.partners, c.variants, e.edges, s.ties,
  c.open_cases, s.open_steps, s.without_partner
FROM of_cases AS c CROSS JOIN of_steps AS s CROSS JOIN of_edges AS e

-- meaning: which routes cases follow, per client group and per question with which they came
-- unit: cases; shares are of the cases of that group and question; cumulative_share as in routes, within the group
-- open steps: a case counts with the steps it has so far
-- parallel steps: stand in the route by their place in the case
-- columns:
--   client_group dimension
--   question dimension
--   variant dimension
--   length measure steps
--   cases measure cases
--   residents residents residents
--   share measure share
--   cumulative_share measure share
WITH route AS (
  SELECT COALESCE(c_client_group, '') AS client_group, COALESCE(c_question, '') AS question, variant,
    MAX(length) AS length, COUNT(*) AS cases, COUNT(DISTINCT resident_no) AS residents
  FROM cases GROUP BY COALESCE(c_client_group, ''), COALESCE(c_question, ''), variant
),
of_size AS (
  SELECT client_group, question, cases, SUM(cases) AS total FROM route GROUP BY client_group, question, cases
),
of_group AS (
  SELECT client_group, question, SUM(total) AS n FROM of_size GROUP BY client_group, question
),
at_least AS (
  SELECT h.client_group, h.question, h.cases, SUM(l.total) AS n
  FROM of_size AS h JOIN of_size AS l
    ON l.client_group = h.client_group AND l.question = h.question AND l.cases >= h.cases
  GROUP BY h.client_group, h.question, h.cases
)
SELECT NULLIF(r.client_group, '') AS client_group, NULLIF(r.question, '') AS question, r.variant, r.length, r.cases,
  r.residents, r.cases / g.n AS share, l.n / g.n AS cumulative_share
FROM route AS r
  JOIN at_least AS l ON l.client_group = r.client_group AND l.question = r.question AND l.cases = r.cases
  JOIN of_group AS g ON g.client_group = r.client_group AND g.question = r.question
ORDER BY r.client_group NULLS LAST, r.question NULLS LAST, r.cases DESC NULLS LAST, r.variant NULLS LAST

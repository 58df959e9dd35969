-- meaning: which activities are done more than once for the same case
-- unit: cases; repeats are steps beyond the first of that activity in the case, self_loops those directly after one
--   another; residents are those of the repeats
-- open steps: counted as any step
-- parallel steps: counted as any step
-- columns:
--   activity dimension
--   cases measure cases
--   cases_repeated measure cases
--   residents residents residents
--   repeats measure steps
--   self_loops measure steps
--   share_repeated measure share
WITH of_case AS (
  SELECT activity, case_no, COUNT(*) AS n, COUNT(CASE WHEN next_activity = activity THEN 1 END) AS directly
  FROM steps GROUP BY activity, case_no
),
repeated AS (
  SELECT s.activity, COUNT(DISTINCT s.resident_no) AS residents
  FROM steps AS s JOIN of_case AS o ON o.case_no = s.case_no AND o.activity = s.activity
  WHERE o.n > 1
  GROUP BY s.activity
),
of_activity AS (
  SELECT activity, COUNT(*) AS cases, COUNT(CASE WHEN n > 1 THEN 1 END) AS cases_repeated, SUM(n - 1) AS repeats,
    SUM(directly) AS self_loops
  FROM of_case GROUP BY activity
)
SELECT a.activity, a.cases, a.cases_repeated, r.residents, a.repeats, a.self_loops,
  a.cases_repeated / a.cases AS share_repeated
FROM of_activity AS a JOIN repeated AS r ON r.activity = a.activity
ORDER BY a.repeats DESC NULLS LAST, a.activity NULLS LAST

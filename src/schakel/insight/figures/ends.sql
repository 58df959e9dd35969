-- meaning: with which activity cases end, or where they are now when they are still open
-- unit: cases; out_of_sight counts those of them that end there only because nobody could show what followed
-- open steps: a case whose last step is open counts in open_cases as well, and so does one out of sight
-- parallel steps: the last step by place in the case counts, also when an earlier one ends later
-- columns:
--   activity dimension
--   cases measure cases
--   residents residents residents
--   share measure share
--   open_cases measure cases
--   out_of_sight measure cases
WITH of_all AS (
  SELECT COUNT(*) AS n FROM cases
)
SELECT s.activity, COUNT(*) AS cases, COUNT(DISTINCT s.resident_no) AS residents, COUNT(*) / MAX(a.n) AS share,
  COUNT(CASE WHEN c.is_open THEN 1 END) AS open_cases, COUNT(c.sight_until_on) AS out_of_sight
FROM steps AS s JOIN cases AS c ON c.case_no = s.case_no CROSS JOIN of_all AS a
WHERE s.is_last
GROUP BY s.activity
ORDER BY cases DESC NULLS LAST, s.activity NULLS LAST

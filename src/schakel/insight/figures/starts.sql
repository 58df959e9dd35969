-- meaning: with which activity cases begin
-- unit: cases
-- open steps: counted as any step
-- parallel steps: the first step by place in the case counts, also when others begin while it runs
-- columns:
--   activity dimension
--   cases measure cases
--   residents residents residents
--   share measure share
WITH of_all AS (
  SELECT COUNT(*) AS n FROM cases
)
SELECT s.activity, COUNT(*) AS cases, COUNT(DISTINCT s.resident_no) AS residents, COUNT(*) / MAX(a.n) AS share
FROM steps AS s CROSS JOIN of_all AS a
WHERE s.is_first
GROUP BY s.activity
ORDER BY cases DESC NULLS LAST, s.activity NULLS LAST

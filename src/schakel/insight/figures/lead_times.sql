-- meaning: after how many whole days cases were closed, and how many were still open when they were last seen: the
--   ground of a Kaplan-Meier curve
-- unit: cases per whole day (86,400 s) from first start to latest end, or to the reference date when open
-- open steps: a case whose last step is open is an open case
-- parallel steps: make no difference
-- columns:
--   day dimension days
--   cases measure cases
--   residents residents residents
--   closed measure cases
--   open_cases measure cases
SELECT day, COUNT(*) AS cases, COUNT(DISTINCT resident_no) AS residents,
  COUNT(CASE WHEN NOT is_open THEN 1 END) AS closed, COUNT(CASE WHEN is_open THEN 1 END) AS open_cases
FROM (
  SELECT CAST(FLOOR(observed_us / 86400000000) AS INTEGER) AS day, resident_no, is_open
  FROM cases WHERE observed_us IS NOT NULL
) AS seen
GROUP BY day
ORDER BY day NULLS LAST

-- Without open cases Kaplan-Meier's median is the middle one of the durations, and its curve needs no drawing.
WITH whole AS (
  SELECT COUNT(*) AS cases, COUNT(DISTINCT resident_no) AS residents,
    COUNT(CASE WHEN is_open THEN 1 END) AS open_cases, AVG(duration_us) AS mean_us,
    QUANTILE_CONT(duration_us, [0.1, 0.5, 0.9]) AS q, QUANTILE_DISC(observed_us, [0.5]) AS middle
  FROM cases
),
leaving AS (
  SELECT observed_us AS us, COUNT(*) AS n, COUNT(CASE WHEN NOT is_open THEN 1 END) AS closed
  FROM cases WHERE observed_us IS NOT NULL AND (SELECT open_cases FROM whole) > 0
  GROUP BY observed_us
),
at_risk AS (
  SELECT us, closed, SUM(n) OVER (ORDER BY us DESC) AS n FROM leaving
),
still AS (
  SELECT us, PRODUCT(1 - closed / n) OVER (ORDER BY us) AS share FROM at_risk
)
SELECT cases, residents, open_cases, mean_us, q[1], q[2], q[3],
  CAST(CASE WHEN open_cases = 0 THEN middle[1] ELSE (SELECT MIN(us) FROM still WHERE share <= 0.5 + 1e-12) END AS DOUBLE)
FROM whole

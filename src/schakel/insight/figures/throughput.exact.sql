WITH whole AS (
  SELECT COUNT(*) AS cases, COUNT(DISTINCT resident_no) AS residents,
    COUNT(CASE WHEN is_open THEN 1 END) AS open_cases, AVG(duration_us) AS mean_us,
    QUANTILE_CONT(duration_us, [0.1, 0.5, 0.9]) AS q
  FROM cases
),
leaving AS (
  SELECT observed_us AS us, COUNT(*) AS n, COUNT(CASE WHEN NOT is_open THEN 1 END) AS closed
  FROM cases WHERE observed_us IS NOT NULL GROUP BY observed_us
),
at_risk AS (
  SELECT us, closed, SUM(n) OVER (ORDER BY us DESC) AS n FROM leaving
),
still AS (
  SELECT us, PRODUCT(1 - closed / n) OVER (ORDER BY us) AS share FROM at_risk
)
SELECT cases, residents, open_cases, mean_us, q[1], q[2], q[3],
  (SELECT MIN(us) FROM still WHERE share <= 0.5 + 1e-12) AS kaplan_meier_p50_us
FROM whole

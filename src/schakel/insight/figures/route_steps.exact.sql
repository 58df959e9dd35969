WITH of_all AS (
  SELECT COUNT(*) AS n FROM cases
),
dominant AS (
  SELECT c.variant, COUNT(*) AS cases FROM cases AS c GROUP BY c.variant
),
chosen AS (
  SELECT d.variant, d.cases FROM dominant AS d CROSS JOIN of_all AS a CROSS JOIN params AS p
  WHERE d.cases >= p.dominant_route_share * a.n
),
trod AS (
  SELECT c.variant, d.cases AS route_cases, s.pos, s.activity, s.partner, s.resident_no, s.touch_us, s.wait_us,
    s.is_parallel
  FROM chosen AS d JOIN cases AS c ON c.variant = d.variant JOIN steps AS s ON s.case_no = c.case_no
),
by_partner AS (
  SELECT variant, pos, partner, COUNT(*) AS n FROM trod WHERE partner IS NOT NULL GROUP BY variant, pos, partner
),
most AS (
  SELECT variant, pos, MAX(n) AS n FROM by_partner GROUP BY variant, pos
),
main AS (
  SELECT b.variant, b.pos, MIN(b.partner) AS partner, MAX(b.n) AS n
  FROM by_partner AS b JOIN most AS m ON m.variant = b.variant AND m.pos = b.pos AND m.n = b.n
  GROUP BY b.variant, b.pos
),
own AS (
  SELECT variant, pos, activity, MAX(route_cases) AS route_cases, COUNT(*) AS cases,
    COUNT(DISTINCT resident_no) AS residents, COUNT(DISTINCT partner) AS partners,
    COUNT(CASE WHEN is_parallel THEN 1 END) AS n_parallel,
    QUANTILE_CONT(touch_us, [0.1, 0.5, 0.9]) AS touch,
    QUANTILE_CONT(wait_us, [0.1, 0.5, 0.9]) AS wait
  FROM trod GROUP BY variant, pos, activity
)
SELECT o.variant, o.pos, o.activity, m.partner, o.cases, o.residents, COALESCE(m.n, 0), o.partners, o.n_parallel,
  o.touch[1], o.touch[2], o.touch[3], o.wait[1], o.wait[2], o.wait[3]
FROM own AS o LEFT JOIN main AS m ON m.variant = o.variant AND m.pos = o.pos
ORDER BY o.route_cases DESC, o.variant, o.pos

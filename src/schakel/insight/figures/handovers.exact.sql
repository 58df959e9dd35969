WITH link AS (
  SELECT partner, next_partner,
    COUNT(*) AS steps,
    COUNT(DISTINCT case_no) AS cases,
    COUNT(DISTINCT resident_no) AS residents,
    COUNT(CASE WHEN to_partner = next_partner THEN 1 END) AS n_declared,
    COUNT(CASE WHEN wait_us IS NULL THEN 1 END) AS n_unknown,
    QUANTILE_CONT(wait_us, [0.1, 0.5, 0.9]) AS wait
  FROM steps WHERE partner <> next_partner AND NOT COALESCE(is_parallel, FALSE)
  GROUP BY partner, next_partner
)
SELECT partner, next_partner, steps, cases, residents, n_declared, n_unknown,
  n_unknown / steps AS share_unknown, wait[1], wait[2], wait[3]
FROM link
ORDER BY steps DESC, partner, next_partner

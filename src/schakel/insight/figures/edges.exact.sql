WITH link AS (
  SELECT activity, next_activity,
    COUNT(*) AS steps,
    COUNT(DISTINCT resident_no) AS residents,
    COUNT(CASE WHEN wait_us IS NULL AND NOT COALESCE(is_parallel, FALSE) THEN 1 END) AS n_unknown,
    COUNT(CASE WHEN is_parallel THEN 1 END) AS n_parallel,
    QUANTILE_CONT(wait_us, [0.1, 0.5, 0.9]) AS wait
  FROM steps WHERE next_activity IS NOT NULL
  GROUP BY activity, next_activity
)
SELECT activity, next_activity, steps, residents, n_unknown, n_parallel,
  n_unknown / steps AS share_unknown, n_parallel / steps AS share_parallel, wait[1], wait[2], wait[3]
FROM link
ORDER BY steps DESC, activity, next_activity

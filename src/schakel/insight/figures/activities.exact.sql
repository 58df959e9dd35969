WITH own AS (
  SELECT activity,
    COUNT(*) AS steps,
    COUNT(DISTINCT case_no) AS cases,
    COUNT(DISTINCT resident_no) AS residents,
    COUNT(CASE WHEN is_open THEN 1 END) AS open_steps,
    COUNT(touch_us) AS touch_known,
    COUNT(own_wait_us) AS own_wait_known,
    QUANTILE_CONT(touch_us, [0.1, 0.5, 0.9]) AS touch,
    QUANTILE_CONT(own_wait_us, [0.1, 0.5, 0.9]) AS own_wait
  FROM steps WHERE activity IS NOT NULL
  GROUP BY activity
),
before AS (
  SELECT next_activity AS activity, COUNT(wait_us) AS known, QUANTILE_CONT(wait_us, [0.1, 0.5, 0.9]) AS wait
  FROM steps WHERE next_activity IS NOT NULL GROUP BY next_activity
)
SELECT o.activity, o.steps, o.cases, o.residents, o.open_steps,
  o.touch_known, o.touch[1], o.touch[2], o.touch[3],
  o.own_wait_known, o.own_wait[1], o.own_wait[2], o.own_wait[3],
  COALESCE(b.known, 0), b.wait[1], b.wait[2], b.wait[3]
FROM own AS o LEFT JOIN before AS b ON b.activity = o.activity
ORDER BY o.steps DESC, o.activity

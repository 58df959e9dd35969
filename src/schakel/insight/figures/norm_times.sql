-- meaning: how often cases were done by the day that the norm of their type gives (of a registration: by law, and as
--   promised)
-- unit: cases by norm ("term" is by law, "service" is what was promised) and product, which is the type of the case; one
--   with steps of several products counts at each; share_in_time is of those that are done or past their day
-- open steps: overdue is open on the day after its norm, as far as was seen; running is open, or out of sight, before it
-- parallel steps: make no difference
-- columns:
--   norm dimension
--   product dimension
--   cases measure cases
--   in_time measure cases
--   late measure cases
--   overdue measure cases
--   running measure cases
--   share_in_time measure share
--   residents residents residents
--   residents_in_time measure residents
--   residents_beyond measure residents
--   residents_overdue measure residents
WITH due AS (
  SELECT 'term' AS norm, case_no, resident_no, is_open, ended_on, sight_until_on, c_term_on AS last_on FROM cases
  WHERE c_term_on IS NOT NULL
  UNION ALL
  SELECT 'service' AS norm, case_no, resident_no, is_open, ended_on, sight_until_on, c_service_on AS last_on FROM cases
  WHERE c_service_on IS NOT NULL
),
kinds AS (
  SELECT DISTINCT case_no, e_product AS product FROM steps
),
judged AS (
  SELECT d.norm, k.product, d.resident_no,
    CASE WHEN NOT d.is_open AND d.ended_on <= d.last_on THEN 'in time'
      WHEN NOT d.is_open THEN 'late'
      WHEN d.last_on < COALESCE(d.sight_until_on, p.seen_until) THEN 'overdue'
      ELSE 'running' END AS outcome
  FROM due AS d JOIN kinds AS k ON k.case_no = d.case_no CROSS JOIN params AS p
)
SELECT norm, product, COUNT(*) AS cases,
  COUNT(CASE WHEN outcome = 'in time' THEN 1 END) AS in_time,
  COUNT(CASE WHEN outcome = 'late' THEN 1 END) AS late,
  COUNT(CASE WHEN outcome = 'overdue' THEN 1 END) AS overdue,
  COUNT(CASE WHEN outcome = 'running' THEN 1 END) AS running,
  COUNT(CASE WHEN outcome = 'in time' THEN 1 END)
    / NULLIF(COUNT(CASE WHEN outcome <> 'running' THEN 1 END), 0) AS share_in_time,
  COUNT(DISTINCT resident_no) AS residents,
  COUNT(DISTINCT CASE WHEN outcome = 'in time' THEN resident_no END) AS residents_in_time,
  COUNT(DISTINCT CASE WHEN outcome IN ('late', 'overdue') THEN resident_no END) AS residents_beyond,
  COUNT(DISTINCT CASE WHEN outcome = 'overdue' THEN resident_no END) AS residents_overdue
FROM judged
GROUP BY norm, product
ORDER BY norm NULLS LAST, product NULLS LAST

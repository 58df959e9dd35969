-- meaning: which steps have no order of their own in time, because they share their instant (or their day, when only
--   days are known) with the step before them; the declared rank of activities, the source and the row ordered these
-- unit: steps; share_tied of the steps of that activity and precision; residents are those of the tied steps
-- open steps: counted as any step
-- parallel steps: counted as any step
-- columns:
--   activity dimension
--   precision dimension
--   steps measure steps
--   ties measure steps
--   residents residents residents
--   share_tied measure share
SELECT activity, precision, COUNT(*) AS steps, COUNT(CASE WHEN is_tied THEN 1 END) AS ties,
  COUNT(DISTINCT CASE WHEN is_tied THEN resident_no END) AS residents,
  COUNT(CASE WHEN is_tied THEN 1 END) / COUNT(*) AS share_tied
FROM steps
GROUP BY activity, precision
HAVING COUNT(CASE WHEN is_tied THEN 1 END) > 0
ORDER BY ties DESC NULLS LAST, activity NULLS LAST, precision NULLS LAST

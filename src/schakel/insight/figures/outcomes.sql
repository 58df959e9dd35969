-- meaning: how closed cases ended, as the sources recorded it, and whether partners count that as the goal
-- unit: cases; kind is "goal" for the outcomes in params (goal_outcome_words), "other" for the rest, and "not recorded"
--   for a closed case without an outcome, which is not the same as a goal that was not reached
-- open steps: cases that are open are not counted: how they end is not known
-- parallel steps: make no difference
-- columns:
--   outcome dimension
--   kind dimension
--   cases measure cases
--   residents residents residents
WITH closed AS (
  SELECT outcome, resident_no FROM cases WHERE NOT is_open
)
SELECT d.outcome,
  CASE WHEN d.outcome IS NULL THEN 'not recorded'
    WHEN INSTR(p.goal_outcome_words, CONCAT('|', LOWER(TRIM(d.outcome)), '|')) > 0 THEN 'goal'
    ELSE 'other' END AS kind,
  COUNT(*) AS cases, COUNT(DISTINCT d.resident_no) AS residents
FROM closed AS d CROSS JOIN params AS p
GROUP BY d.outcome, p.goal_outcome_words
ORDER BY cases DESC NULLS LAST, outcome NULLS LAST

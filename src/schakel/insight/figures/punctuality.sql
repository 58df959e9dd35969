-- meaning: how often partners kept to the deadlines that the message standards of Wmo and Jeugdwet set for each other
-- unit: messages; days are working days (Monday to Friday, and without public holidays where params says so), but
--   calendar days for decision and residence; what was told ahead of time counts as 0 days; partner is who had to tell it
-- open steps: a request without any answer is counted as unanswered and has no days; a stop that was never told cannot
--   be seen
-- parallel steps: make no difference
-- columns:
--   deadline dimension
--   partner dimension
--   norm_days measure days
--   messages measure messages
--   on_time measure messages
--   share_on_time measure share
--   mean_days measure days
--   unanswered measure messages
--   residents residents residents
--   residents_on_time measure residents
--   residents_late measure residents
--   residents_unanswered measure residents
WITH told AS (
  SELECT 'answer' AS deadline, s.to_partner AS partner, s.resident_no, p.answer_norm_working_days AS norm,
    s.e_answer_days - p.holidays_off_factor * s.e_answer_holidays AS days
  FROM steps AS s CROSS JOIN params AS p WHERE s.e_answer_days IS NOT NULL OR s.e_answer_open = 1
  UNION ALL
  SELECT 'decision' AS deadline, s.to_partner AS partner, s.resident_no, p.decision_norm_days AS norm,
    s.e_decision_days AS days
  FROM steps AS s CROSS JOIN params AS p WHERE s.e_decision_days IS NOT NULL
  UNION ALL
  SELECT 'declaration' AS deadline, s.e_answered_by AS partner, s.resident_no,
    p.declaration_norm_working_days AS norm,
    s.e_declaration_days - p.holidays_off_factor * s.e_declaration_holidays AS days
  FROM steps AS s CROSS JOIN params AS p WHERE s.e_declaration_days IS NOT NULL
  UNION ALL
  SELECT 'residence' AS deadline, s.to_partner AS partner, s.resident_no, p.residence_norm_days AS norm,
    s.e_residence_days AS days
  FROM steps AS s CROSS JOIN params AS p WHERE s.e_residence_days IS NOT NULL
  UNION ALL
  SELECT 'retour' AS deadline, s.e_answered_by AS partner, s.resident_no, p.retour_norm_working_days AS norm,
    s.e_retour_days - p.holidays_off_factor * s.e_retour_holidays AS days
  FROM steps AS s CROSS JOIN params AS p WHERE s.e_retour_days IS NOT NULL
  UNION ALL
  SELECT 'start' AS deadline, s.partner, s.resident_no, p.start_message_norm_working_days AS norm,
    s.e_start_days - p.holidays_off_factor * s.e_start_holidays AS days
  FROM steps AS s CROSS JOIN params AS p WHERE s.e_start_days IS NOT NULL
  UNION ALL
  SELECT 'stop' AS deadline, s.partner, s.resident_no, p.stop_message_norm_working_days AS norm,
    s.e_stop_days - p.holidays_off_factor * s.e_stop_holidays AS days
  FROM steps AS s CROSS JOIN params AS p WHERE s.e_stop_days IS NOT NULL
)
SELECT deadline, partner, MAX(norm) AS norm_days, COUNT(days) AS messages,
  COUNT(CASE WHEN days <= norm THEN 1 END) AS on_time,
  COUNT(CASE WHEN days <= norm THEN 1 END) / NULLIF(COUNT(days), 0) AS share_on_time, AVG(days) AS mean_days,
  COUNT(CASE WHEN days IS NULL THEN 1 END) AS unanswered, COUNT(DISTINCT resident_no) AS residents,
  COUNT(DISTINCT CASE WHEN days <= norm THEN resident_no END) AS residents_on_time,
  COUNT(DISTINCT CASE WHEN days > norm THEN resident_no END) AS residents_late,
  COUNT(DISTINCT CASE WHEN days IS NULL THEN resident_no END) AS residents_unanswered
FROM told
GROUP BY deadline, partner
ORDER BY deadline NULLS LAST, partner NULLS LAST

-- meaning: which part of the steps the resident does, which part the informal network, and which part professionals;
--   steps without a partner are apart, as "not recorded"
-- unit: steps; who counts as resident or informal network stands in params (resident_partner_words,
--   informal_partner_words); a party without a row was not recorded, which is not the same as not there
-- open steps: counted as any step
-- parallel steps: counted as any step
-- columns:
--   party dimension
--   steps measure steps
--   cases measure cases
--   residents residents residents
--   share measure share
WITH named AS (
  SELECT s.case_no, s.resident_no,
    CASE WHEN s.partner IS NULL THEN 'not recorded'
      WHEN INSTR(p.resident_partner_words, CONCAT('|', LOWER(TRIM(s.partner)), '|')) > 0 THEN 'resident'
      WHEN INSTR(p.informal_partner_words, CONCAT('|', LOWER(TRIM(s.partner)), '|')) > 0 THEN 'informal'
      ELSE 'professional' END AS party
  FROM steps AS s CROSS JOIN params AS p
),
of_all AS (
  SELECT COUNT(*) AS n FROM steps
)
SELECT d.party, COUNT(*) AS steps, COUNT(DISTINCT d.case_no) AS cases, COUNT(DISTINCT d.resident_no) AS residents,
  COUNT(*) / MAX(a.n) AS share
FROM named AS d CROSS JOIN of_all AS a
GROUP BY d.party
ORDER BY d.party NULLS LAST

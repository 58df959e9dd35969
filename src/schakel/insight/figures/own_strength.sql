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
WITH who AS (
  SELECT DISTINCT partner FROM steps WHERE partner IS NOT NULL
),
role AS (
  SELECT w.partner,
    CASE WHEN INSTR(p.resident_partner_words, CONCAT('|', LOWER(TRIM(w.partner)), '|')) > 0 THEN 'resident'
      WHEN INSTR(p.informal_partner_words, CONCAT('|', LOWER(TRIM(w.partner)), '|')) > 0 THEN 'informal'
      ELSE 'professional' END AS party
  FROM who AS w CROSS JOIN params AS p
),
named AS (
  SELECT s.case_no, s.resident_no, COALESCE(r.party, 'not recorded') AS party
  FROM steps AS s LEFT JOIN role AS r ON r.partner = s.partner
),
of_all AS (
  SELECT COUNT(*) AS n FROM steps
)
SELECT d.party, COUNT(*) AS steps, COUNT(DISTINCT d.case_no) AS cases, COUNT(DISTINCT d.resident_no) AS residents,
  COUNT(*) / MAX(a.n) AS share
FROM named AS d CROSS JOIN of_all AS a
GROUP BY d.party
ORDER BY d.party NULLS LAST

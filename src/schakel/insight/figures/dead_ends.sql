-- meaning: where cases stop: after a referral that nothing followed (kind "referral"), or at a partner while the question
--   stands open and nobody is at work (kind "open question")
-- unit: cases by their last step; share of the cases that came to the same activity and partner; a case out of sight is
--   no dead end, since nobody could show what followed
-- open steps: a last step that still runs is no dead end, unless it is a referral
-- parallel steps: the last step by place in the case counts
-- columns:
--   kind dimension
--   activity dimension
--   partner dimension
--   to_partner dimension
--   cases measure cases
--   residents residents residents
--   cases_there measure cases
--   share measure share
WITH stopped AS (
  SELECT s.case_no, s.resident_no, s.activity, COALESCE(s.partner, '') AS partner,
    COALESCE(s.to_partner, '') AS to_partner,
    CASE WHEN s.to_partner IS NOT NULL THEN 'referral' WHEN c.is_open AND NOT s.is_open THEN 'open question' END AS kind
  FROM steps AS s JOIN cases AS c ON c.case_no = s.case_no
  WHERE s.is_last AND c.sight_until_on IS NULL
),
there AS (
  SELECT activity, COALESCE(partner, '') AS partner, COUNT(DISTINCT case_no) AS cases
  FROM steps GROUP BY activity, COALESCE(partner, '')
),
dead_end AS (
  SELECT kind, activity, partner, to_partner, COUNT(*) AS cases, COUNT(DISTINCT resident_no) AS residents
  FROM stopped WHERE kind IS NOT NULL GROUP BY kind, activity, partner, to_partner
)
SELECT d.kind, d.activity, NULLIF(d.partner, '') AS partner, NULLIF(d.to_partner, '') AS to_partner, d.cases,
  d.residents, t.cases AS cases_there, d.cases / t.cases AS share
FROM dead_end AS d JOIN there AS t ON t.activity = d.activity AND t.partner = d.partner
ORDER BY d.cases DESC NULLS LAST, d.kind NULLS LAST, d.activity NULLS LAST, d.partner NULLS LAST,
  d.to_partner NULLS LAST

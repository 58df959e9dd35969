-- meaning: referrals as partners declared them (to whom), whether the case ever got there, and after how many days
-- unit: steps that name a partner to refer to; days are calendar days from the referral's end (its start when it still
--   runs) to the start of the first later step at that partner; not_seen counts those of which nobody could show whether
--   they arrived: the case went out of sight there, or who came next cannot be told; share_arrived is of the others
-- open steps: counted; a referral that never arrived is apart for cases that are open and cases that ended
-- parallel steps: arrival counts also when it is parallel to something else
-- columns:
--   partner dimension
--   to_partner dimension
--   steps measure steps
--   cases measure cases
--   residents residents residents
--   arrived measure steps
--   arrived_next measure steps
--   not_arrived_open measure steps
--   not_arrived_ended measure steps
--   not_seen measure steps
--   share_arrived measure share
--   p10_days measure days
--   p50_days measure days
--   p90_days measure days
WITH referral AS (
  SELECT s.case_no, s.pos, s.resident_no, COALESCE(s.partner, '') AS partner, s.to_partner,
    COALESCE(s.ended_on, s.started_on) AS referred_on, c.is_open,
    (s.is_last AND c.sight_until_on IS NOT NULL)
      OR (s.wait_us IS NULL AND COALESCE(NOT s.is_parallel, FALSE))
      OR (s.next_partner IS NULL AND n.partner IS NOT NULL) AS is_untold
  FROM steps AS s JOIN cases AS c ON c.case_no = s.case_no
    LEFT JOIN steps AS n ON n.case_no = s.case_no AND n.pos = s.pos + 1
  WHERE s.to_partner IS NOT NULL
),
arrival AS (
  SELECT r.case_no, r.pos, MIN(t.pos) AS arrived_pos
  FROM referral AS r JOIN steps AS t ON t.case_no = r.case_no AND t.partner = r.to_partner AND t.pos > r.pos
  GROUP BY r.case_no, r.pos
),
outcome AS (
  SELECT r.case_no, r.pos, r.resident_no, r.partner, r.to_partner, r.is_open, a.arrived_pos,
    a.arrived_pos IS NULL AND r.is_untold AS is_unseen,
    CASE WHEN t.started_on < r.referred_on THEN 0 ELSE CAST(t.started_on - r.referred_on AS INTEGER) END AS days
  FROM referral AS r
    LEFT JOIN arrival AS a ON a.case_no = r.case_no AND a.pos = r.pos
    LEFT JOIN steps AS t ON t.case_no = a.case_no AND t.pos = a.arrived_pos
),
link AS (
  SELECT partner, to_partner, COUNT(*) AS steps, COUNT(DISTINCT case_no) AS cases,
    COUNT(DISTINCT resident_no) AS residents, COUNT(arrived_pos) AS arrived,
    COUNT(CASE WHEN arrived_pos = pos + 1 THEN 1 END) AS arrived_next,
    COUNT(CASE WHEN arrived_pos IS NULL AND is_open AND NOT is_unseen THEN 1 END) AS not_arrived_open,
    COUNT(CASE WHEN arrived_pos IS NULL AND NOT is_open AND NOT is_unseen THEN 1 END) AS not_arrived_ended,
    COUNT(CASE WHEN is_unseen THEN 1 END) AS not_seen
  FROM outcome GROUP BY partner, to_partner
),
histogram AS (
  SELECT partner, to_partner, days, COUNT(*) AS n
  FROM outcome WHERE arrived_pos IS NOT NULL AND days IS NOT NULL
  GROUP BY partner, to_partner, days
),
known AS (
  SELECT partner, to_partner, SUM(n) AS n FROM histogram GROUP BY partner, to_partner
),
rising AS (
  SELECT h.partner, h.to_partner, h.days, SUM(l.n) AS upto
  FROM histogram AS h JOIN histogram AS l
    ON l.partner = h.partner AND l.to_partner = h.to_partner AND l.days <= h.days
  GROUP BY h.partner, h.to_partner, h.days
),
place AS (
  SELECT r.partner, r.to_partner, q.p,
    MIN(CASE WHEN r.upto > FLOOR((k.n - 1) * q.p / 100) THEN r.days END) AS low,
    MIN(CASE WHEN r.upto > CEIL((k.n - 1) * q.p / 100) THEN r.days END) AS high,
    MAX((k.n - 1) * q.p / 100 - FLOOR((k.n - 1) * q.p / 100)) AS part
  FROM rising AS r JOIN known AS k ON k.partner = r.partner AND k.to_partner = r.to_partner
    CROSS JOIN (VALUES (10), (50), (90)) AS q(p)
  GROUP BY r.partner, r.to_partner, q.p
),
spread AS (
  SELECT partner, to_partner,
    MAX(CASE WHEN p = 10 THEN low + part * (high - low) END) AS p10_days,
    MAX(CASE WHEN p = 50 THEN low + part * (high - low) END) AS p50_days,
    MAX(CASE WHEN p = 90 THEN low + part * (high - low) END) AS p90_days
  FROM place GROUP BY partner, to_partner
)
SELECT NULLIF(l.partner, '') AS partner, l.to_partner, l.steps, l.cases, l.residents, l.arrived, l.arrived_next,
  l.not_arrived_open, l.not_arrived_ended, l.not_seen, l.arrived / NULLIF(l.steps - l.not_seen, 0) AS share_arrived,
  q.p10_days, q.p50_days, q.p90_days
FROM link AS l LEFT JOIN spread AS q ON q.partner = l.partner AND q.to_partner = l.to_partner
ORDER BY l.steps DESC NULLS LAST, l.partner NULLS LAST, l.to_partner NULLS LAST

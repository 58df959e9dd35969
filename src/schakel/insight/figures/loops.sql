-- meaning: where cases go back and forth: from one activity (or partner) to another and straight back again
-- unit: steps after which the case is back; kind says whether activities or partners are compared
-- open steps: counted as any step
-- parallel steps: left out for partners, as help at the same time is no going back
-- columns:
--   kind dimension
--   back_to dimension
--   via dimension
--   loops measure steps
--   cases measure cases
--   residents residents residents
SELECT 'activity' AS kind, a.activity AS back_to, a.next_activity AS via, COUNT(*) AS loops,
  COUNT(DISTINCT a.case_no) AS cases, COUNT(DISTINCT a.resident_no) AS residents
FROM steps AS a JOIN steps AS b ON b.case_no = a.case_no AND b.pos = a.pos + 1
WHERE b.next_activity = a.activity AND a.next_activity <> a.activity
GROUP BY a.activity, a.next_activity
UNION ALL
SELECT 'partner' AS kind, a.partner AS back_to, a.next_partner AS via, COUNT(*) AS loops,
  COUNT(DISTINCT a.case_no) AS cases, COUNT(DISTINCT a.resident_no) AS residents
FROM steps AS a JOIN steps AS b ON b.case_no = a.case_no AND b.pos = a.pos + 1
WHERE b.next_partner = a.partner AND a.next_partner <> a.partner
  AND NOT COALESCE(a.is_parallel, FALSE) AND NOT COALESCE(b.is_parallel, FALSE)
GROUP BY a.partner, a.next_partner
ORDER BY kind NULLS LAST, loops DESC NULLS LAST, back_to NULLS LAST, via NULLS LAST

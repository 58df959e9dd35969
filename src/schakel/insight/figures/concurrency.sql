-- meaning: how many steps, partners and (in a household) cases are at work at once, at the busiest moment
-- unit: cases or households by their largest number at once; at the start of each step the others that run are counted:
--   begun at or before it and not yet ended (with a day on either side: by whole days)
-- open steps: run on until the end of what was seen
-- parallel steps: this is what is counted; a step that takes no time runs at its own start only
-- columns:
--   unit dimension
--   counted dimension
--   at_once dimension
--   units measure
--   residents residents residents
WITH member AS (
  SELECT 'case' AS unit, case_no AS unit_no, case_no, pos, resident_no, partner, precision, started, started_on, ended,
    ended_on, is_open
  FROM steps
  UNION ALL
  SELECT 'household' AS unit, household_no AS unit_no, case_no, pos, resident_no, partner, precision, started,
    started_on, ended, ended_on, is_open
  FROM steps WHERE household_no IS NOT NULL
),
lasting AS (
  SELECT * FROM member WHERE started IS NOT NULL AND (is_open OR ended > started)
),
moment AS (
  SELECT s.unit, s.unit_no, s.case_no, s.pos, COUNT(*) + 1 AS steps,
    COUNT(DISTINCT CASE WHEN t.partner <> COALESCE(s.partner, '') THEN t.partner END)
      + MAX(CASE WHEN s.partner IS NULL THEN 0 ELSE 1 END) AS partners,
    COUNT(DISTINCT CASE WHEN t.case_no <> s.case_no THEN t.case_no END) + 1 AS cases
  FROM member AS s JOIN lasting AS t
    ON t.unit = s.unit AND t.unit_no = s.unit_no AND (t.case_no <> s.case_no OR t.pos <> s.pos)
  WHERE (CASE WHEN s.precision = 'day' OR t.precision = 'day'
      THEN t.started_on <= s.started_on AND (t.is_open OR t.ended_on > s.started_on)
      ELSE t.started <= s.started AND (t.is_open OR t.ended > s.started) END)
  GROUP BY s.unit, s.unit_no, s.case_no, s.pos
),
busiest AS (
  SELECT unit, unit_no, MAX(steps) AS steps, MAX(partners) AS partners, MAX(cases) AS cases
  FROM moment GROUP BY unit, unit_no
),
of_unit AS (
  SELECT unit, unit_no, MAX(CASE WHEN partner IS NULL THEN 0 ELSE 1 END) AS partners FROM member GROUP BY unit, unit_no
),
peak AS (
  SELECT u.unit, u.unit_no, COALESCE(b.steps, 1) AS steps, GREATEST(COALESCE(b.partners, 0), u.partners) AS partners,
    COALESCE(b.cases, 1) AS cases
  FROM of_unit AS u LEFT JOIN busiest AS b ON b.unit = u.unit AND b.unit_no = u.unit_no
),
counted AS (
  SELECT unit, unit_no, 'steps' AS counted, steps AS at_once FROM peak
  UNION ALL
  SELECT unit, unit_no, 'partners' AS counted, partners AS at_once FROM peak
  UNION ALL
  SELECT unit, unit_no, 'cases' AS counted, cases AS at_once FROM peak WHERE unit = 'household'
),
person AS (
  SELECT DISTINCT unit, unit_no, resident_no FROM member
)
SELECT c.unit, c.counted, c.at_once, COUNT(DISTINCT c.unit_no) AS units, COUNT(DISTINCT p.resident_no) AS residents
FROM counted AS c JOIN person AS p ON p.unit = c.unit AND p.unit_no = c.unit_no
GROUP BY c.unit, c.counted, c.at_once
ORDER BY c.unit NULLS LAST, c.counted NULLS LAST, c.at_once NULLS LAST

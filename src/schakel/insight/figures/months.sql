-- meaning: how many cases flow in and out per month, how many go out of sight, and how many are known to run at its end
--   (stock)
-- unit: cases; inflow by local start date, outflow by local end date of closed cases, out of sight by the last day on
--   which the case was seen (what followed nobody could show: no outflow), stock at the end of the month's last day;
--   the stock before + inflow - outflow - out of sight is the stock; each has its own row, so that each carries its own
--   residents; a selected period shows its own months
-- open steps: open cases flow in, do not flow out and stay in stock until they are out of sight
-- parallel steps: make no difference
-- columns:
--   month dimension month
--   flow dimension
--   cases measure cases
--   residents residents residents
WITH life AS (
  SELECT resident_no, YEAR(started_on) * 12 + MONTH(started_on) - 1 AS since,
    CASE WHEN NOT is_open THEN YEAR(ended_on) * 12 + MONTH(ended_on) - 1 END AS until,
    YEAR(sight_until_on) * 12 + MONTH(sight_until_on) - 1 AS seen_until
  FROM cases
),
edge AS (
  SELECT GREATEST(MIN(l.since), COALESCE(MAX(YEAR(p.period_since) * 12 + MONTH(p.period_since) - 1), MIN(l.since))) AS low,
    COALESCE(MAX(YEAR(p.period_until) * 12 + MONTH(p.period_until) - 1),
      MAX(YEAR(p.seen_until) * 12 + MONTH(p.seen_until) - 1),
      GREATEST(MAX(l.since), COALESCE(MAX(l.until), MAX(l.since)), COALESCE(MAX(l.seen_until), MAX(l.since)))) AS high
  FROM life AS l CROSS JOIN params AS p
),
digit AS (
  SELECT d FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS t(d)
),
calendar AS (
  SELECT e.low + a.d * 100 + b.d * 10 + c.d AS m
  FROM edge AS e CROSS JOIN digit AS a CROSS JOIN digit AS b CROSS JOIN digit AS c
  WHERE e.low + a.d * 100 + b.d * 10 + c.d <= e.high
),
flows AS (
  SELECT c.m, 'inflow' AS flow, COUNT(l.since) AS cases, COUNT(DISTINCT l.resident_no) AS residents
  FROM calendar AS c LEFT JOIN life AS l ON l.since = c.m GROUP BY c.m
  UNION ALL
  SELECT c.m, 'outflow' AS flow, COUNT(l.since) AS cases, COUNT(DISTINCT l.resident_no) AS residents
  FROM calendar AS c LEFT JOIN life AS l ON l.until = c.m GROUP BY c.m
  UNION ALL
  SELECT c.m, 'out of sight' AS flow, COUNT(l.since) AS cases, COUNT(DISTINCT l.resident_no) AS residents
  FROM calendar AS c LEFT JOIN life AS l ON l.seen_until = c.m GROUP BY c.m
  UNION ALL
  SELECT c.m, 'stock' AS flow, COUNT(l.since) AS cases, COUNT(DISTINCT l.resident_no) AS residents
  FROM calendar AS c LEFT JOIN life AS l
    ON l.since <= c.m AND (l.until IS NULL OR l.until > c.m) AND (l.seen_until IS NULL OR l.seen_until > c.m)
  GROUP BY c.m
)
SELECT CONCAT(CAST(FLOOR(m / 12) AS INTEGER), '-', LPAD(CAST(MOD(m, 12) + 1 AS VARCHAR(2)), 2, '0')) AS month,
  flow, cases, residents
FROM flows
ORDER BY month NULLS LAST, flow NULLS LAST

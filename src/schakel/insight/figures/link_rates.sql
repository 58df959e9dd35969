-- meaning: which part of the residents of one source is found in another source too, for each two sources and in each
--   direction
-- unit: residents with at least one step in the source; residents are those whom both have, share is their part of
--   source_residents; a source with keys of its own shares nobody, and has 0 with all others
-- open steps: counted as any step
-- parallel steps: counted as any step
-- columns:
--   source dimension
--   other_source dimension
--   source_residents measure residents
--   residents residents residents
--   share measure share
WITH person AS (
  SELECT DISTINCT source, resident_no FROM steps WHERE source IS NOT NULL
),
of_source AS (
  SELECT source, COUNT(*) AS n FROM person GROUP BY source
),
met AS (
  SELECT a.source, b.source AS other_source, COUNT(*) AS n
  FROM person AS a JOIN person AS b ON b.resident_no = a.resident_no AND b.source <> a.source
  GROUP BY a.source, b.source
)
SELECT s.source, o.source AS other_source, s.n AS source_residents, COALESCE(m.n, 0) AS residents,
  COALESCE(m.n, 0) / s.n AS share
FROM of_source AS s JOIN of_source AS o ON o.source <> s.source
  LEFT JOIN met AS m ON m.source = s.source AND m.other_source = o.source
ORDER BY s.source NULLS LAST, o.source NULLS LAST

-- Help of which days are known, where there is more than one piece of it. is_last, is_first: of its case as far
-- as its own source tells of it, so that a case may go on in another, and no other source has a say in what a step is.
CREATE OR REPLACE TEMP TABLE pieces AS
WITH days AS (
    SELECT
        CAST(row_number() OVER (ORDER BY e.started_on, e.ended_on, {place}, e.source_row, e.event_no) AS INTEGER) AS piece,
        e.case_id, e.event_no, e.started_on, e.ended_on, coalesce(e.ended_on > e.started_on, true) AS lasts,
        e.started_on = min(coalesce(e.started_on, e.ended_on)) OVER (PARTITION BY e.case_id, {source}) AS is_first,
        e.ended_on = max(greatest(e.started_on, e.ended_on)) OVER (PARTITION BY e.case_id, {source}) AS is_last,
        md5_number(concat_ws(chr(31), coalesce('r' || e.resident, 'c' || e.case_id), {partner}, {activity}, {product}, {source}))
            AS same,
        e.is_day AND NOT e.is_moment AND e.partner IS NOT NULL AND e.started_on IS NOT NULL AS counts
    FROM numbered AS e
)
SELECT * EXCLUDE (counts), CAST(NULL AS INTEGER) AS before, false AS has_after
FROM days WHERE counts AND same IN (SELECT same FROM days WHERE counts GROUP BY same HAVING count(*) > 1)

-- Help of which days are known and that lasted, where there is more than one piece of it.
CREATE OR REPLACE TEMP TABLE pieces AS
WITH lasting AS (
    SELECT
        CAST(row_number() OVER (ORDER BY e.started_on, e.ended_on, {place}, e.source_row, e.event_no) AS INTEGER) AS piece,
        e.case_id, e.event_no, e.started_on, e.ended_on,
        md5_number(concat_ws(chr(31), coalesce('r' || e.resident, 'c' || e.case_id), {partner}, {activity}, {product}))
            AS same
    FROM numbered AS e
    WHERE e.is_day AND NOT e.is_moment AND e.partner IS NOT NULL AND e.started_on IS NOT NULL
        AND (e.ended_on > e.started_on OR e.ended_on IS NULL)
)
SELECT *, CAST(NULL AS INTEGER) AS before, false AS has_after
FROM lasting WHERE same IN (SELECT same FROM lasting GROUP BY same HAVING count(*) > 1)

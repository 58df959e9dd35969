-- Links and moments by number, with how many waits they have. Reads pinch_starts and pinch_open.
WITH united AS (
    SELECT kind, activity, partner, next_activity, next_partner FROM pinch_starts
    UNION ALL
    SELECT kind, activity, partner, next_activity, next_partner FROM pinch_open
    UNION ALL
    SELECT queue_kind, queue_activity, queue_partner, queue_next_activity, queue_next_partner
    FROM pinch_open
    WHERE queue_kind IS NOT NULL AND left_on IS NOT NULL
)
SELECT CAST(row_number() OVER () AS INTEGER) AS key_no, kind, activity, partner, next_activity, next_partner, count(*) AS n
FROM united
GROUP BY kind, activity, partner, next_activity, next_partner

-- The common log of one time an event: it begins and ends there, so nothing overlaps and every wait is the gap.
CREATE TEMP TABLE linked AS
SELECT
    case_no, pos, resident_no, household_no, activity, partner, to_partner,
    started, started AS ended, requested, started_on, started_on AS ended_on, requested_on, false AS is_day, place,
    source_row, next_activity, next_partner, next_started,
    epoch_us(next_started) - epoch_us(started) AS gap_us,
    epoch_us(next_started) - epoch_us(started) AS wait_us,
    CASE WHEN next_started IS NULL THEN NULL ELSE false END AS is_parallel,
    epoch_us(started) - epoch_us(requested) AS own_wait_us,
    CAST(NULL AS BIGINT) AS touch_us,
    pos = 1 AS is_first,
    next_started IS NULL AS is_last,
    false AS is_open,
    coalesce(started = last_started, false) AS is_tied,
    started AS placed_at, started_on AS placed_on, started AS until, started_on AS until_on{attributes}
FROM (
    SELECT *,
        CAST(row_number() OVER w AS INTEGER) AS pos,
        lead(activity) OVER w AS next_activity,
        lead(partner) OVER w AS next_partner,
        lead(started) OVER w AS next_started,
        lag(started) OVER w AS last_started
    FROM coded
    WHERE case_no BETWEEN {first} AND {last}
    WINDOW w AS (PARTITION BY case_no ORDER BY {order})
)
ORDER BY case_no, pos

-- Each event of one bucket gets its place in the case and what came next. Infinity is the end of what still runs.
CREATE TEMP TABLE linked AS
WITH known AS (
    SELECT
        *, coalesce(started, ended) AS placed_at, coalesce(started_on, ended_on) AS placed_on,
        ended IS NULL AND knows_ends AS is_open,
        CASE WHEN ended IS NULL AND knows_ends THEN TIMESTAMP 'infinity' ELSE ended END AS until,
        CASE WHEN ended IS NULL AND knows_ends THEN DATE 'infinity' ELSE ended_on END AS until_on
    FROM coded
    WHERE case_no BETWEEN {first} AND {last}
), turns AS (
    {turns}
), placed AS (
    SELECT
        *,
        CAST(row_number() OVER w AS INTEGER) AS pos,
        lead(activity) OVER w AS next_activity,
        lead(partner) OVER w AS next_partner,
        lead(started) OVER w AS next_started,
        lead(started_on) OVER w AS next_started_on,
        lead(is_day) OVER w AS next_is_day,
        lag(placed_at) OVER w AS last_placed_at,
        lag(placed_on) OVER w AS last_placed_on,
        lag(is_day) OVER w AS last_is_day,
        max(until) OVER (w ROWS UNBOUNDED PRECEDING) AS latest,
        max(until_on) OVER (w ROWS UNBOUNDED PRECEDING) AS latest_on,
        max(CASE WHEN is_day THEN until_on END) OVER (w ROWS UNBOUNDED PRECEDING) AS latest_day_on
    FROM turns
    WINDOW w AS (PARTITION BY case_no ORDER BY {order})
), judged AS (
    SELECT
        *,
        is_day OR coalesce(next_is_day, false) OR coalesce(latest_day_on = latest_on, false) AS in_days
    FROM placed
), compared AS (
    SELECT
        *,
        CASE WHEN in_days THEN next_started_on < latest_on ELSE next_started < latest END AS laps
    FROM judged
)
SELECT
    case_no, pos, resident_no, household_no, activity, partner, to_partner,
    started, ended, requested, started_on, ended_on, requested_on, is_day, place, source_row,
    next_activity, next_partner, next_started, next_started_on,
    CASE WHEN is_day OR next_is_day THEN (next_started_on - ended_on) * {day}
         ELSE epoch_us(next_started) - epoch_us(ended) END AS gap_us,
    CASE WHEN coalesce(laps, true) OR until IS NULL THEN NULL
         WHEN in_days THEN (next_started_on - latest_on) * {day}
         ELSE epoch_us(next_started) - epoch_us(latest) END AS wait_us,
    CASE WHEN laps THEN true WHEN until IS NULL THEN NULL ELSE laps END AS is_parallel,
    CASE WHEN is_day THEN (started_on - requested_on) * {day}
         ELSE epoch_us(started) - epoch_us(requested) END AS own_wait_us,
    CASE WHEN is_moment THEN NULL
         WHEN is_day THEN (ended_on - started_on) * {day}
         ELSE epoch_us(ended) - epoch_us(started) END AS touch_us,
    pos = 1 AS is_first,
    next_is_day IS NULL AS is_last,
    is_open,
    coalesce(placed_on = last_placed_on
             AND (placed_at = last_placed_at OR is_day OR last_is_day OR placed_at < last_placed_at), false) AS is_tied,
    placed_at, placed_on, until, until_on{attributes}
FROM compared
ORDER BY case_no, pos

-- It begins and ends in one moment, so nothing overlaps and every wait is the gap.
CREATE OR REPLACE TEMP VIEW linked AS
SELECT
    case_no, CAST(pos AS INTEGER) AS pos, {resident_no} AS resident_no, {household_no} AS household_no,
    activity, {partner} AS partner, {to_partner} AS to_partner,
    started, started AS ended, {requested} AS requested, started_on, started_on AS ended_on, {requested_on} AS requested_on,
    false AS is_day, {place} AS place, source_row, next_activity, next_partner, next_started, {next_on} AS next_started_on,
    epoch_us(next_started) - epoch_us(started) AS gap_us,
    epoch_us(next_started) - epoch_us(started) AS wait_us,
    CASE WHEN next_started IS NULL THEN NULL ELSE false END AS is_parallel,
    epoch_us(started) - epoch_us({requested}) AS own_wait_us,
    CAST(NULL AS BIGINT) AS touch_us,
    pos = 1 AS is_first,
    next_started IS NULL AS is_last,
    false AS is_open,
    pos > 1 AND started = last_started AS is_tied,
    started AS placed_at, started_on AS placed_on, started AS until, started_on AS until_on{attributes}
FROM lined

-- Cases of all buckets with what only the whole tells: whether they are open, until when they were seen, returns.
-- reach_*: until when a case that is open was seen; sight_until_on: the last day that it was, when what follows is out
-- of sight. previous_on: the latest end of the resident's earlier cases, infinity while one of them runs.
CREATE TEMP TABLE finished AS
WITH seen AS (
    SELECT o.*, {seen_on} AS seen_on, {seen_at} AS seen_at, {sight} AS sight_until_on
    FROM all_cases AS o{seen_joins}
), judged AS (
    SELECT *, runs OR NOT closed OR sight_until_on IS NOT NULL AS is_open,
        CASE WHEN sight_until_on < seen_on THEN sight_until_on ELSE seen_on END AS reach_on,
        CASE WHEN sight_until_on < seen_on THEN known_ended ELSE seen_at END AS reach_at
    FROM seen
), returned AS (
    SELECT *, {previous} AS previous_on FROM judged
)
SELECT
    a.case_no, i.stored AS case_id, {resident} AS resident, {household} AS household, a.resident_no, a.household_no,
    a.started, CASE WHEN a.is_open THEN NULL ELSE a.known_ended END AS ended,
    a.started_on, CASE WHEN a.is_open THEN NULL ELSE a.known_ended_on END AS ended_on,
    CASE WHEN a.is_open THEN NULL WHEN a.in_days THEN (a.known_ended_on - a.started_on) * {day}
         ELSE epoch_us(a.known_ended) - epoch_us(a.started) END AS duration_us,
    CASE WHEN a.in_days
         THEN (CASE WHEN a.is_open THEN greatest(a.reach_on, a.known_ended_on) ELSE a.known_ended_on END - a.started_on) * {day}
         WHEN a.is_open THEN epoch_us(greatest(a.reach_at, a.known_ended)) - epoch_us(a.started)
         ELSE epoch_us(a.known_ended) - epoch_us(a.started) END AS observed_us,
    a.length, a.variant, a.variant_today, a.is_open,
    coalesce(a.started_on - a.previous_on > {gap}, false) AS is_return,
    CASE WHEN a.previous_on <= a.started_on THEN CAST(a.started_on - a.previous_on AS INTEGER) END AS since_previous_days,
    a.sight_until_on, a.outcome, a.print{attributes}
FROM returned AS a
JOIN case_ids AS i USING (case_no){joins}

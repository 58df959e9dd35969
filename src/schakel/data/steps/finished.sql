-- Cases of all buckets with what only the whole tells: whether they are open, until when they were seen, returns.
CREATE TEMP TABLE finished AS
SELECT
    a.case_no, i.stored AS case_id, {resident} AS resident, {household} AS household, a.resident_no, a.household_no,
    a.started, CASE WHEN a.is_open THEN NULL ELSE a.known_ended END AS ended,
    a.started_on, CASE WHEN a.is_open THEN NULL ELSE a.known_ended_on END AS ended_on,
    CASE WHEN a.is_open THEN NULL WHEN a.in_days THEN (a.known_ended_on - a.started_on) * {day}
         ELSE epoch_us(a.known_ended) - epoch_us(a.started) END AS duration_us,
    CASE WHEN a.in_days
         THEN (CASE WHEN a.is_open THEN greatest(CAST($reference_on AS DATE), a.known_ended_on) ELSE a.known_ended_on END
               - a.started_on) * {day}
         WHEN a.is_open THEN epoch_us(greatest(CAST($reference_at AS TIMESTAMP), a.known_ended)) - epoch_us(a.started)
         ELSE epoch_us(a.known_ended) - epoch_us(a.started) END AS observed_us,
    a.length, a.variant, a.is_open,
    {is_return} AS is_return,
    a.outcome, a.print{attributes}
FROM (SELECT *, runs OR NOT closed AS is_open FROM all_cases) AS a
JOIN case_ids AS i USING (case_no){joins}

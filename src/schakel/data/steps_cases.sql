-- One row a case of one bucket. print_* are sums that change when any step does; they only serve the snapshot's id.
INSERT INTO all_cases BY NAME
SELECT
    case_no,
    arg_min(resident_no, pos) AS resident_no,
    arg_min(household_no, pos) AS household_no,
    min(placed_at) AS started,
    max(CASE WHEN until < TIMESTAMP 'infinity' THEN until ELSE started END) AS known_ended,
    min(placed_on) AS started_on,
    max(CASE WHEN until_on < DATE 'infinity' THEN until_on ELSE started_on END) AS known_ended_on,
    max(placed_at) AS last_placed_at,
    max(placed_on) AS last_placed_on,
    {in_days} AS in_days,
    bool_or(is_last AND is_open) AS runs,
    {closed} AS closed,
    CAST(count(*) AS INTEGER) AS length,
    CAST(sum(weight) % 9223372036854775808 AS BIGINT) AS variant,
    {outcome} AS outcome{prints}{attributes}
FROM linked JOIN weights USING (activity, pos)
GROUP BY case_no

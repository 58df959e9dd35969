-- One row a case of one bucket. print is a sum that changes when any step does; it only serves the snapshot's id.
INSERT INTO all_cases BY NAME
SELECT
    case_no,
    {resident} AS resident_no,
    {household} AS household_no,
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
    CAST(sum({weight_today}) % 9223372036854775808 AS BIGINT) AS variant_today,
    {last},
    {outcome} AS outcome,
    {print} AS print{attributes}
FROM linked JOIN weights USING (activity, pos)
GROUP BY case_no

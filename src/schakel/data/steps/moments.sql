-- The common log of one time an event. Sorted once, the next step is the next row: these windows stream over the
-- rows as they lie and sort nothing again.
CREATE TEMP TABLE lined AS
SELECT * EXCLUDE (row_no, has_last), row_no - max(CASE WHEN has_last THEN 0 ELSE row_no END) OVER (ROWS UNBOUNDED PRECEDING) + 1
    AS pos
FROM (
    SELECT *,
        CAST(row_number() OVER () AS INTEGER) AS row_no,
        coalesce(lag(case_no) OVER () = case_no, false) AS has_last,
        lag(started) OVER () AS last_started,
        CASE WHEN lead(case_no) OVER () = case_no THEN lead(activity) OVER () END AS next_activity,
        CASE WHEN lead(case_no) OVER () = case_no THEN {next_partner} END AS next_partner,
        CASE WHEN lead(case_no) OVER () = case_no THEN lead(started) OVER () END AS next_started{next_on}
    FROM sorted
)

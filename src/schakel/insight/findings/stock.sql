-- How many waits begin and end on each link per month (month: first day of it), so that the running difference is the
-- stock at the month's end. An open wait has not ended; one that became a dead end left the stock when it did.
-- Reads pinch_starts and pinch_open.
WITH queue AS (
    SELECT kind, activity, partner, next_activity, next_partner, ready_on, until_on AS left_on
    FROM pinch_starts
    WHERE ready_on IS NOT NULL AND until_on IS NOT NULL AND wait_us IS NOT NULL
    UNION ALL
    SELECT queue_kind, queue_activity, queue_partner, queue_next_activity, queue_next_partner, ready_on, left_on
    FROM pinch_open
    WHERE queue_kind IS NOT NULL
),
flows AS (
    SELECT kind, activity, partner, next_activity, next_partner, date_trunc('month', ready_on) AS month, 1 AS entered,
        0 AS went
    FROM queue
    UNION ALL
    SELECT kind, activity, partner, next_activity, next_partner, date_trunc('month', left_on), 0, 1
    FROM queue
    WHERE left_on IS NOT NULL
)
SELECT kind, activity, partner, next_activity, next_partner, CAST(month AS DATE) AS month,
    CAST(sum(entered) AS BIGINT) AS entered, CAST(sum(went) AS BIGINT) AS went
FROM flows
GROUP BY kind, activity, partner, next_activity, next_partner, month
ORDER BY kind, activity, partner, next_activity, next_partner, month

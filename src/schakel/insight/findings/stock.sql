-- How many waits begin and end per month (first day of it) on the links of findings, so that the running difference is
-- the stock at the month's end. A dead end left the stock when it became one. Reads pinch_waits and pinch_found.
WITH queue AS (
    SELECT w.queue_no, w.ready_on, w.left_on
    FROM pinch_waits AS w
    JOIN pinch_found AS f ON f.key_no = w.queue_no
    WHERE w.ready_on IS NOT NULL AND w.wait_us IS NOT NULL
),
flows AS (
    SELECT queue_no, date_trunc('month', ready_on) AS month, 1 AS entered, 0 AS went FROM queue
    UNION ALL
    SELECT queue_no, date_trunc('month', left_on), 0, 1 FROM queue WHERE left_on IS NOT NULL
)
SELECT queue_no, CAST(month AS DATE) AS month, CAST(sum(entered) - sum(went) AS BIGINT) AS change
FROM flows
GROUP BY queue_no, month
ORDER BY queue_no, month

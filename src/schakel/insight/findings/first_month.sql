-- The month in which the first case starts. Reads cases.
SELECT CAST(date_trunc('month', min(started_on)) AS DATE) AS month FROM cases

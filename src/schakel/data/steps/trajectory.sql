-- Events of one resident fall into trajectories: one that begins more than {gap} days after the latest end so far
-- begins a new one. What still runs has no end, so that nothing after it is new.
CREATE TEMP TABLE turned AS
SELECT * EXCLUDE (placed_on, until_on, latest_on),
    CAST(1 + sum(CASE WHEN placed_on - latest_on > {gap} THEN 1 ELSE 0 END)
         OVER (PARTITION BY case_no ORDER BY placed_on, until_on, rank, place, source_row ROWS UNBOUNDED PRECEDING)
         AS INTEGER) AS turn
FROM (
    SELECT *,
        max(until_on) OVER (PARTITION BY case_no ORDER BY placed_on, until_on, rank, place, source_row
                            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS latest_on
    FROM (
        SELECT *, coalesce(started_on, ended_on) AS placed_on,
            CASE WHEN ended IS NULL AND knows_ends THEN DATE 'infinity' ELSE coalesce(ended_on, started_on) END AS until_on
        FROM coded
    )
)

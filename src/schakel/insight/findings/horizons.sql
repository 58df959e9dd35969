-- After how many days an open wait on a link or moment counts as a dead end: dead_end, or where those that ended often
-- took longer, dead_end_stretch times what dead_end_quantile of them stayed within (nearest rank). Reads pinch_starts and params.
WITH ranked AS (
    SELECT kind, activity, partner, next_activity, next_partner, wait_us,
        row_number() OVER (
            PARTITION BY kind, activity, partner, next_activity, next_partner ORDER BY wait_us NULLS LAST
        ) AS place,
        count(*) OVER (PARTITION BY kind, activity, partner, next_activity, next_partner) AS n
    FROM pinch_starts
    WHERE wait_us IS NOT NULL AND kind <> 'inflow'
)
SELECT r.kind, r.activity, r.partner, r.next_activity, r.next_partner,
    greatest(p.dead_end_days, p.dead_end_stretch_factor * r.wait_us / 86400000000.0) AS horizon_days
FROM ranked AS r
CROSS JOIN params AS p
WHERE r.place = ceil(p.dead_end_quantile_share * r.n)

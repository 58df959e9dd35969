-- After how many days an open wait on a link or moment counts as a dead end: dead_end, or where those that ended often
-- took longer, dead_end_stretch times what dead_end_quantile of them stayed within (nearest rank). Only of links on which
-- something can be open. Reads pinch_starts, pinch_follows and params.
WITH wanted AS (
    SELECT kind, activity, partner, next_activity, next_partner FROM pinch_follows
    UNION
    SELECT 'referral', activity, partner, 0, to_partner FROM pinch_referrals
),
ranked AS (
    SELECT s.kind, s.activity, s.partner, s.next_activity, s.next_partner, s.wait_us,
        row_number() OVER (
            PARTITION BY s.kind, s.activity, s.partner, s.next_activity, s.next_partner ORDER BY s.wait_us NULLS LAST
        ) AS place,
        count(*) OVER (PARTITION BY s.kind, s.activity, s.partner, s.next_activity, s.next_partner) AS n
    FROM pinch_starts AS s
    JOIN wanted AS w ON w.kind = s.kind AND w.activity = s.activity AND w.partner = s.partner
        AND w.next_activity = s.next_activity AND w.next_partner = s.next_partner
    WHERE s.wait_us IS NOT NULL AND s.kind <> 'inflow'
)
SELECT r.kind, r.activity, r.partner, r.next_activity, r.next_partner,
    greatest(p.dead_end_days, p.dead_end_stretch_factor * r.wait_us / 86400000000.0) AS horizon_days
FROM ranked AS r
CROSS JOIN params AS p
WHERE r.place = ceil(p.dead_end_quantile_share * r.n)

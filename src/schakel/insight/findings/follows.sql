-- Where nearly all who leave a step go on to the same link, an open wait after that step is a wait on that link. Reads
-- pinch_starts and params (open_follows: the least share that goes there).
WITH ways AS (
    SELECT from_activity, from_partner, kind, activity, partner, next_activity, next_partner, count(*) AS n
    FROM pinch_starts
    WHERE pos > 1 AND kind <> 'rework'
    GROUP BY from_activity, from_partner, kind, activity, partner, next_activity, next_partner
),
ranked AS (
    SELECT w.*, sum(n) OVER (PARTITION BY from_activity, from_partner) AS of_all,
        row_number() OVER (
            PARTITION BY from_activity, from_partner
            ORDER BY n DESC NULLS LAST, kind NULLS LAST, activity NULLS LAST, partner NULLS LAST,
                next_activity NULLS LAST, next_partner NULLS LAST
        ) AS place
    FROM ways AS w
)
SELECT r.from_activity, r.from_partner, r.kind, r.activity, r.partner, r.next_activity, r.next_partner
FROM ranked AS r
CROSS JOIN params AS p
WHERE r.place = 1 AND r.n >= p.open_follows_share * r.of_all

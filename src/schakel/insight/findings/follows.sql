-- Where nearly all who leave a step go on to the same link, an open wait after that step is a wait on that link; of the
-- steps at which open cases stand that are in sight. What came next where it cannot be told is left out. Reads
-- pinch_starts, pinch_steps, cases and params (open_follows: the least share).
WITH last_steps AS (
    SELECT DISTINCT s.activity, coalesce(s.partner, 0) AS partner
    FROM pinch_steps AS s
    JOIN cases AS c ON c.case_no = s.case_no
    WHERE c.is_open AND c.sight_until_on IS NULL AND s.is_last
),
ways AS (
    SELECT w.from_activity, w.from_partner, w.kind, w.activity, w.partner, w.next_activity, w.next_partner,
        count(*) AS n
    FROM pinch_starts AS w
    JOIN last_steps AS l ON l.activity = w.from_activity AND l.partner = w.from_partner
    WHERE w.pos > 1 AND w.kind <> 'rework' AND NOT w.is_untold
    GROUP BY w.from_activity, w.from_partner, w.kind, w.activity, w.partner, w.next_activity, w.next_partner
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

-- Waits that still run at the reference date, in cases that are in sight and whose question stands open; the columns of
-- starts.sql, and queue_*: the link on which they wait, also when they became a dead end; left_on: when they did.
-- A referral without an answer waits since it was sent (the last one to that partner), until the last day on which an
-- answer could be seen; where none could, nothing is said. A case in which nothing runs and no referral is out waits since
-- its latest end. Longer than the horizon is a dead end (of a referral) or a standstill; else it waits on where nearly all
-- go from there, or we cannot say for what (open).
-- Reads cases, params, pinch_steps, _referrals, _answers, _starts, _horizons, _follows and pinch_seen.
WITH silent AS (
    SELECT r.case_no, r.to_partner, max(r.pos) AS pos
    FROM pinch_referrals AS r
    JOIN pinch_answers AS a ON a.case_no = r.case_no AND a.pos = r.pos
    JOIN cases AS c ON c.case_no = r.case_no
    WHERE c.is_open AND c.sight_until_on IS NULL AND a.answer_pos IS NULL AND NOT r.is_open
    GROUP BY r.case_no, r.to_partner
),
sent AS (
    SELECT r.*, greatest(0, r.until_on - r.sent_on) AS days,
        coalesce(h.horizon_days, p.dead_end_days) AS horizon_days
    FROM silent AS u
    JOIN pinch_referrals AS r ON r.case_no = u.case_no AND r.pos = u.pos
    LEFT JOIN pinch_horizons AS h ON h.kind = 'referral' AND h.activity = r.activity AND h.partner = r.partner
        AND h.next_partner = r.to_partner
    CROSS JOIN params AS p
    WHERE r.sight = 'seen'
),
ends AS (
    SELECT s.case_no, max(coalesce(s.ended_on, s.started_on)) AS ended_on
    FROM pinch_steps AS s
    JOIN cases AS c ON c.case_no = s.case_no
    LEFT JOIN silent AS u ON u.case_no = s.case_no
    WHERE c.is_open AND c.sight_until_on IS NULL AND u.case_no IS NULL
    GROUP BY s.case_no
    HAVING count(CASE WHEN s.is_open THEN 1 END) = 0
),
stopped AS (
    SELECT s.case_no, s.pos, s.resident_no, s.activity AS from_activity, coalesce(s.partner, 0) AS from_partner,
        n.ended_on, e.reference_on, greatest(0, e.reference_on - n.ended_on) AS days, f.kind, f.activity, f.partner,
        f.next_activity, f.next_partner,
        coalesce(h.horizon_days, p.dead_end_days) AS horizon_days
    FROM ends AS n
    JOIN pinch_steps AS s ON s.case_no = n.case_no AND s.is_last
    LEFT JOIN pinch_follows AS f ON f.from_activity = s.activity AND f.from_partner = coalesce(s.partner, 0)
    LEFT JOIN pinch_horizons AS h ON h.kind = f.kind AND h.activity = f.activity AND h.partner = f.partner
        AND h.next_activity = f.next_activity AND h.next_partner = f.next_partner
    CROSS JOIN params AS p
    CROSS JOIN pinch_seen AS e
)
SELECT case_no, 1000000000 + pos AS pos, resident_no, CASE WHEN days > horizon_days THEN 'dead_end' ELSE 'referral' END
        AS kind,
    activity, partner, 0 AS next_activity, to_partner AS next_partner, 0 AS to_activity, to_partner,
    activity AS from_activity, partner AS from_partner, NULL AS started, sent_on AS ready_on,
    until_on, days * 86400000000 AS wait_us, TRUE AS is_open,
    'referral' AS queue_kind, activity AS queue_activity, partner AS queue_partner, 0 AS queue_next_activity,
    to_partner AS queue_next_partner,
    CASE WHEN days > horizon_days THEN sent_on + CAST(ceil(horizon_days) AS INTEGER) END AS left_on
FROM sent
UNION ALL
SELECT case_no, 1000000000 + pos, resident_no,
    CASE WHEN days > horizon_days THEN 'standstill' ELSE coalesce(kind, 'open') END,
    CASE WHEN days > horizon_days OR kind IS NULL THEN from_activity ELSE activity END,
    CASE WHEN days > horizon_days OR kind IS NULL THEN from_partner ELSE partner END,
    CASE WHEN days > horizon_days OR kind IS NULL THEN 0 ELSE next_activity END,
    CASE WHEN days > horizon_days OR kind IS NULL THEN 0 ELSE next_partner END,
    0, 0, from_activity, from_partner, NULL, ended_on, reference_on, days * 86400000000, TRUE,
    kind, activity, partner, next_activity, next_partner,
    CASE WHEN days > horizon_days THEN ended_on + CAST(ceil(horizon_days) AS INTEGER) END
FROM stopped

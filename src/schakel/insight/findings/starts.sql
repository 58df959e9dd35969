-- Every wait before a step, once. Reads pinch_steps, pinch_referrals, pinch_answers and pinch_repeats.
-- A wait begins at the request where that is known, else at the latest end so far in the case. A parallel step without
-- a request has none, nor has a step after one that closes the question. A request date that a case repeats for one
-- partner counts for the first step that carries it.
-- kind: the first that fits of inflow, referral, request, rework, handover, wait.
-- activity .. next_partner: the link or moment it belongs to, 0 where that says nothing. to_activity, to_partner: the
-- step that was waited for. wait_us is NULL where the wait is unknown. is_early: it may overlap with an earlier one.
-- is_untold: unknown because a partner did not deliver that month or cannot be followed.
WITH asked AS (
    SELECT case_no, pos, own_wait_us, requested_on
    FROM (
        SELECT case_no, pos, own_wait_us, requested_on,
            row_number() OVER (PARTITION BY case_no, partner, requested ORDER BY pos NULLS LAST) AS nth
        FROM pinch_steps
        WHERE own_wait_us >= 0
    ) AS numbered
    WHERE nth = 1
),
answered AS (
    SELECT case_no, answer_pos AS pos, max(pos) AS referral_pos
    FROM pinch_answers
    WHERE answer_pos IS NOT NULL
    GROUP BY case_no, answer_pos
),
pairs AS (
    SELECT s.case_no, s.pos, s.resident_no, s.activity AS to_activity, s.partner AS to_partner, s.started, s.started_on,
        p.activity AS from_activity, p.partner AS from_partner, coalesce(p.is_parallel, FALSE) AS is_parallel,
        coalesce(p.is_closing, FALSE) AS is_after_closing,
        coalesce(p.is_untold, FALSE) AS is_untold, p.wait_us AS link_us, p.gap_us, p.ended_on,
        a.own_wait_us, a.requested_on, d.referral_pos, r.pos IS NOT NULL AS is_repeat,
        coalesce(p.partner <> s.partner, FALSE) AS is_other
    FROM pinch_steps AS s
    LEFT JOIN pinch_steps AS p ON p.case_no = s.case_no AND p.pos = s.pos - 1
    LEFT JOIN asked AS a ON a.case_no = s.case_no AND a.pos = s.pos
    LEFT JOIN answered AS d ON d.case_no = s.case_no AND d.pos = s.pos
    LEFT JOIN pinch_repeats AS r ON r.case_no = s.case_no AND r.pos = s.pos
),
sorted AS (
    SELECT s.*,
        CASE WHEN s.pos = 1 THEN 'inflow'
            WHEN s.referral_pos IS NOT NULL THEN 'referral'
            WHEN s.own_wait_us IS NOT NULL AND (s.is_other OR s.is_parallel) THEN 'request'
            WHEN s.is_repeat THEN 'rework'
            WHEN s.is_other THEN 'handover'
            ELSE 'wait' END AS kind,
        CASE WHEN s.own_wait_us IS NOT NULL THEN s.own_wait_us WHEN s.pos > 1 THEN s.link_us END AS wait_us,
        CASE WHEN s.own_wait_us IS NOT NULL THEN s.requested_on
            WHEN s.link_us = s.gap_us THEN s.ended_on
            WHEN s.link_us IS NOT NULL THEN s.started_on - CAST(floor(s.link_us / 86400000000.0) AS INTEGER)
            END AS ready_on
    FROM pairs AS s
    WHERE s.pos = 1 OR s.own_wait_us IS NOT NULL OR NOT (s.is_parallel OR s.is_after_closing)
)
SELECT s.case_no, s.pos, s.resident_no, s.kind,
    CASE WHEN s.kind = 'referral' THEN f.activity WHEN s.kind IN ('handover', 'wait') THEN s.from_activity ELSE 0 END
        AS activity,
    coalesce(CASE WHEN s.kind = 'referral' THEN f.partner WHEN s.kind IN ('handover', 'wait') THEN s.from_partner END,
        0) AS partner,
    CASE WHEN s.kind = 'referral' THEN 0 ELSE s.to_activity END AS next_activity,
    coalesce(s.to_partner, 0) AS next_partner,
    s.to_activity, coalesce(s.to_partner, 0) AS to_partner,
    coalesce(s.from_activity, 0) AS from_activity, coalesce(s.from_partner, 0) AS from_partner,
    s.started, s.ready_on, s.started_on AS until_on, s.wait_us, FALSE AS is_open,
    s.wait_us IS NULL AND s.is_untold AS is_untold,
    s.own_wait_us IS NOT NULL AND s.pos > 1 AND (s.is_parallel OR s.link_us IS NULL OR s.own_wait_us > s.link_us) AS is_early
FROM sorted AS s
LEFT JOIN pinch_referrals AS f ON f.case_no = s.case_no AND f.pos = s.referral_pos

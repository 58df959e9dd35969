-- Referrals that could have been answered by now, and those of them that were not, per link. mature: sent longer ago
-- than the link's horizon before the last day on which an answer could be seen (the reference date where none could).
-- sight: as in referrals.sql. Reads params, pinch_referrals, _answers, _horizons, _words and pinch_seen.
WITH judged AS (
    SELECT r.activity, r.partner, r.to_partner AS next_partner, r.resident_no, a.answer_pos IS NULL AS is_lost, r.sight
    FROM pinch_referrals AS r
    JOIN pinch_answers AS a ON a.case_no = r.case_no AND a.pos = r.pos
    LEFT JOIN pinch_horizons AS h ON h.kind = 'referral' AND h.activity = r.activity AND h.partner = r.partner
        AND h.next_partner = r.to_partner
    CROSS JOIN params AS p
    CROSS JOIN pinch_seen AS e
    WHERE NOT r.is_open AND CASE WHEN r.sight = 'seen' THEN r.until_on ELSE e.reference_on END - r.sent_on
        > coalesce(h.horizon_days, p.dead_end_days)
)
SELECT a.word AS activity, p.word AS partner, n.word AS next_partner, j.sight,
    count(*) AS mature, sum(CASE WHEN j.is_lost THEN 1 ELSE 0 END) AS lost,
    count(DISTINCT j.resident_no) AS residents, count(DISTINCT CASE WHEN j.is_lost THEN j.resident_no END) AS lost_residents
FROM judged AS j
JOIN pinch_words AS a ON a.no = j.activity
JOIN pinch_words AS p ON p.no = j.partner
JOIN pinch_words AS n ON n.no = j.next_partner
GROUP BY a.word, p.word, n.word, j.sight
ORDER BY a.word, p.word, n.word, j.sight

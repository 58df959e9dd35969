-- The first later step by the partner to whom was referred; answer_pos is NULL where there is none. is_seen: that
-- partner delivers steps; where it does not, its answer is out of sight. Reads pinch_steps, _referrals, _partners.
SELECT r.case_no, r.pos, min(s.pos) AS answer_pos, max(CASE WHEN k.partner IS NULL THEN 0 ELSE 1 END) = 1 AS is_seen
FROM pinch_referrals AS r
LEFT JOIN pinch_steps AS s ON s.case_no = r.case_no AND s.partner = r.to_partner AND s.pos > r.pos
LEFT JOIN pinch_partners AS k ON k.partner = r.to_partner
GROUP BY r.case_no, r.pos

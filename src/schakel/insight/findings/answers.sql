-- The first later step by the partner to whom was referred; answer_pos is NULL where there is none. Reads pinch_steps and
-- pinch_referrals.
SELECT r.case_no, r.pos, min(s.pos) AS answer_pos
FROM pinch_referrals AS r
LEFT JOIN pinch_steps AS s ON s.case_no = r.case_no AND s.partner = r.to_partner AND s.pos > r.pos
GROUP BY r.case_no, r.pos

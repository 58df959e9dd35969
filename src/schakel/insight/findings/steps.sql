-- Steps with their words as numbers. is_untold: the wait after it was taken out, since a partner did not deliver that
-- month or cannot be followed; else a step that nothing is parallel to has a wait. Reads steps and pinch_words.
SELECT s.case_no, s.pos, s.resident_no, a.no AS activity, p.no AS partner, t.no AS to_partner, s.started, s.started_on,
    s.ended_on, s.requested, s.requested_on, s.precision, s.gap_us, s.wait_us, s.own_wait_us, s.touch_us,
    coalesce(s.is_parallel, FALSE) AS is_parallel, s.wait_us IS NULL AND coalesce(NOT s.is_parallel, FALSE) AS is_untold,
    s.is_open, s.is_last, a.is_normal, a.is_closing
FROM steps AS s
JOIN pinch_words AS a ON a.word = s.activity
LEFT JOIN pinch_words AS p ON p.word = s.partner
LEFT JOIN pinch_words AS t ON t.word = s.to_partner

-- Repeated steps per activity and partner, and the time that working on them took (NULL where no end is known).
-- Reads pinch_repeats and pinch_words.
SELECT a.word AS activity, p.word AS partner, count(*) AS repeats, sum(r.touch_us) AS touch_us
FROM pinch_repeats AS r
JOIN pinch_words AS a ON a.no = r.activity
JOIN pinch_words AS p ON p.no = r.partner
GROUP BY a.word, p.word
ORDER BY a.word, p.word

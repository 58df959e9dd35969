-- Repeated steps per activity and partner, and the time that working on them took (NULL where no end is known).
-- Reads pinch_repeats.
SELECT activity, partner, count(*) AS repeats, count(DISTINCT resident_no) AS residents, sum(touch_us) AS touch_us
FROM pinch_repeats
GROUP BY activity, partner
ORDER BY activity, partner

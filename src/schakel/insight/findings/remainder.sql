-- Time lost on links that are in no finding, how many links that are, and how many residents. Reads pinch_waits and
-- pinch_found.
SELECT coalesce(sum(w.lost_us), 0) AS lost_us, count(DISTINCT w.key_no) AS links, count(DISTINCT w.resident_no) AS residents
FROM pinch_waits AS w
LEFT JOIN pinch_found AS f ON f.key_no = w.key_no
WHERE w.lost_us > 0 AND f.key_no IS NULL

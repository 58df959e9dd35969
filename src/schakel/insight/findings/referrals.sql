-- Referrals that name for whom they are meant, sent when the referring step ended. sight: whether an answer could be seen:
-- "seen"; "months", that partner did not deliver then; "key", it is only in sources that share no key with the one that
-- refers; "none", it delivers nothing. until_on: the last day of that partner that was seen, the reference date unless it
-- stopped before. Reads steps, pinch_steps, _words, _sources, _covered, _reach and pinch_seen.
WITH meant AS (
    SELECT case_no, pos, source FROM steps WHERE to_partner IS NOT NULL
),
sent AS (
    SELECT s.case_no, s.resident_no, s.pos, s.activity, coalesce(s.partner, 0) AS partner, s.to_partner, s.is_open,
        coalesce(s.ended_on, s.started_on) AS sent_on, w.word, o.key_group
    FROM meant AS m
    JOIN pinch_steps AS s ON s.case_no = m.case_no AND s.pos = m.pos
    JOIN pinch_words AS w ON w.no = s.to_partner
    JOIN pinch_sources AS o ON o.source = m.source
    WHERE s.to_partner <> coalesce(s.partner, 0)
),
acting AS (
    SELECT DISTINCT partner FROM pinch_reach
)
SELECT s.case_no, s.resident_no, s.pos, s.activity, s.partner, s.to_partner, s.is_open, s.sent_on,
    CASE WHEN v.partner IS NOT NULL AND s.sent_on <= r.until_on THEN 'seen' WHEN r.partner IS NOT NULL THEN 'months'
        WHEN a.partner IS NOT NULL THEN 'key' ELSE 'none' END AS sight,
    least(e.reference_on, r.until_on) AS until_on
FROM sent AS s
LEFT JOIN pinch_covered AS v ON v.key_group = s.key_group AND v.partner = s.word
    AND v.month = year(s.sent_on) * 12 + month(s.sent_on) - 1
LEFT JOIN pinch_reach AS r ON r.key_group = s.key_group AND r.partner = s.word
LEFT JOIN acting AS a ON a.partner = s.word
CROSS JOIN pinch_seen AS e

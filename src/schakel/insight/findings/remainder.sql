-- Residents who lost time on links that are in no finding. Reads pinch_waits and pinch_rest (their keys).
SELECT count(DISTINCT w.resident_no) AS residents
FROM pinch_waits AS w
JOIN pinch_rest AS r ON r.kind = w.kind AND r.activity = w.activity AND r.partner = w.partner
    AND r.next_activity = w.next_activity AND r.next_partner = w.next_partner
WHERE w.lost_us > 0

-- Weeks lost per link or moment with enough waits to be shown at all: the waits of each resident are added first, so that
-- the squares give the spread between residents. Sums are whole numbers: equal data, equal bytes. residents: with a
-- known wait; losing: who lost time; untold: waits that are unknown since a partner did not deliver that month or cannot
-- be followed. Reads pinch_waits, pinch_keys, pinch_words and pinch_seen (threshold).
WITH persons AS (
    SELECT w.key_no, w.resident_no, count(*) AS waits, count(w.wait_us) AS known,
        sum(CASE WHEN w.is_open THEN 1 ELSE 0 END) AS open_waits, sum(w.lost_us) AS lost_us,
        sum(CASE WHEN w.is_untold THEN 1 ELSE 0 END) AS untold
    FROM pinch_waits AS w
    JOIN pinch_keys AS k ON k.key_no = w.key_no
    WHERE k.n >= (SELECT threshold FROM pinch_seen)
    GROUP BY w.key_no, w.resident_no
),
sums AS (
    SELECT key_no, count(*) AS all_residents, sum(CASE WHEN known > 0 THEN 1 ELSE 0 END) AS residents,
        sum(CASE WHEN lost_us > 0 THEN 1 ELSE 0 END) AS losing, sum(waits) AS waits, sum(known) AS known,
        sum(open_waits) AS open_waits, coalesce(sum(lost_us), 0) AS lost_us,
        coalesce(sum(CAST(lost_us AS HUGEINT) * lost_us), 0) AS squares, sum(untold) AS untold
    FROM persons
    GROUP BY key_no
)
SELECT k.kind, a.word AS activity, p.word AS partner, na.word AS next_activity, np.word AS next_partner, s.*
FROM sums AS s
JOIN pinch_keys AS k ON k.key_no = s.key_no
JOIN pinch_words AS a ON a.no = k.activity
JOIN pinch_words AS p ON p.no = k.partner
JOIN pinch_words AS na ON na.no = k.next_activity
JOIN pinch_words AS np ON np.no = k.next_partner
ORDER BY k.kind, activity, partner, next_activity, next_partner

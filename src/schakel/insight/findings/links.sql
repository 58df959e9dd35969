-- Weeks lost per link or moment: the waits of each resident are added first, so that the squares give the spread
-- between residents. Sums are whole numbers: equal data, equal bytes. residents: with a known wait; losing: who lost
-- time. Reads pinch_waits.
WITH persons AS (
    SELECT kind, activity, partner, next_activity, next_partner, resident_no,
        count(*) AS waits, count(wait_us) AS known, sum(CASE WHEN is_open THEN 1 ELSE 0 END) AS open_waits,
        sum(lost_us) AS lost_us
    FROM pinch_waits
    GROUP BY kind, activity, partner, next_activity, next_partner, resident_no
)
SELECT kind, activity, partner, next_activity, next_partner,
    count(*) AS all_residents, sum(CASE WHEN known > 0 THEN 1 ELSE 0 END) AS residents,
    sum(CASE WHEN lost_us > 0 THEN 1 ELSE 0 END) AS losing,
    sum(waits) AS waits, sum(known) AS known, sum(open_waits) AS open_waits,
    coalesce(sum(lost_us), 0) AS lost_us, coalesce(sum(CAST(lost_us AS HUGEINT) * lost_us), 0) AS squares
FROM persons
GROUP BY kind, activity, partner, next_activity, next_partner
ORDER BY kind, activity, partner, next_activity, next_partner

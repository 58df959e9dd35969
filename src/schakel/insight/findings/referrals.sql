-- Referrals that name for whom they are meant, sent when the referring step ended. Reads pinch_steps.
SELECT case_no, resident_no, pos, activity, coalesce(partner, 0) AS partner, to_partner, is_open,
    coalesce(ended_on, started_on) AS sent_on
FROM pinch_steps
WHERE to_partner IS NOT NULL AND to_partner <> coalesce(partner, 0)

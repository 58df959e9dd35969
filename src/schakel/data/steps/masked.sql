-- Steps whose wait and next partner cannot be told: one of both partners did not deliver in that month, or a referral led
-- to a partner that cannot be followed from here.
CREATE OR REPLACE TEMP TABLE masked AS
SELECT l.case_no, l.pos
FROM linked AS l JOIN sources AS s ON s.place = l.place
WHERE l.next_activity IS NOT NULL AND (
    NOT ({both})
    OR l.next_partner IS DISTINCT FROM l.to_partner AND NOT {referred}
)

-- Steps whose wait and next partner cannot be told: one of both did not deliver in that month.
CREATE OR REPLACE TEMP TABLE linked_masked AS
SELECT l.* REPLACE (
    CASE WHEN m.pos IS NULL THEN l.wait_us END AS wait_us,
    CASE WHEN m.pos IS NULL THEN l.next_partner END AS next_partner
)
FROM linked AS l LEFT JOIN masked AS m ON m.case_no = l.case_no AND m.pos = l.pos
ORDER BY l.case_no, l.pos

-- The lowest label among the cases that share a step with a case.
CREATE OR REPLACE TEMP TABLE lower AS
WITH heads AS (
    SELECT c.head, min(l.label) AS label FROM chains AS c JOIN labels AS l USING (case_id) GROUP BY c.head
)
SELECT c.case_id, min(h.label) AS label FROM chains AS c JOIN heads AS h USING (head) GROUP BY c.case_id

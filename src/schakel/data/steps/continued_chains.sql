-- The pieces of each step in which several were joined, with its first piece as head.
CREATE OR REPLACE TEMP TABLE chains AS
WITH RECURSIVE line AS (
    SELECT piece, piece AS head FROM pieces WHERE before IS NULL AND has_after
    UNION ALL
    SELECT p.piece, l.head FROM pieces AS p JOIN line AS l ON p.before = l.piece
)
SELECT l.piece, l.head, p.case_id, p.event_no FROM line AS l JOIN pieces AS p USING (piece)

-- Each piece with the nearest that ended up to {days} days before it began; each piece once on either side.
CREATE OR REPLACE TEMP TABLE pairs AS
SELECT piece, before FROM (
    SELECT b.piece, a.piece AS before,
        row_number() OVER (PARTITION BY b.piece ORDER BY b.started_on - a.ended_on, a.piece) AS of_after,
        row_number() OVER (PARTITION BY a.piece ORDER BY b.started_on - a.ended_on, b.piece) AS of_before
    FROM pieces AS a JOIN pieces AS b ON b.same = a.same AND b.piece <> a.piece AND b.started_on > a.started_on
        AND b.started_on - a.ended_on BETWEEN 0 AND {days} {within}
    WHERE NOT a.has_after AND b.before IS NULL AND (a.lasts OR b.lasts)
)
WHERE of_after = 1 AND of_before = 1

-- Words as numbers, so that waits are grouped by numbers; 0 stands for no word. is_normal: a step that comes back by its
-- nature; is_closing: one that closes the question. Reads steps, params and pinch_closing.
WITH words AS (
    SELECT activity AS word FROM steps
    UNION
    SELECT partner FROM steps
    UNION
    SELECT to_partner FROM steps
)
SELECT CAST(row_number() OVER (ORDER BY w.word NULLS LAST) AS INTEGER) AS no, w.word,
    position('|' || lower(w.word) || '|' IN p.repeat_normal_words) > 0 AS is_normal, z.activity IS NOT NULL AS is_closing
FROM words AS w
LEFT JOIN pinch_closing AS z ON z.activity = w.word
CROSS JOIN params AS p
WHERE w.word <> ''
UNION ALL
SELECT 0, '', FALSE, FALSE

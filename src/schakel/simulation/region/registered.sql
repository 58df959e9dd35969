-- What the partners wrote down of a run: a row per step, and one more where a case was closed. By day, and within a day
-- by case and its own order. Reads logged (steps; minutes are -1 where unknown), left_behind (who gave up waiting),
-- partner_facts and stage_facts (by their place in the model). $until: minute at which nothing is known yet.
WITH opened AS (
    SELECT cases, any_value(type) AS type, any_value(municipality) AS municipality,
        row_number() OVER (ORDER BY min(started), cases) - 1 AS number
    FROM logged GROUP BY cases
),
step AS (
    SELECT l.*, p.is_professional, s.is_help,
        row_number() OVER (PARTITION BY l.cases, l.partner ORDER BY l.started, l.line) AS turn_at_partner
    FROM logged AS l
    JOIN partner_facts AS p ON p.place = l.partner
    JOIN stage_facts AS s ON s.place = l.stage
),
summed AS (
    SELECT cases, bool_or(is_help) AS was_helped, bool_or(is_better) AS ever_better,
        arg_max(is_better, line) FILTER (is_help) AS better_at_last,
        arg_max(partner, line) FILTER (is_professional) AS last_professional
    FROM step GROUP BY cases
),
closed AS (
    SELECT s.cases, s.ended AS started, coalesce(m.last_professional, -1) AS partner, s.line,
        CASE
            WHEN NOT m.was_helped THEN 'vraag beantwoord'
            WHEN m.better_at_last THEN 'doel bereikt'
            WHEN m.ever_better THEN 'deels bereikt'
            ELSE 'zonder resultaat'
        END AS outcome
    FROM step AS s JOIN summed AS m USING (cases)
    WHERE s.ends_route AND s.ended >= 0
    UNION ALL
    SELECT b.cases, b.ended, b.partner, b.line, CASE WHEN m.was_helped THEN 'uitval' ELSE 'ingetrokken' END
    FROM left_behind AS b JOIN summed AS m USING (cases)
),
written AS (
    SELECT cases, stage, partner, CASE WHEN is_referral THEN to_partner ELSE -1 END AS to_partner,
        CASE WHEN turn_at_partner = 1 AND knows_request THEN requested ELSE -1 END AS requested,
        started, CASE WHEN ended < $until THEN ended ELSE -1 END AS ended, '' AS outcome, line
    FROM step
    UNION ALL
    SELECT cases, -1, partner, -1, -1, started, started, outcome, line + 0.5 FROM closed
)
SELECT o.number, w.cases, o.type, o.municipality, w.stage, w.partner, w.to_partner, w.requested, w.started, w.ended,
    w.outcome
FROM written AS w JOIN opened AS o USING (cases) JOIN partner_facts AS p ON p.place = w.partner
WHERE p.delivers AND w.started < $until
ORDER BY w.started // 1440, o.number, w.started, w.line

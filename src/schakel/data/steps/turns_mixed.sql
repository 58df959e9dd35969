-- A local day of a case on which any event has only a date: rank, source and row decide there. Events with a time
-- keep their own order among the places that they hold together. Elsewhere time decides.
    SELECT k.*, CASE WHEN k.day_decides THEN k.rank ELSE 0 END AS day_rank,
           CASE WHEN NOT k.day_decides THEN epoch_us(k.placed_at) ELSE s.slot END AS turn
    FROM (
        SELECT *,
            bool_or(is_day) OVER (PARTITION BY case_no, placed_on) AS day_decides,
            row_number() OVER (PARTITION BY case_no, placed_on, rank, is_day
                               ORDER BY CASE WHEN is_day THEN NULL ELSE placed_at END, place, source_row) AS nth
        FROM known
    ) AS k
    JOIN (
        SELECT case_no, placed_on, rank, is_day,
            row_number() OVER (PARTITION BY case_no, placed_on, rank, is_day ORDER BY place, source_row) AS nth,
            row_number() OVER (PARTITION BY case_no, placed_on, rank ORDER BY place, source_row) AS slot
        FROM known
    ) AS s ON s.case_no = k.case_no AND s.placed_on = k.placed_on AND s.rank = k.rank AND s.is_day = k.is_day
          AND s.nth = k.nth

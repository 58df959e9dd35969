-- Per source and partner of one bucket: from when until when, and how many steps, ties and days.
INSERT INTO spans
SELECT (SELECT list(source_no ORDER BY place) FROM sources)[place + 1] AS source_no, CAST(partner AS VARCHAR), min(placed_on), max(greatest(started_on, ended_on)), max(greatest(started, ended)),
    count(*), count(*) FILTER (is_tied), count(*) FILTER (is_day)
FROM linked
GROUP BY source_no, partner

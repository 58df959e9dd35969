-- After which activity each source showed the next step.
INSERT INTO follows
SELECT DISTINCT CAST(l.activity AS VARCHAR), s.source_no
FROM linked AS l
JOIN linked AS n ON n.case_no = l.case_no AND n.pos = l.pos + 1
JOIN sources AS s ON s.place = n.place

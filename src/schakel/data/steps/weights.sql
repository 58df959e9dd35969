-- 64 bits of md5 for every pair of activity and place that occurs: a route's number is the sum of its pairs'. weight_today:
-- the same under the name that the activity has today.
CREATE OR REPLACE TEMP TABLE weights AS
SELECT activity, pos,
    CAST('0x' || left(md5(CAST(activity AS VARCHAR) || chr(31) || CAST(pos AS VARCHAR)), 16) AS UBIGINT) AS weight{today}
FROM (SELECT DISTINCT activity, pos FROM linked) AS d

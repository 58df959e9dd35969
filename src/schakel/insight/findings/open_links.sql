-- Links on which open waits can be seen. Reads pinch_waits.
SELECT DISTINCT queue_no FROM pinch_waits WHERE is_open AND queue_no IS NOT NULL

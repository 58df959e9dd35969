-- Links on which open waits can be seen. Reads pinch_open.
SELECT DISTINCT queue_kind, queue_activity, queue_partner, queue_next_activity, queue_next_partner
FROM pinch_open
WHERE queue_kind IS NOT NULL

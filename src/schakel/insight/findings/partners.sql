-- Partners that act in the log. Reads pinch_steps.
SELECT DISTINCT partner FROM pinch_steps WHERE partner IS NOT NULL

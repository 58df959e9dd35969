-- Partners that act in the log. Reads steps.
SELECT DISTINCT partner FROM steps WHERE partner IS NOT NULL

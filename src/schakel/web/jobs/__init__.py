"""Work that takes longer than a request: rows that a worker claims, each run in a process of its own."""

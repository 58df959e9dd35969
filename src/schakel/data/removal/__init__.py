"""Taking rows out of a log for good: those that were kept long enough, and those of a person."""

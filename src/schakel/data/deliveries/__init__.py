"""Deliveries of partners over time: which files come, which rows of them count, and how names change."""

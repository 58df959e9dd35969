"""Operation: what keeps the workbench safe and running: headers, limits, logs, backup, restore, check, statements."""

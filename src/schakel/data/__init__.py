"""Gegevens: sources, readers, checks, and snapshots of events as steps and cases."""

"""The record: one append-only, hash-chained table of what happened. It feeds audit, notifications and live updates."""

"""From a snapshot to a model: every number with its interval, and what a log cannot tell by name."""

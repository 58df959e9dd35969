"""Blocks of a report, and the renderers that turn them into HTML and PDF."""

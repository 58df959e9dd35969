"""Inzicht: figures (one SQL file each) and findings."""

"""Pseudonyms at the source: a partner's file goes through here before it leaves the building."""

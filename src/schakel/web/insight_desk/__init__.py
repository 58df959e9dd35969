"""The insight desk: what the data say about a selection, as pictures first, each at a fixed address."""

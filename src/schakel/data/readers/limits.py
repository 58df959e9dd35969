"""How much of a file is read: beyond this it is no log of events, or it is meant to do harm."""

CHUNK = 1 << 22
# Event logs pack to a tenth or a thirtieth of their size; a bomb to a thousandth.
UNPACKED_FLOOR = 64 << 20
UNPACKED_RATIO = 100
UNPACKED_LIMIT = 20 << 30  # of a zip, however large it is itself
MAX_COLUMNS = 1000
MAX_CELL = 1 << 20  # bytes; a megabyte in one cell is a lost quote or a document, not an event

"""What can be taken to a meeting, and which screen of the insight desk shows the same as a block of it."""

from collections.abc import Mapping

FOLDER = "reports"  # in the folder of a network
KINDS = ("html", "pdf", "slides", "workbook", "map", "council")
BY_BLOCKS = KINDS[:4]  # the others have a form of their own
SUFFIX: Mapping[str, str] = {"html": "html", "pdf": "pdf", "slides": "pptx", "workbook": "xlsx", "map": "pdf"}
TYPES: Mapping[str, str] = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Where the figures of a block can be published, so that partners see them first. Other blocks have no screen.
SCREEN_OF: Mapping[str, str] = {
    "pinch": "findings",
    "routes": "routes",
    "map": "map",
    "time": "waits",
    "months": "flow",
    "handovers": "handovers",
    "punctuality": "punctuality",
    "partners": "partners",
}
BLOCK_OF: Mapping[str, str] = {screen: block for block, screen in SCREEN_OF.items()}

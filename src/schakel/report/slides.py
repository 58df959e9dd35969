"""A report as slides (.pptx): one thing a slide, read from afar, with the passport in the notes.

The slides are drawn on an empty page, so that nothing of a template shows. Equal documents give equal bytes.
"""

import io
from datetime import datetime
from typing import Any

from schakel.draw.svg import clean
from schakel.report.document import Document
from schakel.report.same_bytes import same_bytes
from schakel.report.slide import slides_of
from schakel.report.slide_page import HIGH, WIDE, SlidePage

MADE = datetime(2000, 1, 1)  # noqa: DTZ001 -- the format knows no zones; fixed, so that bytes are equal
TITLE_ONLY = 5
LONGEST = 180  # characters of a title, where the format allows 255 with what we add


def slides(document: Document) -> bytes:
    """The document as a file of slides, 16:9. Its pictures should be made with `for_slides`."""
    deck = _empty(document)
    layout = deck.slide_layouts[0]
    planned = slides_of(document)
    for number, slide in enumerate(planned, 1):
        page = SlidePage(deck.slides.add_slide(layout), document.lang)
        page.draw(slide, f"{number} / {len(planned)}", is_first=number == 1)
    buffer = io.BytesIO()
    deck.save(buffer)
    return same_bytes(buffer.getvalue())


def _empty(document: Document) -> Any:
    """A file without slides and with one layout, which has a title and nothing else."""
    import pptx  # only where slides are asked for

    deck: Any = pptx.Presentation()
    narrow = deck.slide_width
    deck.slide_width, deck.slide_height = WIDE, HIGH
    for place, layout in reversed(list(enumerate(deck.slide_layouts))):
        if place != TITLE_ONLY:
            deck.slide_layouts.remove(layout)
    for page in (deck.slide_master, deck.slide_layouts[0]):
        for shape in page.placeholders:
            shape.left, shape.width = (int(size * WIDE / narrow) for size in (shape.left, shape.width))
    package = deck.part.package
    for name, link in list(package._rels.items()):
        if link.reltype.endswith("/thumbnail"):
            package._rels.pop(name)
    about = deck.core_properties
    about.title = clean(f"{document.title[:LONGEST]} · {document.badge}")
    about.subject = clean(document.subtitle)[:LONGEST]
    about.author = about.last_modified_by = "Schakel"
    about.keywords, about.language = "", document.lang
    about.created, about.modified, about.revision = MADE, MADE, 1
    return deck

"""A report as PDF/UA-1: tagged, with title, language, and a description for each picture.

The template `report.typ` reads the document as JSON, so that no text of a user becomes markup. Only the typefaces
inside typst are used and the time is fixed: equal documents give equal bytes on every machine.
"""

import json
import re
from dataclasses import asdict, replace
from importlib.resources import files
from typing import Any

from schakel.draw.picture import Twin
from schakel.report.document import Block, Document, Figure, Findings, Grid
from schakel.texts import say

WIDEST = 60
DENSE = 112  # characters beside each other in a table; beyond it the text becomes smaller
PICTURE_MM = (118, 95, 75, 55, 40, 25)  # heights that are tried for the picture of the one-page variant


def pdf(document: Document) -> bytes:
    """The document as PDF/UA-1. Pictures come with their tables at the end; the one-page variant fits on one page."""
    for room in PICTURE_MM if document.one_page else (0,):
        paper = _compiled(document, room)
        if not document.one_page or _pages(paper) == 1:
            break
    return paper


def _pages(paper: bytes) -> int:
    return int(re.findall(rb"/Type/Pages/Count (\d+)", paper)[0])


def _compiled(document: Document, picture_mm: int) -> bytes:
    import typst  # heavy, and needed for PDF only

    sources: dict[str, bytes] = {"main": (files("schakel.report") / "report.typ").read_bytes()}
    for picture in document.pictures():
        sources[f"{picture.name}.svg"] = picture.svg.encode()
    sources["document.json"] = _json(_content(document) | {"picture_mm": picture_mm})
    compiled: Any = typst.compile  # its stub does not know that sources may come by name
    return bytes(compiled(sources, format="pdf", pdf_standards="ua-1", timestamp=0, ignore_system_fonts=True))


def _json(content: dict[str, Any]) -> bytes:
    """The content, with a percentage kept on one line."""
    return json.dumps(content, ensure_ascii=False).replace(" %", "\u00a0%").encode()


def _content(document: Document) -> dict[str, Any]:
    tables = [] if document.one_page else [twin for picture in document.pictures() for twin in picture.twins]
    folded = (
        []
        if document.one_page
        else [
            block.twin
            for section in document.sections
            for block in section.blocks
            if isinstance(block, Grid) and block.folded
        ]
    )
    return {
        "title": document.title,
        "lang": document.lang,
        "subtitle": document.subtitle,
        "badge": document.badge,
        "foot": document.foot,
        "warning": document.warning,
        "made_at": document.made_at,
        "one_page": document.one_page,
        "roomy": document.roomy,
        "linked": bool(document.origins) and not document.one_page,
        "opening": [_block(block) for block in document.opening],
        "sections": [
            {"title": section.title, "blocks": [_block(b) for b in section.blocks if not _is_folded(b)]}
            for section in document.sections
        ],
        "tables": [_twin(twin) for twin in (*tables, *folded)],
        "origins": [asdict(origin) for origin in document.origins],
        "shared": document.shared,
        "words": {
            "origin": say("report.origin", document.lang),
            "origin_of": say("report.origin_of", document.lang),
            "origins": say("report.origins", document.lang),
            "origins_intro": say("report.origins_intro", document.lang),
            "tables": say("report.tables", document.lang),
            "fact_heads": [say("report.fact", document.lang), say("report.fact_value", document.lang)],
        },
    }


def _is_folded(block: Block) -> bool:
    return isinstance(block, Grid) and block.folded


def _block(block: Block) -> dict[str, Any]:
    content: dict[str, Any] = {"kind": type(block).__name__}
    if isinstance(block, Figure):
        picture = block.picture
        return content | {
            "file": f"{picture.name}.svg",
            "title": picture.title,
            "description": picture.description,
            "width": picture.width,
            "height": picture.height,
            "origins": block.origins,
        }
    if isinstance(block, Grid):
        return content | {"twin": _twin(block.twin), "origins": block.origins}
    if isinstance(block, Findings):
        return content | {"items": [asdict(replace(item, picture=None)) for item in block.items]}
    return content | asdict(block)


def _word(head: str) -> int:
    """Room for the longest word of a heading, which is bold and is not broken."""
    return 2 + max((round(1.15 * len(word)) for word in head.split()), default=0)


def _twin(twin: Twin) -> dict[str, Any]:
    columns = zip(*twin.rows, strict=True) if twin.rows else ((),) * len(twin.columns)
    widths = [
        min(WIDEST, max(6, _word(head), *map(len, column))) for head, column in zip(twin.columns, columns, strict=True)
    ]
    return {
        "dense": sum(widths) > DENSE,
        "caption": twin.caption,
        "columns": twin.columns,
        "rows": twin.rows,
        "numeric": twin.numeric or (False,) * len(twin.columns),
        "widths": widths,
    }

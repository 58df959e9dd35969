"""What partners say of the figures in a report, in every form it takes: it travels with the figures.

A disputed figure is marked where it stands; what was said, and what was answered, has a section of its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from schakel.report.document import (
    BigNumber,
    BigNumbers,
    Block,
    Document,
    Figure,
    Findings,
    FindingText,
    Grid,
    Paragraph,
    Section,
)
from schakel.report.map_sheet import MapSheet
from schakel.texts import say

ID = "said"
LAST = ("data", "definitions", "limits")  # what partners say stands before these
A_SLIDE = 2  # comments on one slide
ROOM = 400  # characters of comments under a map


@dataclass(frozen=True)
class Comments:
    """All that was said of one publication. passports: of its figures, without what every figure counts with.

    blocks: in the language of the report, a comment or an answer each. disputed_by: who says last that it is wrong.
    """

    passports: frozenset[str]
    disputed_by: tuple[str, ...]
    blocks: tuple[Paragraph, ...]


def mark(comments: Iterable[Comments], origins: Iterable[str], lang: str) -> str:
    """The words beside a figure with these passports that a partner disputes; "" when nobody does."""
    wanted = set(origins)
    names = {name for one in comments if one.passports & wanted for name in one.disputed_by}
    return say("report.comments.disputed", lang, partners=", ".join(sorted(names, key=str.casefold))) if names else ""


def with_comments(
    document: Document, comments: Sequence[Comments], *, waiting: Sequence[str] = (), for_slides: bool = False
) -> Document:
    """The document with its disputed figures marked and a section of all that was said.

    waiting: partners that are named and have not had their time to reply; a warning at the top then says so.
    """
    lang = document.lang
    marked = [
        replace(section, blocks=tuple(_blocks(section.blocks, comments, lang, for_slides)))
        for section in document.sections
    ]
    place = next((at for at, section in enumerate(marked) if section.id in LAST), len(marked))
    marked[place:place] = _said(comments, lang, for_slides)
    told = say("report.comments.waiting", lang, partners=", ".join(waiting)) if waiting else ""
    return replace(
        document,
        opening=tuple(_blocks(document.opening, comments, lang, for_slides)),
        sections=tuple(marked),
        warning=" ".join(filter(None, (document.warning, told))),
    )


def map_with_comments(sheet: MapSheet, comments: Sequence[Comments], waiting: Sequence[str] = ()) -> MapSheet:
    """The sheet with all that was said in its source line, and who still waits in its subtitle."""
    said = " ".join(block.text for one in comments for block in one.blocks)
    if len(said) > ROOM:  # the map keeps its room; who disputes it stands there all the same
        names = sorted({name for one in comments for name in one.disputed_by}, key=str.casefold)
        disputed = say("report.comments.disputed", sheet.lang, partners=", ".join(names)) if names else ""
        said = " · ".join(filter(None, (disputed, say("report.comments.more", sheet.lang, n=len(comments)))))
    told = say("report.comments.waiting", sheet.lang, partners=", ".join(waiting)) if waiting else ""
    source = " · ".join(filter(None, (sheet.source, said)))
    return replace(sheet, source=source, subtitle=" ".join(filter(None, (sheet.subtitle, told))))


def council_with_comments(document: Document, comments: Sequence[Comments]) -> Document:
    """The council sheet with how many partners dispute its figures: it names no partner."""
    names = {name for one in comments for name in one.disputed_by}
    if not names:
        return document
    told = Paragraph(say("report.comments.council", document.lang, n=len(names)), "warning")
    *before, last = document.sections
    return replace(document, sections=(*before, replace(last, blocks=(told, *last.blocks))))


def _said(comments: Sequence[Comments], lang: str, for_slides: bool) -> list[Section]:
    """The section; on slides as many as there are slides of it."""
    blocks = tuple(block for one in comments for block in one.blocks)
    if not blocks:
        return []
    size = A_SLIDE if for_slides else len(blocks)
    title = say("report.comments.title", lang)
    parts = [blocks[at : at + size] for at in range(0, len(blocks), size)]
    return [Section(ID if not at else f"{ID}-{at + 1}", title, part) for at, part in enumerate(parts)]


def _blocks(blocks: Iterable[Block], comments: Sequence[Comments], lang: str, for_slides: bool) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Findings):
            yield Findings(tuple(_finding(item, comments, lang) for item in block.items))
        elif isinstance(block, BigNumbers):
            yield BigNumbers(tuple(_number(item, comments, lang) for item in block.items))
        elif isinstance(block, Grid) and (told := mark(comments, block.origins, lang)):
            yield replace(block, twin=replace(block.twin, caption=f"{block.twin.caption} · {told}"))
        elif isinstance(block, Figure) and (told := mark(comments, block.origins, lang)):
            # On a slide the mark stands in the line below the picture, elsewhere after it.
            yield replace(block, picture=replace(block.picture, said=(*block.picture.said, told)))
            if not for_slides:
                yield Paragraph(told, "warning")
        else:
            yield block


def _finding(item: FindingText, comments: Sequence[Comments], lang: str) -> FindingText:
    told = mark(comments, (item.origin,), lang)
    return replace(item, detail=" · ".join(filter(None, (item.detail, told)))) if told else item


def _number(item: BigNumber, comments: Sequence[Comments], lang: str) -> BigNumber:
    told = mark(comments, (item.origin,), lang)
    return replace(item, label=f"{item.label} · {told}") if told else item

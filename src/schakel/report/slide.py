"""What a slide says, before it has a place for it; and which slides a report becomes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from schakel.draw.picture import Picture, Twin
from schakel.report.document import (
    BigNumber,
    BigNumbers,
    Block,
    Document,
    Facts,
    Figure,
    Findings,
    FindingText,
    Grid,
    Legend,
    Paragraph,
    Section,
)
from schakel.texts import say

MOST_ROWS = 11  # of a table on a slide
NOTED_ROWS = 60  # of a table in the notes; a workbook holds all


@dataclass(frozen=True)
class Slide:
    """One thing to say. kicker: the part of the report it belongs to; title: a sentence; lines: the words below it.

    numbers: the row of big numbers of the first slide. twin: a small table to be shown. source: what it is about and
    where it comes from, on one line. notes: what the speaker has at hand, the passport in words among it.
    """

    title: str
    kicker: str = ""
    lines: tuple[str, ...] = ()
    numbers: tuple[BigNumber, ...] = ()
    picture: Picture | None = None
    twin: Twin | None = None
    source: str = ""
    notes: tuple[str, ...] = ()


def slides_of(document: Document) -> tuple[Slide, ...]:
    """The first slide, one per finding and per picture, and at the end what is not seen."""
    made = [_first(document)]
    last: list[str] = []
    for section in document.sections:
        if section.id == "limits":
            last += [block.text for block in section.blocks if isinstance(block, Paragraph)]
        else:
            made += _of_section(section, document)
    unseen = [item.sentence for section in document.sections for item in _unseen(section)]
    if unseen or last:
        made.append(Slide(say("report.slides.unseen", document.lang), "", (*unseen, *last), source=document.foot))
    return tuple(made)


def _first(document: Document) -> Slide:
    numbers = [item for block in document.opening if isinstance(block, BigNumbers) for item in block.items]
    told = [block for block in document.opening if isinstance(block, Paragraph)]
    ids = [item.origin for item in numbers] + [block.origin for block in told]
    chosen = [block.text for block in told if block.tone == "plain"]  # a part of the log: that is no small print
    lines = [document.subtitle, *chosen, *([document.warning] if document.warning else [])]
    notes = (*(block.text for block in told), *_passports(ids, document))
    source = " · ".join(filter(None, (document.foot, document.made_at)))
    return Slide(document.title, document.badge, tuple(lines), tuple(numbers), source=source, notes=notes)


def _unseen(section: Section) -> Iterator[FindingText]:
    for block in section.blocks:
        if isinstance(block, Findings):
            yield from (item for item in block.items if item.unseen)


def _of_section(section: Section, document: Document) -> Iterator[Slide]:
    """A slide for what can be looked at; what stands around it goes along to the notes."""
    lead, around, made = "", [], 0
    for block in section.blocks:
        if isinstance(block, Paragraph):
            lead = block.text if block.tone == "lead" else lead
            around.append(block.text)
            continue
        for slide in _of_block(block, lead or section.title, section.title, document):
            made += 1
            # A title is said already.
            said = tuple(text for text in around if text != slide.title)
            yield replace(slide, notes=(*said, *slide.notes))
            around = []
        lead = ""
    if around and not made:
        yield Slide(section.title, "", tuple(around), source=document.foot)


def _of_block(block: Block, lead: str, kicker: str, document: Document) -> Iterator[Slide]:
    if isinstance(block, Findings):
        yield from (_finding(item, kicker, document) for item in block.items if not item.unseen)
    elif isinstance(block, Figure):
        yield _picture(block.picture, lead, kicker, (), block.origins, document)
    elif isinstance(block, Grid) and not block.folded:
        source = _source((block.twin.caption, *_left_out(block.twin, document.lang)), block.origins, document)
        notes = (*_table(block.twin), *_passports(block.origins, document))
        yield Slide(lead, kicker, twin=block.twin, source=source, notes=notes)
    elif isinstance(block, Legend):
        lines = tuple(": ".join((item.name, " · ".join(item.lines))) for item in block.items)
        yield Slide(lead, kicker, lines, source=document.foot)
    elif isinstance(block, Facts):
        yield Slide(lead, kicker, tuple(f"{term}: {said}" for term, said in block.items), source=document.foot)


def _finding(item: FindingText, kicker: str, document: Document) -> Slide:
    lines = (item.detail,) if item.detail else ()
    if item.picture:
        return _picture(item.picture, item.sentence, kicker, lines, (item.origin,), document)
    source = _source((), (item.origin,), document)
    return Slide(item.sentence, kicker, lines, source=source, notes=_passports((item.origin,), document))


def _picture(
    picture: Picture, title: str, kicker: str, lines: tuple[str, ...], origins: Iterable[str], document: Document
) -> Slide:
    tables = [line for twin in picture.twins for line in _table(twin)]
    notes = (picture.description, *tables, *_passports(origins, document))
    source = _source(picture.said, origins, document)
    return Slide(title, kicker, lines, picture=picture, source=source, notes=notes)


def _source(said: Iterable[str], origins: Iterable[str], document: Document) -> str:
    ids = ", ".join(filter(None, dict.fromkeys(origins)))
    passports = [say("report.slides.passport", document.lang, ids=ids)] if ids else []
    return " · ".join((*said, *passports))


def _left_out(twin: Twin, lang: str) -> tuple[str, ...]:
    more = len(twin.rows) > MOST_ROWS
    return (say("report.slides.rows", lang, shown=MOST_ROWS, all=len(twin.rows)),) if more else ()


def _table(twin: Twin) -> list[str]:
    rows = [" | ".join(row) for row in (twin.columns, *twin.rows[:NOTED_ROWS])]
    return ["", twin.caption, *rows, *(["…"] if len(twin.rows) > NOTED_ROWS else [])]


def _passports(ids: Iterable[str], document: Document) -> tuple[str, ...]:
    """The passports with these ids in words, and what all passports of the report share."""
    known = {origin.id: origin for origin in document.origins}
    found = [known[one] for one in dict.fromkeys(ids) if one in known]
    if not found:
        return ()
    lines = [f"{origin.title} · {' · '.join(': '.join(fact) for fact in origin.facts)}" for origin in found]
    shared = " · ".join(": ".join(fact) for fact in document.shared)
    return ("", say("report.origins", document.lang), *lines, shared)

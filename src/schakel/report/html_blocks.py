"""Blocks of a report as HTML: the same markup in a file of its own and on a page of the workbench.

No element carries a style, a script or a handler, so that a page may forbid all three.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import singledispatch
from html import escape

from schakel.draw.picture import Twin
from schakel.draw.svg import tag
from schakel.report.document import (
    BigNumbers,
    Block,
    Code,
    Facts,
    Figure,
    Findings,
    FindingText,
    Grid,
    Legend,
    Paragraph,
    Section,
    Swatch,
)
from schakel.texts import say

TONES = {
    "plain": "utrecht-paragraph",
    "lead": "utrecht-paragraph utrecht-paragraph--lead",
    "note": "utrecht-paragraph utrecht-paragraph--small",
    "warning": "utrecht-alert utrecht-alert--warning",
    "ask": "utrecht-paragraph schakel-ask",
}
COLUMN, MARGINS = 1024, 128  # px, as in look/report.css
STYLES = re.compile(r"<style\b[^>]*>.*?</style>|<style\b[^>]*/>| style=\"[^\"]*\"", re.DOTALL)


@dataclass(frozen=True)
class Within:
    """The page around the blocks. titles: of the passports that are explained, by id; address: where each is.

    moving: the page allows styles, so that a picture that moves may; elsewhere it is seen as it stands still.
    """

    lang: str
    titles: Mapping[str, str]
    address: Callable[[str], str]
    twins: bool = True
    moving: bool = True


def section_html(section: Section, within: Within, *, headed: bool = True) -> str:
    """A section; headed: with its title above it, else the page says it already."""
    blocks = "\n".join(block_html(block, within) for block in section.blocks)
    title = escape(section.title)
    if not headed:
        return f'<section class="schakel-section" id="{section.id}" aria-label="{title}">\n{blocks}\n</section>'
    return (
        f'<section class="schakel-section" id="{section.id}" aria-labelledby="{section.id}-title">\n'
        f'<h2 class="utrecht-heading-2" id="{section.id}-title">{title}</h2>\n{blocks}\n</section>'
    )


def prose(text: str) -> str:
    """Text, escaped, with a percentage kept on one line."""
    return escape(text).replace(" %", "\u00a0%")


@singledispatch
def block_html(block: Block, _within: Within) -> str:
    """A block as HTML. TypeError for one that nobody knows how to show."""
    raise TypeError(f"no way to show a {type(block).__name__}")


@block_html.register
def _(block: Paragraph, within: Within) -> str:
    return f'<p class="{TONES[block.tone]}">{prose(block.text)}{_source(block.origin, within)}</p>'


@block_html.register
def _(block: BigNumbers, within: Within) -> str:
    items = "".join(
        f'<li><strong class="schakel-number">{escape(item.value)}</strong>'
        f'<span class="schakel-number-label">{prose(item.label)}{_source(item.origin, within)}</span></li>'
        for item in block.items
    )
    return f'<ul class="schakel-numbers">{items}</ul>'


@block_html.register
def _(block: Findings, within: Within) -> str:
    return f'<ol class="schakel-findings">{"".join(_finding(item, within) for item in block.items)}</ol>'


def _finding(item: FindingText, within: Within) -> str:
    kind = "schakel-finding schakel-finding--unseen" if item.unseen else "schakel-finding"
    source = _source(item.origin, within)
    if not item.detail:
        return f'<li class="{kind}"><p class="schakel-finding-sentence">{prose(item.sentence)}{source}</p></li>'
    return (
        f'<li class="{kind}"><p class="schakel-finding-sentence">{prose(item.sentence)}</p>'
        f'<p class="schakel-finding-detail">{prose(item.detail)}{source}</p></li>'
    )


@block_html.register
def _(block: Figure, within: Within) -> str:
    picture = block.picture
    svg = picture.svg if within.moving else STYLES.sub("", picture.svg)
    scroll = escape(say("report.scroll", within.lang, title=picture.title))
    twins = "".join(_fold(twin, within) for twin in picture.twins) if within.twins else ""
    return (
        f'<figure class="{_room(picture.least_width)}" id="{escape(picture.name)}">'
        f'<p class="schakel-hint" aria-hidden="true">{escape(say("report.hint", within.lang))}</p>'
        f'<div class="schakel-scroll" tabindex="0" role="region" aria-label="{scroll}">{svg}</div>'
        f"{_sources('figcaption', block.origins, within)}"
        f"{twins}</figure>"
    )


def _room(least_width: float) -> str:
    """The class of a figure: one that is too wide for the column may use the margins, and beyond them it scrolls."""
    if least_width <= COLUMN:
        return "schakel-figure"
    return f"schakel-figure schakel-figure--{'wide' if least_width <= COLUMN + MARGINS else 'widest'}"


@block_html.register
def _(block: Grid, within: Within) -> str:
    return (_fold(block.twin, within) if block.folded else _table(block.twin)) + _sources("p", block.origins, within)


@block_html.register
def _(block: Facts, _within: Within) -> str:
    return facts_html(block.items)


@block_html.register
def _(block: Legend, _within: Within) -> str:
    return f'<ul class="schakel-legend">{"".join(_swatch(swatch) for swatch in block.items)}</ul>'


@block_html.register
def _(block: Code, within: Within) -> str:
    # A region with a name, so that whoever scrolls it sideways by keyboard hears where they are.
    label = escape(say("report.commands", within.lang))
    code = f"<code>{escape(block.text)}</code>"
    return f'<pre class="schakel-code" tabindex="0" role="region" aria-label="{label}">{code}</pre>'


def _swatch(swatch: Swatch) -> str:
    said = "".join(f"<p>{prose(line)}</p>" for line in swatch.lines)
    return f'<li>{_colour(swatch)}<div><h3 class="utrecht-heading-4">{escape(swatch.name)}</h3>{said}</div></li>'


def _colour(swatch: Swatch) -> str:
    """A bar in the colour of a partner, drawn so that no style is needed."""
    if swatch.unseen:
        shape = tag(
            "rect", x=1, y=1, width=6, height=38, rx=2, fill="none", stroke=swatch.colour, stroke_dasharray="4 3"
        )
    else:
        dash = "7 4" if swatch.dashed else None
        shape = tag("path", d="M4 0v40", stroke=swatch.colour, stroke_width=8, stroke_dasharray=dash)
    return tag(
        "svg", shape, class_="schakel-swatch", viewBox="0 0 8 40", preserveAspectRatio="none", aria_hidden="true"
    )


def _fold(twin: Twin, within: Within) -> str:
    label = escape(say("report.as_table", within.lang, title=twin.caption))
    return f'<details class="schakel-twin"><summary>{label}</summary>{_table(twin)}</details>'


def _table(twin: Twin) -> str:
    numeric = twin.numeric or (False,) * len(twin.columns)
    anchors = twin.anchors or ("",) * len(twin.rows)
    heads = "".join(
        f'<th scope="col" class="utrecht-table__header-cell{_right(right)}">{escape(name)}</th>'
        for name, right in zip(twin.columns, numeric, strict=True)
    )
    rows = "".join(_row(row, numeric, anchor) for row, anchor in zip(twin.rows, anchors, strict=True))
    label = escape(twin.caption)
    return (
        f'<div class="utrecht-table-container" tabindex="0" role="region" aria-label="{label}">'
        f'<table class="utrecht-table"><caption class="utrecht-table__caption">{label}</caption>'
        f'<thead class="utrecht-table__header"><tr>{heads}</tr></thead>'
        f'<tbody class="utrecht-table__body">{rows}</tbody></table></div>'
    )


def _row(row: tuple[str, ...], numeric: tuple[bool, ...], anchor: str) -> str:
    cells: list[str] = []
    for place, (text, right) in enumerate(zip(row, numeric, strict=True)):
        name, scope = ("td", "") if place else ("th", ' scope="row"')
        cells.append(f'<{name}{scope} class="utrecht-table__cell{_right(right)}">{escape(text)}</{name}>')
    mark = f' id="{escape(anchor)}" tabindex="-1"' if anchor else ""
    return f'<tr class="utrecht-table__row"{mark}>{"".join(cells)}</tr>'


def _right(right: bool) -> str:
    return " utrecht-table__cell--numeric-column" if right else ""


def facts_html(items: Iterable[tuple[str, str]]) -> str:
    """Pairs of a term and what is said of it."""
    pairs = "".join(
        f'<div class="utrecht-data-list__item"><dt class="utrecht-data-list__item-key">{escape(term)}</dt>'
        f'<dd class="utrecht-data-list__item-value">{prose(said)}</dd></div>'
        for term, said in items
    )
    return f'<dl class="utrecht-data-list">{pairs}</dl>'


def _source(origin: str, within: Within) -> str:
    """A link to the passport behind a number, after its sentence."""
    if origin not in within.titles:
        return ""
    word = escape(say("report.origin", within.lang))
    title, href = escape(within.titles[origin]), escape(within.address(origin))
    link = f'<a class="utrecht-link" href="{href}" aria-label="{word}: {title}">{word}</a>'
    return f' <span class="schakel-source">·&#160;{link}</span>'


def _sources(element: str, origins: Iterable[str], within: Within) -> str:
    """Links by name to the passports behind a picture or table."""
    links = [
        f'<a class="utrecht-link" href="{escape(within.address(origin))}">{escape(within.titles[origin])}</a>'
        for origin in origins
        if origin in within.titles
    ]
    if not links:
        return ""
    word = escape(say("report.origin_of", within.lang))
    return f'<{element} class="utrecht-paragraph--small">{word} {", ".join(links)}</{element}>'

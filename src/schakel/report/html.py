"""A report as one self-contained HTML file: inline SVG, its stylesheet inside, no script, nothing fetched.

Class names are those of the Utrecht components and colours are design tokens, so that a municipality's own theme
file can be put in place of the defaults of `look/theme.css`.
"""

from collections.abc import Iterable
from functools import singledispatch
from html import escape
from importlib.resources import files

from schakel.draw.picture import Twin
from schakel.report.document import (
    BigNumbers,
    Block,
    Code,
    Document,
    Facts,
    Figure,
    Findings,
    FindingText,
    Grid,
    Legend,
    Origin,
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


def html(document: Document) -> str:
    """The whole page. Equal documents give equal text."""
    kind = "schakel-report schakel-report--one-page" if document.one_page else "schakel-report"
    kind += " schakel-report--wide" if document.wide else ""
    body = (
        _skip_link(document),
        f'<div class="utrecht-page {kind}">',
        _header(document),
        "" if document.one_page else _contents(document),
        '<main id="main" class="utrecht-page-content" tabindex="-1">',
        *(_section(section, document) for section in document.sections),
        "</main>",
        _footer(document),
        "</div>",
    )
    return "\n".join((_head(document), '<body class="utrecht-document">', *filter(None, body), "</body>\n</html>\n"))


def _head(document: Document) -> str:
    title = f"{document.title} · {document.badge}"
    return (
        f'<!DOCTYPE html>\n<html lang="{document.lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n<meta name="color-scheme" content="light">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_stylesheet()}{_page_foot(document)}</style>\n</head>"
    )


def _stylesheet() -> str:
    look = files("schakel.report") / "look"
    return "\n".join((look / name).read_text(encoding="utf-8") for name in ("theme.css", "report.css"))


def _page_foot(document: Document) -> str:
    """What stands at the foot of every printed page."""
    # Escaped for a CSS string inside <style>: neither quote, backslash, line end nor `<` remains.
    text = "".join(c if c not in '"\\<\n\r' else f"\\{ord(c):x} " for c in document.foot)
    return f'@page {{ @bottom-left {{ content: "{text}"; }} }}\n'


def _skip_link(document: Document) -> str:
    text = escape(say("report.skip", document.lang))
    return f'<a class="utrecht-skip-link utrecht-skip-link--visible-on-focus" href="#main">{text}</a>'


def _header(document: Document) -> str:
    opening = "\n".join(_block(block, document) for block in document.opening)
    made = f'<p class="schakel-made">{escape(document.made_at)}</p>' if document.made_at else ""
    return (
        '<header class="utrecht-page-header">\n<div class="schakel-title">'
        f'<h1 class="utrecht-heading-1">{escape(document.title)}</h1>'
        f'<p class="utrecht-badge-status">{escape(document.badge)}</p></div>\n'
        f'<p class="utrecht-paragraph utrecht-paragraph--lead">{_prose(document.subtitle)}</p>\n'
        f"{_warning(document)}{made}{opening}\n</header>"
    )


def _warning(document: Document) -> str:
    if not document.warning:
        return ""
    return f'<p class="utrecht-alert utrecht-alert--warning">{escape(document.warning)}</p>\n'


def _contents(document: Document) -> str:
    links = "".join(
        f'<li><a class="utrecht-link" href="#{section.id}">{escape(section.title)}</a></li>'
        for section in document.sections
    )
    label = escape(say("report.contents", document.lang))
    return f'<nav class="schakel-contents" aria-label="{label}"><ul>{links}</ul></nav>'


def _section(section: Section, document: Document) -> str:
    blocks = "\n".join(_block(block, document) for block in section.blocks)
    return (
        f'<section class="schakel-section" id="{section.id}" aria-labelledby="{section.id}-title">\n'
        f'<h2 class="utrecht-heading-2" id="{section.id}-title">{escape(section.title)}</h2>\n{blocks}\n</section>'
    )


def _footer(document: Document) -> str:
    lines = [f'<p class="utrecht-paragraph utrecht-paragraph--small">{escape(document.foot)}</p>']
    if document.origins:
        heading = escape(say("report.origins", document.lang))
        items = "\n".join(_origin(origin) for origin in document.origins)
        intro = escape(say("report.origins_intro", document.lang))
        lines.insert(
            0,
            f'<section class="schakel-section" id="herkomst" aria-labelledby="herkomst-title">'
            f'<h2 class="utrecht-heading-2" id="herkomst-title">{heading}</h2>'
            f'<p class="utrecht-paragraph utrecht-paragraph--small">{intro}</p>'
            f'{_facts(document.shared)}<div class="schakel-origins">{items}</div></section>',
        )
    return f'<footer class="utrecht-page-footer">{"".join(lines)}</footer>'


def _origin(origin: Origin) -> str:
    return (
        f'<div class="schakel-origin" id="herkomst-{escape(origin.id)}" tabindex="-1">'
        f'<h3 class="utrecht-heading-4">{escape(origin.title)}</h3>{_facts(origin.facts)}</div>'
    )


def _prose(text: str) -> str:
    """Escaped, with a percentage kept on one line."""
    return escape(text).replace(" %", "\u00a0%")


@singledispatch
def _block(block: Block, _document: Document) -> str:
    raise TypeError(f"no way to show a {type(block).__name__}")


@_block.register
def _(block: Paragraph, document: Document) -> str:
    return f'<p class="{TONES[block.tone]}">{_prose(block.text)}{_source(block.origin, document)}</p>'


@_block.register
def _(block: BigNumbers, document: Document) -> str:
    items = "".join(
        f'<li><strong class="schakel-number">{escape(item.value)}</strong>'
        f'<span class="schakel-number-label">{_prose(item.label)}{_source(item.origin, document)}</span></li>'
        for item in block.items
    )
    return f'<ul class="schakel-numbers">{items}</ul>'


@_block.register
def _(block: Findings, document: Document) -> str:
    return f'<ol class="schakel-findings">{"".join(_finding(item, document) for item in block.items)}</ol>'


def _finding(item: FindingText, document: Document) -> str:
    kind = "schakel-finding schakel-finding--unseen" if item.unseen else "schakel-finding"
    source = _source(item.origin, document)
    if not item.detail:
        return f'<li class="{kind}"><p class="schakel-finding-sentence">{_prose(item.sentence)}{source}</p></li>'
    return (
        f'<li class="{kind}"><p class="schakel-finding-sentence">{_prose(item.sentence)}</p>'
        f'<p class="schakel-finding-detail">{_prose(item.detail)}{source}</p></li>'
    )


@_block.register
def _(block: Figure, document: Document) -> str:
    picture = block.picture
    scroll = escape(say("report.scroll", document.lang, title=picture.title))
    twins = "".join(_fold(twin, document) for twin in picture.twins) if not document.one_page else ""
    return (
        f'<figure class="{_room(picture.least_width)}" id="{escape(picture.name)}">'
        f'<p class="schakel-hint" aria-hidden="true">{escape(say("report.hint", document.lang))}</p>'
        f'<div class="schakel-scroll" tabindex="0" role="region" aria-label="{scroll}">{picture.svg}</div>'
        f"{_sources('figcaption', block.origins, document)}"
        f"{twins}</figure>"
    )


def _room(least_width: float) -> str:
    """The class of a figure: one that is too wide for the column may use the margins, and beyond them it scrolls."""
    if least_width <= COLUMN:
        return "schakel-figure"
    return f"schakel-figure schakel-figure--{'wide' if least_width <= COLUMN + MARGINS else 'widest'}"


@_block.register
def _(block: Grid, document: Document) -> str:
    return (_fold(block.twin, document) if block.folded else _table(block.twin)) + _sources(
        "p", block.origins, document
    )


@_block.register
def _(block: Facts, _document: Document) -> str:
    return _facts(block.items)


@_block.register
def _(block: Legend, _document: Document) -> str:
    return f'<ul class="schakel-legend">{"".join(_swatch(swatch) for swatch in block.items)}</ul>'


@_block.register
def _(block: Code, document: Document) -> str:
    # A region with a name, so that whoever scrolls it sideways by keyboard hears where they are.
    label = escape(say("report.commands", document.lang))
    code = f"<code>{escape(block.text)}</code>"
    return f'<pre class="schakel-code" tabindex="0" role="region" aria-label="{label}">{code}</pre>'


def _swatch(swatch: Swatch) -> str:
    kind = "schakel-swatch"
    if swatch.unseen or swatch.dashed:
        kind += f" schakel-swatch--{'unseen' if swatch.unseen else 'dashed'}"
    said = "".join(f"<p>{_prose(line)}</p>" for line in swatch.lines)
    colours = f"color:{swatch.colour};border-color:{swatch.colour};background:{swatch.colour}"
    return (
        f'<li><span class="{kind}" style="{colours}"></span>'
        f'<div><h3 class="utrecht-heading-4">{escape(swatch.name)}</h3>{said}</div></li>'
    )


def _fold(twin: Twin, document: Document) -> str:
    label = escape(say("report.as_table", document.lang, title=twin.caption))
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


def _facts(items: Iterable[tuple[str, str]]) -> str:
    pairs = "".join(
        f'<div class="utrecht-data-list__item"><dt class="utrecht-data-list__item-key">{escape(term)}</dt>'
        f'<dd class="utrecht-data-list__item-value">{_prose(said)}</dd></div>'
        for term, said in items
    )
    return f'<dl class="utrecht-data-list">{pairs}</dl>'


def _source(origin: str, document: Document) -> str:
    """A link to the passport behind a number, after its sentence."""
    titles = {known.id: known.title for known in document.origins}
    if origin not in titles:
        return ""
    word = escape(say("report.origin", document.lang))
    title = escape(titles[origin])
    link = f'<a class="utrecht-link" href="#herkomst-{escape(origin)}" aria-label="{word}: {title}">{word}</a>'
    return f' <span class="schakel-source">·&#160;{link}</span>'


def _sources(element: str, origins: Iterable[str], document: Document) -> str:
    """Links by name to the passports behind a picture or table."""
    titles = {known.id: known.title for known in document.origins}
    links = [
        f'<a class="utrecht-link" href="#herkomst-{escape(origin)}">{escape(titles[origin])}</a>'
        for origin in origins
        if origin in titles
    ]
    if not links:
        return ""
    word = escape(say("report.origin_of", document.lang))
    return f'<{element} class="utrecht-paragraph--small">{word} {", ".join(links)}</{element}>'

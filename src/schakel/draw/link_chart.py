"""Which part of one source's residents is found again in another source: a small matrix."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from schakel.draw.legend import footer, key_row
from schakel.draw.palette import ACCENT, HAIR, INK, LINE, PAPER, SOFT_INK
from schakel.draw.picture import Picture, Scope, Twin
from schakel.draw.svg import document, escape, label, number, tag
from schakel.draw.text_width import text_width, wrap
from schakel.draw.wording import count, scope_lines
from schakel.texts import say, shown

WIDTH, NARROWEST = 980.0, 560.0
NAMES = 230.0
WIDEST_CELL, LEAST_CELL = 112.0, 58.0
HIGH = 44.0
GAP = 4.0
SIZE, SMALL = 12.0, 11.0
MARGIN = 10.0


@dataclass(frozen=True)
class LinkRate:
    """share: 0..1 of the residents of `source` that are found in `other` too, None if it cannot be told.

    found and of: the same in residents, None if not to be told. has_key: False where the two share no key, so that
    nobody can be found again. sign: "<" or ">" where the share is less or more than `share`, and not told exactly.
    """

    source: str
    other: str
    share: float | None
    found: int | None = None
    of: int | None = None
    has_key: bool = True
    sign: Literal["", "<", ">"] = ""


@dataclass(frozen=True)
class LinkData:
    """Sources in the order shown, and a rate per pair and direction; a pair without one cannot be told."""

    sources: tuple[str, ...]
    rates: tuple[LinkRate, ...]
    scope: Scope = field(default_factory=Scope)

    def __post_init__(self) -> None:
        if len(set(self.sources)) != len(self.sources):
            raise ValueError("a source is given twice")
        pairs = [(rate.source, rate.other) for rate in self.rates]
        if strange := sorted({name for pair in pairs for name in pair} - set(self.sources)):
            raise ValueError(f"there is no source {strange[0]!r}")
        if len(set(pairs)) != len(pairs) or any(one == other for one, other in pairs):
            raise ValueError("give each pair of two sources one rate per direction")

    def rate(self, source: str, other: str) -> LinkRate:
        """The rate of a pair; one that cannot be told if none is given."""
        found = (rate for rate in self.rates if (rate.source, rate.other) == (source, other))
        return next(found, LinkRate(source, other, None))


def link_chart(data: LinkData, lang: str, *, name: str = "links") -> Picture:
    """Rows are sources, columns those where their residents are looked for; a bar and a number per pair."""
    title, description = (say(f"draw.links.{key}", lang) for key in ("title", "description"))
    if len(data.sources) > 1:
        parts, width, y = _matrix(data, lang)
        drawn, y = key_row(_keys(data, lang), width, y + 10)
        parts += drawn
    else:
        parts, width, y = [label(0, 14, say("draw.empty", lang), 14, SOFT_INK)], NARROWEST, 30.0
    told = scope_lines(data.scope, lang)
    phrases, y = footer(told, width, y + 4)
    content = tag("g", *parts, *phrases, transform=f"translate({number(MARGIN)} {number(MARGIN)})")
    size = width + 2 * MARGIN, y + 2 * MARGIN
    least = round(size[0] * 10 / SMALL)
    svg = document(name, title, description, size, [content], least_width=least, links=False)
    return Picture(name, svg, title, description, _twin(data, lang), *size, least, said=told)


def _matrix(data: LinkData, lang: str) -> tuple[list[str], float, float]:
    """The drawing, its width and where it ends."""
    names = [wrap(f"{place} {name}", NAMES, SIZE) for place, name in enumerate(data.sources, 1)]
    rows = say("draw.links.rows", lang)
    left = max(text_width(line, SIZE) for line in (rows, *(line for lines in names for line in lines))) + 16
    cell = min(WIDEST_CELL, max(LEAST_CELL, (WIDTH - left) / len(data.sources)))
    heads = _heads(data.sources, cell)
    y = 18 + 14.0 * max(len(lines) for lines in heads)
    parts = [label(left, 10, say("draw.links.columns", lang), SMALL, SOFT_INK), label(0, y, rows, SMALL, SOFT_INK)]
    for place, lines in enumerate(heads):
        base = y - 14 * (len(lines) - 1)
        for down, line in enumerate(lines):
            middle = left + cell * place + (cell - GAP) / 2
            parts.append(label(middle, base + 14 * down, line, SMALL, INK, text_anchor="middle"))
    y += 10
    for source, lines in zip(data.sources, names, strict=True):
        base = y + HIGH / 2 + 4 - 7 * (len(lines) - 1)
        parts += [label(0, base + 14 * place, line, SIZE, INK) for place, line in enumerate(lines)]
        for place, other in enumerate(data.sources):
            box = left + cell * place, y, cell - GAP, HIGH
            parts.append(_blank(*box) if source == other else _cell(data.rate(source, other), *box, lang))
        y += HIGH + GAP
    width = left + cell * len(data.sources) - GAP
    return parts, max(NARROWEST, width, left + text_width(say("draw.links.columns", lang), SMALL)), y


def _heads(sources: Sequence[str], cell: float) -> list[tuple[str, ...]]:
    """Numbers with names over the columns if they fit, else the numbers alone."""
    named = [wrap(f"{place} {name}", cell - GAP - 6, SMALL, lines=3) for place, name in enumerate(sources, 1)]
    whole = all(
        "".join(lines).replace(" ", "") == f"{p}{s}".replace(" ", "")
        for p, (lines, s) in enumerate(zip(named, sources, strict=True), 1)
    )
    return named if whole else [(str(place),) for place in range(1, len(sources) + 1)]


def _blank(x: float, y: float, width: float, height: float) -> str:
    line = f"M{number(x + 1)} {number(y + height - 1)}L{number(x + width - 1)} {number(y + 1)}"
    return tag("rect", x=x, y=y, width=width, height=height, fill="none", stroke=HAIR) + tag(
        "path", d=line, stroke=HAIR
    )


def _cell(rate: LinkRate, x: float, y: float, width: float, height: float, lang: str) -> str:
    """A number over a bar of its length; dashed and empty without a shared key; a question mark when not known."""
    dash = None if rate.has_key else "5 3"
    parts = [tag("title", escape(_told(rate, lang)))]
    parts.append(
        tag(
            "rect",
            x=x + 0.5,
            y=y + 0.5,
            width=width - 1,
            height=height - 1,
            rx=3,
            fill=PAPER,
            stroke=LINE,
            stroke_dasharray=dash,
        )
    )
    if not rate.has_key:
        lines = wrap(say("draw.links.no_key", lang), width - 8, SMALL)
        if any(line.endswith("…") for line in lines):
            lines = ()  # no room: the dashes and the key say it
        base = y + height / 2 + 4 - 7 * (len(lines) - 1)
        texts = [
            label(x + width / 2, base + 14 * place, line, SMALL, SOFT_INK, text_anchor="middle")
            for place, line in enumerate(lines)
        ]
        return tag("g", *parts, *texts)
    middle = 22 if not rate.sign and rate.share is not None else HIGH / 2 + 5
    bold = None if rate.sign else "bold"
    parts.append(label(x + width / 2, y + middle, _share(rate, lang), 14, INK, text_anchor="middle", font_weight=bold))
    if rate.share is not None and not rate.sign:
        room = width - 16
        parts.append(tag("rect", x=x + 8, y=y + 30, width=room, height=7, fill=PAPER, stroke=ACCENT, stroke_width=1))
        parts.append(tag("rect", x=x + 8, y=y + 30, width=room * min(1.0, rate.share), height=7, fill=ACCENT))
    return tag("g", *parts)


def _told(rate: LinkRate, lang: str) -> str:
    pair = {"source": rate.source, "other": rate.other}
    if not rate.has_key:
        return say("draw.links.tooltip_no_key", lang, **pair)
    if rate.share is None:
        return say("draw.links.tooltip_unknown", lang, **pair)
    if rate.sign:
        return say(f"draw.links.tooltip_{'less' if rate.sign == '<' else 'more'}", lang, **pair, share=rate.share)
    if rate.found is None or rate.of is None:
        return say("draw.links.tooltip_share", lang, **pair, share=rate.share)
    return say("draw.links.tooltip", lang, **pair, share=rate.share, found=rate.found, of=rate.of)


def _keys(data: LinkData, lang: str) -> list[tuple[str, float, str]]:
    rates = [data.rate(one, other) for one in data.sources for other in data.sources if one != other]
    bar = tag("rect", x=0.5, y=3, width=26, height=7, fill=PAPER, stroke=ACCENT) + tag(
        "rect", x=0.5, y=3, width=17, height=7, fill=ACCENT
    )
    items = [(bar, 27.0, say("draw.links.key_share", lang))]
    if any(rate.has_key and rate.share is None for rate in rates):
        items.append((label(0, 11, "?", SIZE, INK, font_weight="bold"), 8.0, say("draw.links.key_unknown", lang)))
    if any(not rate.has_key for rate in rates):
        dashed = tag("rect", x=0.5, y=1, width=20, height=11, rx=3, fill=PAPER, stroke=LINE, stroke_dasharray="5 3")
        items.append((dashed, 21.0, say("draw.links.key_no_key", lang)))
    return items


def _twin(data: LinkData, lang: str) -> Twin:
    heads = tuple(say(f"draw.links.{key}", lang) for key in ("source", "other", "share", "found", "of"))
    rates = [data.rate(one, other) for one in data.sources for other in data.sources if one != other]
    rows = tuple(
        (rate.source, rate.other, _share(rate, lang), *(_number(n, lang) for n in (rate.found, rate.of)))
        for rate in rates
    )
    return Twin(heads, rows, say("draw.links.caption", lang), (False, False, True, True, True))


def _share(rate: LinkRate, lang: str) -> str:
    if not rate.has_key:
        return say("draw.links.no_key", lang)
    return "?" if rate.share is None else f"{rate.sign} {shown(rate.share, 'share', lang)}".strip()


def _number(value: int | None, lang: str) -> str:
    return "" if value is None else count(value, lang)

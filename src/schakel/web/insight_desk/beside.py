"""Two selections side by side: the same figures of both with their difference, and both maps.

Differences are taken of numbers that passed the gate, so that they tell no more than the numbers themselves.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from schakel.draw.picture import Twin
from schakel.report.document import Block, Figure, Grid, Paragraph, Section
from schakel.report.map_section import edges
from schakel.report.material import named
from schakel.report.tell import DAY_US, amount, part, real, whole
from schakel.report.time_section import medians, open_cases
from schakel.sharing.gate import OTHER, Approximate
from schakel.texts import say
from schakel.texts import shown as told
from schakel.web.insight_desk.maps import linked_map
from schakel.web.insight_desk.sides import Sides

TEXTS = "insight_desk.beside"
MOST_LINKS = 12
NARROW = 480.0  # px of a map that has half a page
UNKNOWN = "–"
Cell = tuple[str, str, str]


def beside(sides: Sides) -> tuple[Section, ...]:
    """The tables, then the map of each."""
    lang = sides.material.lang
    numbers: tuple[Block, ...] = (
        _grid(sides, "numbers", _numbers(sides), ("counts", "throughput")),
        Paragraph(say(f"{TEXTS}.note", lang), "note"),
    )
    maps = []
    for key, one in zip("ab", sides.materials, strict=True):
        section = linked_map(sides, one, name=f"map-{key}", narrowest=NARROW)
        title = say(f"{TEXTS}.map_{key}", lang)
        maps.append(Section(f"map-{key}-section", title, tuple(_titled(block, title) for block in section.blocks)))
    more = [("steps", tuple(_steps(sides)), "activities"), ("waits", tuple(_waits(sides)), "edges")]
    tables = tuple(_grid(sides, key, rows, (figure,)) for key, rows, figure in more if rows)
    return (
        Section("beside", say(f"{TEXTS}.in_numbers", lang), numbers),
        *maps,
        Section("differences", say(f"{TEXTS}.title", lang), tables),
    )


def _titled(block: Block, title: str) -> Block:
    """Two maps on one page are told apart by name, also where only their names are heard."""
    return replace(block, picture=replace(block.picture, title=title)) if isinstance(block, Figure) else block


def _grid(sides: Sides, key: str, rows: Iterable[tuple[str, ...]], figures: Sequence[str]) -> Grid:
    lang = sides.material.lang
    heads = tuple(say(f"{TEXTS}.{name}", lang) for name in (f"{key}_head", "a", "b", "difference"))
    origins = tuple(dict.fromkeys(one.origin(figure) for figure in figures for one in sides.materials))
    return Grid(Twin(heads, tuple(rows), say(f"{TEXTS}.{key}", lang), (False, True, True, True)), origins)


def _numbers(sides: Sides) -> Iterator[tuple[str, ...]]:
    lang = sides.material.lang
    for unit in ("residents", "cases"):
        yield say(f"{TEXTS}.{unit}", lang), *_counts([one.total(unit) for one in sides.materials], lang)
    yield say(f"{TEXTS}.open", lang), *_counts([open_cases(one) for one in sides.materials], lang)
    lead = [real(medians(one)["kaplan_meier_p50_us"]) for one in sides.materials]
    yield say(f"{TEXTS}.lead_time", lang), *_durations(lead, lang)


def _steps(sides: Sides) -> Iterator[tuple[str, ...]]:
    """Per step the share of residents that take it."""
    lang = sides.material.lang
    found: list[dict[str, Approximate | None]] = []
    for one in sides.materials:
        everyone = one.total("residents").value
        rows = {str(r["activity"]): whole(r["residents"]) for r in one.activities.records() if r["activity"] != OTHER}
        found.append({name: one.gate.share(n, everyone) for name, n in rows.items()})
    names = sorted({name for side in found for name in side}, key=str.casefold)
    for name in names:
        yield name, *_shares([side.get(name) for side in found], lang)


def _waits(sides: Sides) -> Iterator[tuple[str, ...]]:
    """The median wait on the links that most residents take, in both."""
    lang = sides.material.lang
    found: list[dict[str, tuple[int, float]]] = []
    for one in sides.materials:
        known = set(named(one.activities, "activity"))
        side = {}
        for row in edges(one).records():
            wait = real(row["wait_p50_us"])
            if wait is not None and {row["activity"], row["next_activity"]} <= known:
                side[f"{row['activity']} → {row['next_activity']}"] = (whole(row["residents"]), wait)
        found.append(side)
    both = sorted(set(found[0]) & set(found[1]), key=lambda link: (-found[0][link][0] - found[1][link][0], link))
    for link in both[:MOST_LINKS]:
        yield link, *_durations([side[link][1] for side in found], lang)


def _counts(values: Sequence[Approximate], lang: str) -> Cell:
    a, b = values
    difference = UNKNOWN if a.sign or b.sign else _signed(b.value - a.value, "int", lang)
    return amount(a, lang, short=True), amount(b, lang, short=True), difference


def _shares(values: Sequence[Approximate | None], lang: str) -> Cell:
    a, b = values
    shown = tuple(UNKNOWN if value is None else part(value, lang) for value in values)
    if a is None or b is None or a.sign or b.sign:
        return shown[0], shown[1], UNKNOWN
    points = round(b.value * 100) - round(a.value * 100)
    return shown[0], shown[1], say(f"{TEXTS}.points", lang, n=_signed(points, "int", lang))


def _durations(values: Sequence[float | None], lang: str) -> Cell:
    a, b = (None if value is None else round(value / DAY_US, 1) for value in values)
    shown = tuple(UNKNOWN if value is None else told(value, "days", lang) for value in (a, b))
    return shown[0], shown[1], UNKNOWN if a is None or b is None else _signed(b - a, "days", lang)


def _signed(value: float, kind: str, lang: str) -> str:
    """A difference with its sign, so that it is never taken for a number of its own."""
    return f"{'+' if value > 0 else ''}{told(value, kind, lang)}".replace("-", "\N{MINUS SIGN}")

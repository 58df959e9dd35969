"""Rights not honoured by municipality and group: for JSON, on the command line, and first of all in a report."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from schakel.draw.picture import Twin
from schakel.draw.simulated.span import amount
from schakel.report.document import Block, Grid, Paragraph, Section
from schakel.simulation.experiment.interval import Interval
from schakel.simulation.experiment.rights_by_group import KINDS, GroupRights
from schakel.texts import say

Told = Mapping[str, Any]
NamedRights = tuple[str, Sequence[Told]]  # a scenario and its rows


def rights_told(groups: Iterable[GroupRights]) -> list[dict[str, Any]]:
    """Per group its municipality and type, None where all are meant, and each kind with its interval."""
    return [
        {
            "municipality": one.municipality or None,
            "type": one.type or None,
            **{kind: bounds_told(getattr(one, kind)) for kind in KINDS},
        }
        for one in groups
    ]


def bounds_told(interval: Interval) -> dict[str, float]:
    """An interval as JSON has it."""
    return {"value": float(interval.value), "low": float(interval.low), "high": float(interval.high)}


def show_rights(scenarios: Sequence[NamedRights], lang: str) -> None:
    """A table by municipality; kinds and groups of several scenarios are in the report and in the JSON."""
    twin = _beside(scenarios, lang) if len(scenarios) > 1 else _twin(scenarios, lang, whole=True)
    grid = Table(title=twin.caption, title_justify="left")
    for place, column in enumerate(twin.columns):
        grid.add_column(column, justify="right" if twin.numeric[place] else "left")
    for row in twin.rows:
        grid.add_row(*row)
    Console().print(grid)


def rights_section(scenarios: Sequence[NamedRights], lang: str) -> Section:
    """Before all else: how many, in which municipality, and for whom."""
    blocks: list[Block] = [Paragraph(_lead(scenarios, lang), "lead"), Paragraph(_say("note", lang), "note")]
    if len(scenarios) > 1:
        blocks.append(Grid(_beside(scenarios, lang)))
    blocks.append(Grid(_twin(scenarios, lang, whole=True), folded=len(scenarios) > 1))
    if any(row["type"] for _, rows in scenarios for row in rows):
        blocks.append(Grid(_twin(scenarios, lang, whole=False), folded=True))
    return Section("rights-section", _say("title", lang), tuple(blocks))


def told_range(found: Mapping[str, float], lang: str) -> str:
    """A mean with its interval behind it; nothing behind what never differs."""
    value, low, high = (amount(found[key], lang) for key in ("value", "low", "high"))
    return value if low == high else say("draw.simulated.span", lang, value=value, low=low, high=high)


def _lead(scenarios: Sequence[NamedRights], lang: str) -> str:
    """The first scenario in full, and beside it only how many it is in the others."""
    name, rows = scenarios[0]
    told = _told(rows, lang)
    if len(scenarios) == 1:
        return told
    others = (f"{other} {amount(found[0]['rights']['value'], lang)}" for other, found in scenarios[1:])
    return f"{name}: {told} " + _say("others", lang, others="; ".join(others))


def _told(rows: Sequence[Told], lang: str) -> str:
    whole = rows[0]
    if whole["rights"]["value"] == 0:
        return _say("none", lang)
    told = _say("lead", lang, **{kind: amount(whole[kind]["value"], lang) for kind in KINDS})
    most = max((row for row in rows if row["type"]), key=lambda row: row["rights"]["value"])
    group = {"municipality": most["municipality"], "kind": most["type"]}
    return f"{told} " + _say("most", lang, n=amount(most["rights"]["value"], lang), **group)


def _beside(scenarios: Sequence[NamedRights], lang: str) -> Twin:
    """A row per scenario, a column per municipality."""
    places = [row["municipality"] or _say("all", lang) for row in scenarios[0][1] if row["type"] is None]
    rows = tuple(
        (name, *(told_range(row["rights"], lang) for row in found if row["type"] is None)) for name, found in scenarios
    )
    numeric = (False, *(True,) * len(places))
    return Twin((_say("column.scenario", lang), *places), rows, _say("caption_beside", lang), numeric)


def _twin(scenarios: Sequence[NamedRights], lang: str, *, whole: bool) -> Twin:
    """whole: of all types together; else by type, of municipalities."""
    several = len(scenarios) > 1
    keys = (*(("scenario",) if several else ()), "municipality", *(() if whole else ("group",)), *KINDS)
    rows = tuple(
        (
            *((name,) if several else ()),
            row["municipality"] or _say("all", lang),
            *(() if whole else (row["type"],)),
            *(told_range(row[kind], lang) for kind in KINDS),
        )
        for name, found in scenarios
        for row in found
        if (row["type"] is None) == whole
    )
    caption = _say("caption" if whole else "caption_groups", lang)
    numeric = (False,) * (len(keys) - len(KINDS)) + (True,) * len(KINDS)
    return Twin(tuple(_say(f"column.{key}", lang) for key in keys), rows, caption, numeric)


def _say(key: str, lang: str, **values: Any) -> str:
    return say(f"report.simulation.rights.{key}", lang, **values)

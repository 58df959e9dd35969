"""Selections as a dimension: which of the selections that readers saw each resident is in.

A signature says so with one 1 or 0 for each selection, in the order in which they were first told. Only signatures
that occur are leaves: so a selection within another one leaves nothing in between that does not exist, and who knows
that can subtract. A later selection splits the leaves of before, so that what was told earlier stays comparable.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date

from schakel.chain.selection import Period, Selection
from schakel.sharing.dimension import Dimension
from schakel.sharing.release import Release

NAME, EVERYBODY, LEAF = "selection", "everybody", "*"
IN, OUT = "in ", "not in "


def text_of(selection: Selection) -> str:
    """A selection as the register keeps it: "" for everybody."""
    if not str(selection):
        return ""
    period, by = selection.period, selection.period_by if selection.period != Period() else "started"
    days = [day.isoformat() if day else "" for day in (period.since, period.until)]
    return json.dumps([sorted(selection.where), *days, by], ensure_ascii=False)


def selection_of(text: str) -> Selection:
    """The selection that `text_of` wrote down."""
    if not text:
        return Selection()
    where, since, until, by = json.loads(text)
    since, until = (date.fromisoformat(day) if day else None for day in (since, until))
    return Selection(tuple((key, value) for key, value in where), Period(since, until), by)


def told_before(releases: Iterable[Release]) -> tuple[str, ...]:
    """The selections of these releases but everybody, in the order in which they were first told."""
    found = [
        node.removeprefix(IN)
        for release in releases
        for dimension in release.dimensions
        if dimension.name == NAME
        for node in dimension.nodes
        if node.startswith(IN)
    ]
    return tuple(dict.fromkeys(found))


def node_of(selection: str) -> str:
    """The value of the dimension that stands for who is in a selection."""
    return IN + selection if selection else EVERYBODY


def divided(selections: Sequence[str], told: str, signatures: Iterable[str]) -> Dimension:
    """The dimension of a release about `told`, one of the selections or "".

    signatures: those that occur, LEAF and a sign for each of the selections. Beside the two sides of `told` there is a
    value for each way of being in it and in one other selection or not: small groups are looked for there.
    """
    leaves = tuple(sorted(set(signatures)))
    breakdowns: list[tuple[str, tuple[str, ...]]] = []
    if selections and selections[-1] == told:
        earlier = tuple(dict.fromkeys(leaf[:-1] for leaf in leaves))
        breakdowns.append((EVERYBODY, earlier))
        breakdowns += [(each, tuple(leaf for leaf in leaves if leaf[:-1] == each)) for each in earlier]
    else:
        breakdowns.append((EVERYBODY, leaves))
    if told:
        at = selections.index(told) + 1
        breakdowns += _by({IN + told: "1", OUT + told: "0"}, leaves, (at,))
        for other in range(1, len(selections) + 1):
            if other != at:
                names = {f"{at}{'-+'[int(a)]} {other}{'-+'[int(b)]}": a + b for a in "10" for b in "10"}
                breakdowns += _by(names, leaves, (at, other))
    return Dimension(NAME, EVERYBODY, tuple(breakdowns))


def _by(names: dict[str, str], leaves: Sequence[str], places: Sequence[int]) -> list[tuple[str, tuple[str, ...]]]:
    """Everybody by the signs at these places."""
    parts = {
        name: tuple(leaf for leaf in leaves if "".join(leaf[at] for at in places) == signs)
        for name, signs in names.items()
    }
    parts = {name: inside for name, inside in parts.items() if inside}
    return [(EVERYBODY, tuple(parts)), *parts.items()]

"""Links that a map leaves out beside the small ones, so that its square of steps gives nobody away.

Rounding leaves a small group in a dense square now and then no room (docs/background/the-gate.md). So every map is
attacked before anybody sees it: as long as a small group can be pinned down, the smallest link beside it goes along
with "other". That is a choice that holds, not the least there is.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from schakel.chain.table import Table, Value
from schakel.report.material import Material, MayName
from schakel.report.tell import whole
from schakel.sharing.audit import audit
from schakel.sharing.gate import Gate
from schakel.sharing.passed import ToldRow
from schakel.sharing.transitions import FIRSTS, LASTS, LINKS, STEPS, Square, release_of_square

MOST_ROUNDS = 25
Pair = tuple[str, str]
Told = Callable[[Gate, MayName], Table]


def withheld(material: Material, links: Table, may: MayName, tell: Told) -> frozenset[Pair]:
    """The links that go along. tell: the links as a gate tells them, given which may be named.

    Where no link is left that could go along, rounding is all there is; who publishes it hears so.
    """
    counts = {name: _residents(material.figure(name)) for name in (STEPS, FIRSTS, LASTS)} | {LINKS: _residents(links)}
    gate = replace(material.gate, released=[])
    away: set[Pair] = set()
    if gate.base == 1:
        return frozenset()
    steps = _steps(material)
    firsts = _firsts(material, {row.key[0] for row in steps}, gate)

    def named(row: tuple[Value, ...]) -> bool:
        return may(row) and _pair(row) not in away

    for _ in range(MOST_ROUNDS):
        tell(gate, named)
        shown = gate.released[-1].rows
        square = Square("", {STEPS: steps, LINKS: shown, FIRSTS: firsts})
        found = audit((release_of_square("", square, counts, gate.threshold),)).exposed
        more = {link for each in found if (link := _beside(each.need.key, shown))}
        if not more:
            return frozenset(away)
        away |= more
    return frozenset(away)


def _beside(key: tuple[str, ...], shown: tuple[ToldRow, ...]) -> Pair | None:
    """The smallest shown link that leaves the same step, or comes into the same step."""
    near = [row for row in shown if row.key[0] == key[0] or row.key[1] == key[1]]
    least = min(near, key=lambda row: (row.high, row.key), default=None)
    return (least.key[0], least.key[1]) if least else None


def _pair(row: tuple[Value, ...]) -> Pair:
    return str(row[0]), str(row[1])


def _residents(table: Table) -> dict[tuple[str, ...], int]:
    names = [column.name for column in table.columns if column.role == "dimension"]
    return {tuple(str(row[name]) for name in names): whole(row["residents"]) for row in table.records()}


def _steps(material: Material) -> tuple[ToldRow, ...]:
    """The steps as the material's own gate told them."""
    told = {name for name in material.activities.column("activity") if name}
    for passed in reversed(material.gate.released):
        if passed.name == STEPS and {row.key[0] for row in passed.rows} == told:
            return passed.rows
    return ()


def _firsts(material: Material, steps: set[str], gate: Gate) -> tuple[ToldRow, ...]:
    rows = [row for row in material.figure(FIRSTS).records() if row["activity"] in steps]
    rows = [row for row in rows if gate.sayable(whole(row["residents"]))]
    return _told([row["activity"] for row in rows], [gate.rounded(whole(row["residents"])) for row in rows], gate)


def _told(names: Sequence[Value], residents: Sequence[Value], gate: Gate) -> tuple[ToldRow, ...]:
    pairs = zip(names, residents, strict=True)
    return tuple(ToldRow((str(name),), *gate.around(whole(n))) for name, n in pairs if name)

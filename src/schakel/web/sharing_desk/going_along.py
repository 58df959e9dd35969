"""Which rows of something new could go along with the small ones, so that beside what left it gives nobody away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schakel.chain.problem import Refusal
from schakel.sharing.cube import Key
from schakel.sharing.flows import AFTER, ALL, INFLOW, LEFT, OUTFLOW, UNSEEN, UNTIL
from schakel.sharing.gate import Rows
from schakel.sharing.let_out import STOCK, label_of
from schakel.sharing.passed import PassedView
from schakel.sharing.register import Verdict
from schakel.sharing.release import Release, Told
from schakel.sharing.selections import NAME
from schakel.sharing.transitions import LINKS

OURS = "\N{HORIZONTAL ELLIPSIS}"  # begins the names of rows of our own


@dataclass
class GivesAway(Refusal):
    """It may not join. rows: those that could be left out of it; none where that does not help."""

    rows: Rows = frozenset()


def together(found: Sequence[Rows]) -> Rows:
    """What to leave out when several tables give something away; nothing if one of them is beyond help."""
    return frozenset().union(*found) if all(found) else frozenset()


def beside(verdict: Verdict, release: Release, view: PassedView) -> Rows:
    """For each group that is pinned down the smallest told row beside it; none if one of them has no such row.

    Beside it is the same row of a table of pairs, the same step of a map, the same period of a flow.
    """
    if verdict.attack is None:
        return frozenset()
    rows = {(table.name, label_of(row.key)): row.key for table in view.tables for row in table.rows if table.whose}
    tables = {table.name.partition(" ")[0]: table.name for table in view.tables}
    found = set()
    for exposed in verdict.attack.exposed:
        need = exposed.need.key
        if release.dimensions[-1].name == LEFT:
            near = _flow(release, need, tables)
        elif release.dimensions[-1].name == NAME:
            name = release.dimensions[0].name
            near = [(each, (name, rows[name, need[0]])) for each in release.told if _same(each, need, name, rows)]
        else:
            near = [(each, (LINKS, each.key)) for each in release.told if _next_to(each, need)]
        if not near:
            return frozenset()
        found.add(min(near, key=lambda one: (one[0].high, one[0].key))[1])
    return frozenset(found)


def _same(told: Told, need: Key, name: str, rows: Mapping[tuple[str, str], tuple[str, ...]]) -> bool:
    return told.key[0] == need[0] and bool(rows.get((name, need[0])))


def _next_to(told: Told, need: Key) -> bool:
    inner = all(not one.startswith(OURS) for one in told.key)
    return inner and (told.key[0] == need[0] or told.key[1] == need[1])


def _flow(release: Release, need: Key, tables: Mapping[str, str]) -> list[tuple[Told, tuple[str, tuple[str, ...]]]]:
    """The numbers of the periods of a cell."""
    periods, found = _periods(need), list[tuple[Told, tuple[str, tuple[str, ...]]]]()
    for each in release.told:
        if period := periods & _periods(each.key):
            kind = STOCK if each.key[1].startswith(AFTER) else INFLOW if each.key[1] == ALL else OUTFLOW
            found.append((each, (tables[kind], (min(period),))))
    return found


def _periods(key: Key) -> set[str]:
    names = {one.removeprefix(UNTIL).removeprefix(AFTER).removeprefix(UNSEEN) for one in key}
    return {one for one in names if not one.startswith(OURS)}

"""What a log shows of a network, as the gate lets it through."""

from dataclasses import dataclass, replace

from schakel.chain.table import Table
from schakel.insight.side_by_side import sources_beside
from schakel.insight.view import LogView
from schakel.sharing.gate import Approximate, Gate

_APART = """
SELECT CAST(partner AS VARCHAR) AS name FROM steps WHERE partner IS NOT NULL
GROUP BY name HAVING bool_and(COALESCE(source IN (SELECT UNNEST(CAST(? AS VARCHAR[]))), FALSE)) ORDER BY name
"""


@dataclass(frozen=True)
class SeenRow:
    """One name, or two for a pair, and how many residents had it: rounded, or "less than the threshold"."""

    names: tuple[str, ...]
    residents: Approximate


@dataclass(frozen=True)
class Seen:
    """handovers: pairs of partners; links: pairs of activities that follow each other, also at one partner.

    apart: partners that act only in sources with numbers of their own, so that no handover with them can be seen.
    """

    partners: tuple[SeenRow, ...] = ()
    activities: tuple[SeenRow, ...] = ()
    handovers: tuple[SeenRow, ...] = ()
    links: tuple[SeenRow, ...] = ()
    apart: tuple[str, ...] = ()


def seen_in(view: LogView, gate: Gate) -> Seen:
    """What an opened log shows, under one gate."""
    figures = ("partners", "activities", "handovers", "edges")
    found = seen_of(*(view.figure(name) for name in figures), gate=gate)
    alone = sources_beside(view)
    return replace(found, apart=tuple(row[0] for row in view.rows(_APART, [list(alone)])) if alone else ())


def seen_of(partners: Table, activities: Table, handovers: Table, edges: Table, *, gate: Gate) -> Seen:
    """The same of four figures that were made already."""
    return Seen(
        _rows(partners, ("partner",), gate),
        _rows(activities, ("activity",), gate),
        _rows(handovers, ("partner", "next_partner"), gate),
        _rows(edges, ("activity", "next_activity"), gate),
    )


def _rows(table: Table, names: tuple[str, ...], gate: Gate) -> tuple[SeenRow, ...]:
    made = []
    for row in table.records():
        called = tuple(str(row[name]) for name in names if row[name] is not None)
        residents = row["residents"]
        if len(called) == len(names) and isinstance(residents, int) and residents:
            made.append(SeenRow(called, gate.count(residents)))
    return tuple(made)

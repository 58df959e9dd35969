"""The square of a flow: who came in when, and left when.

What came in is a row of it, what flowed out a column, and the stock at the end of a period is everybody who came until
then and left later. So the stock before + inflow - outflow is the stock, and a number that is hidden may follow from
three that are shown. Cases are counted here, as in the chart; a group of few cases is a group of few residents.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schakel.sharing.cube import RESIDENTS, Key
from schakel.sharing.dimension import Dimension
from schakel.sharing.let_out import STOCK, small_group, untold_of
from schakel.sharing.passed import PassedView, ToldRow, Whose
from schakel.sharing.release import Release, Told
from schakel.sharing.transitions import Leaves

CAME, LEFT = "came", "left"
ALL, HERE, UNSEEN = "\N{HORIZONTAL ELLIPSIS}all", "\N{HORIZONTAL ELLIPSIS}here", "\N{HORIZONTAL ELLIPSIS}unseen "
UNTIL, AFTER = "\N{HORIZONTAL ELLIPSIS}until ", "\N{HORIZONTAL ELLIPSIS}after "
INFLOW, OUTFLOW = "inflow", "outflow"
Cells = Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class FlowSquare:
    """What is told of a flow: rows by table. whose: where came and left stand, two columns of cases."""

    population: str
    tables: Mapping[str, Sequence[ToldRow]]
    whose: Whose


def periods_of(span: str) -> tuple[str, str]:
    """The two columns of cases, for periods of a span ("month", "quarter" or "year").

    Left is "" for who is still here; who went out of sight left so, and flowed out of nothing.
    """
    first = "strftime(date_trunc('{}', {}), '%Y-%m')"
    out, unseen = first.format(span, "ended_on"), first.format(span, "sight_until_on")
    left = f"CASE WHEN NOT is_open THEN {out} WHEN sight_until_on IS NULL THEN '' ELSE CONCAT('{UNSEEN}', {unseen}) END"
    return first.format(span, "started_on"), left


def flow_square_of(view: PassedView, snapshot: str) -> FlowSquare | None:
    """The square of a view that tells a stock, else None."""
    found = {table.name.partition(" ")[0]: table for table in view.tables if table.whose}
    if STOCK not in found or not found[STOCK].rows:
        return None
    span = found[STOCK].name.rpartition(" ")[2]
    words = [word for word, usual in ((view.follow, "case"), (view.names, "today")) if word != usual]
    among = ", ".join([view.selection or "everybody", *words])
    whose = found[STOCK].whose
    assert whose  # noqa: S101 -- only tables with one were found
    tables = {name: found[name].rows for name in (INFLOW, OUTFLOW, STOCK) if name in found}
    return FlowSquare(f"{snapshot} flows by {span} ({among})", tables, whose)


def release_of_flows(name: str, square: FlowSquare, counts: Cells, threshold: int) -> Release:
    """The release of a flow. counts: cases by the two columns of `FlowSquare.whose`, of the selection of the view."""
    cells: dict[Key, int] = {(came, left or HERE): n for (came, left), n in counts.items()}
    moments = sorted({row.key[0] for row in square.tables[STOCK]} | {came for came, _ in cells} | _months(cells))
    came = _dimension(CAME, sorted({one for one, _ in cells}), moments)
    left = _dimension(LEFT, sorted({one for _, one in cells}), moments)
    truth = Leaves(came, left, cells)
    told = [
        Told(key, row.low, row.high)
        for table, rows in square.tables.items()
        for row in rows
        if (key := _key(table, row.key[0])) and key[0] in came.nodes and key[1] in left.nodes
    ]
    groups = [(one, ALL) for one in came.leaves] + [(ALL, one) for one in left.leaves if one != HERE]
    groups += [(UNTIL + day, AFTER + day) for day in moments if UNTIL + day in came.nodes and AFTER + day in left.nodes]
    needs = [need for key in groups if (need := small_group(key, truth.residents(key), threshold))]
    shown = {each.key for each in told}
    hidden = [key for key in groups if key not in shown and not key[1].startswith(UNSEEN)]
    return Release(
        name,
        square.population,
        RESIDENTS,
        (came, left),
        tuple(told),
        tuple(needs),
        untold_of(truth, hidden, threshold),
    )


def _key(table: str, period: str) -> Key:
    return {INFLOW: (period, ALL), OUTFLOW: (ALL, period), STOCK: (UNTIL + period, AFTER + period)}[table]


def _months(cells: Mapping[Key, int]) -> set[str]:
    return {left.removeprefix(UNSEEN) for _, left in cells if left != HERE}


def _dimension(name: str, leaves: Sequence[str], moments: Sequence[str]) -> Dimension:
    """Periods, and for each moment what lies before and after it: both, or neither where one side is empty."""
    breakdowns: list[tuple[str, tuple[str, ...]]] = [(ALL, tuple(leaves))]
    for moment in moments:
        before = tuple(one for one in leaves if one != HERE and one.removeprefix(UNSEEN) <= moment)
        after = tuple(one for one in leaves if one not in before)
        if before and after:
            breakdowns += [(ALL, (UNTIL + moment, AFTER + moment)), (UNTIL + moment, before), (AFTER + moment, after)]
        elif name == CAME and before:  # nobody came later
            breakdowns += [(ALL, (UNTIL + moment,)), (UNTIL + moment, before)]
        elif name == LEFT and after:  # nobody had left
            breakdowns += [(ALL, (AFTER + moment,)), (AFTER + moment, after)]
    return Dimension(name, ALL, tuple(breakdowns))

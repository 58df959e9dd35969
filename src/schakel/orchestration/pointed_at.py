"""The figure that a goal or an agreement points at: which rows of it, and of which cases."""

from dataclasses import dataclass

from schakel.chain.selection import Selection
from schakel.chain.table import Table
from schakel.insight.figure import read_figure
from schakel.orchestration.governance.agreement import Agreement
from schakel.orchestration.names import same
from schakel.orchestration.strategy.goal import Goal


@dataclass(frozen=True)
class Pointer:
    """figure: its name. rows: (column, value) that a row must have; selection: of the cases that it is made of."""

    figure: str
    rows: tuple[tuple[str, str], ...]
    selection: Selection

    def rows_of(self, table: Table) -> Table:
        """The rows of the figure that are meant, by names without capitals; the table itself is that of the caller."""
        places = [(table.index(name), value) for name, value in self.rows]
        kept = (row for row in table.rows if all(same(str(row[place]), value) for place, value in places))
        return Table(table.name, table.columns, tuple(kept), table.passport)


def pointed_at(item: Goal | Agreement) -> Pointer | None:
    """Where a goal or an agreement points; None while it points at no figure.

    A condition on a column of the figure chooses its rows, any other one its cases.
    """
    if not item.figure:
        return None
    columns = {column.name for column in read_figure(item.figure).columns if column.role == "dimension"}
    pairs = [(key.strip(), value.strip()) for key, _, value in (one.partition("=") for one in item.where)]
    rows = tuple(pair for pair in pairs if pair[0] in columns)
    return Pointer(item.figure, rows, Selection(tuple(pair for pair in pairs if pair[0] not in columns)))

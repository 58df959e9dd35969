"""No BSN leaves in another column: every cell that stays is looked at, also within notes."""

from collections.abc import Sequence

from schakel.chain.problem import SHOWN, Problem
from schakel.data.pseudonymise.columns import Plan
from schakel.sharing.bsn import contains_bsn, count_bsn, is_bsn

REMEMBERED = 1 << 16  # cells that were found safe; memory stays flat however many there are
CODES = 5000  # distinct values that a column of codes is judged by
EIGHT = 8


class Guard:
    """Collects what is wrong; `problems` holds the first SHOWN, `total` counts all.

    One value with the form of a BSN is enough. Only in a column that is said to hold codes may values of eight digits
    stay, of which one in eleven passes by chance: there the rule for columns of `sharing.bsn` holds.
    """

    def __init__(self, file: str, plan: Plan) -> None:
        self._file, self._plan = file, plan
        self._safe: set[str] = set()
        self._codes: dict[int, set[str]] = {place: set() for place in plan.coded}
        self.problems: list[Problem] = []
        self.total = 0

    def look(self, row: int, cells: Sequence[str]) -> None:
        """Look at the guarded cells of a row, in the order of `Plan.guarded`."""
        if self._safe.issuperset(cells):
            return
        for place, cell in zip(self._plan.guarded, cells, strict=True):
            if cell in self._safe:
                continue
            if contains_bsn(cell):
                self.wrong("source_bsn_value", row, self._plan.names[place])
            else:
                self._remember(cell)

    def look_at_code(self, row: int, place: int, cell: str) -> None:
        """Look at a cell of a column of codes."""
        seen = self._codes[place]
        if cell in seen:
            return
        if len(seen) < CODES:
            seen.add(cell)
        if contains_bsn(cell) and not is_code(cell):
            self.wrong("source_bsn_value", row, self._plan.names[place])

    def wrong(self, code: str, row: int | None, column: str) -> None:
        """Count a problem."""
        self.total += 1
        if len(self.problems) < SHOWN:
            self.problems.append(Problem(code, self._file, row=row, column=column))

    def finish(self) -> None:
        """Judge the columns of codes."""
        for place, seen in self._codes.items():
            if count_bsn(seen).refused:
                self.wrong("source_codes", None, self._plan.names[place])

    def _remember(self, cell: str) -> None:
        if len(self._safe) >= REMEMBERED:
            self._safe.clear()
        self._safe.add(cell)


def is_code(cell: str) -> bool:
    """Whether it is eight bare digits, and so a BSN only if a zero was lost."""
    value = cell.strip()
    return len(value) == EIGHT and value.isdigit() and is_bsn(value)

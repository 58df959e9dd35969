"""The gate: small groups are merged or hidden, and what remains is rounded, so that subtraction yields nothing.

Two rules, applied to everything that one report shows (docs/background/the-gate.md tells why they suffice):
1. a row of fewer than `threshold` distinct residents is merged into one row OTHER; if that row is itself below the
   threshold, the next smallest is merged too;
2. every count is rounded to a multiple of `base` >= threshold; only the total of a large log is exact. A difference
   of shown numbers then leaves at least `base` whole values open, and so never points at a group of 1..threshold-1.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from schakel.chain.finding import Finding, Number
from schakel.chain.passport import Passport
from schakel.chain.problem import Problem, Refusal
from schakel.chain.table import Column, Table, Value
from schakel.sharing.passed import Passed, ToldRow, Whose

OTHER = "\N{HORIZONTAL ELLIPSIS}other"
LEAST_TO_SHARE = 5
EXACT_FROM = 100  # times the threshold: a total of so many residents is told as it is
HIDDEN_STEP = 0.05
BASES = (1, 5, 10, 20, 25, 50, 100)
COUNTS = frozenset(
    {
        "cases",
        "steps",
        "residents",
        "households",
        "events",
        "transitions",
        "handovers",
        "referrals",
        "waits",
        "messages",
    }
)
AT_LEAST_RESIDENTS = frozenset({"cases", "steps"})  # columns that hold one for each resident of the row, or more
QUOTIENTS = frozenset({"share", "factor"})  # they would give a count back that was rounded
NOT_PEOPLE = frozenset({"length", "growth_per_month"})  # counted in steps or waits, but no number of people

Row = tuple[Value, ...]
Rows = frozenset[tuple[str, tuple[str, ...]]]  # by table and key
Distinct = Callable[[Sequence[Row], Sequence[Row]], int]
Sign = Literal["", "<", ">"]


@dataclass(frozen=True)
class Approximate:
    """A value as it may be said: `value`, or less ("<") or more (">") than it."""

    value: float
    sign: Sign = ""


@dataclass
class Gate:
    """The gate of ONE report: it keeps a register of what it released.

    threshold: the least number of distinct residents that may be told. Below 5 needs own_data (the reader is the
    holder of the data); Refusal `threshold_needs_own_data` otherwise. A threshold of 1 hides and rounds nothing.
    withheld: rows, by table and key, that are left out with the small ones because beside what left before they would
    give somebody away.
    """

    threshold: int = 10
    own_data: bool = False
    withheld: Rows = frozenset()
    released: list[Passed] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.threshold < 1 or (self.threshold < LEAST_TO_SHARE and not self.own_data):
            allowed = "1" if self.own_data else str(LEAST_TO_SHARE)
            problem = Problem("threshold_needs_own_data", value=str(self.threshold), allowed=allowed)
            raise Refusal((problem,))

    @property
    def base(self) -> int:
        """Counts are rounded to a multiple of this: the first round number that is not below the threshold."""
        steps = [base for base in BASES if base >= self.threshold]
        return steps[0] if steps else -(-self.threshold // BASES[-1]) * BASES[-1]

    @property
    def rule(self) -> str:
        """The rule as it stands in the passport of everything that passed."""
        own = ", own data" if self.own_data else ""
        return f"threshold {self.threshold}, rounded to {self.base}{own}{self._less}"

    @property
    def _less(self) -> str:
        """How many rows are withheld, and a sum that tells which: an equal passport has equal bytes."""
        if not self.withheld:
            return ""
        which = hashlib.blake2b(repr(sorted(self.withheld)).encode(), digest_size=4).hexdigest()
        return f", {len(self.withheld)} row(s) left out beside what left before ({which})"

    def passport(self, passport: Passport) -> Passport:
        """The passport of the figure as released, with an id of its own."""
        return replace(passport, disclosure=self.rule)

    def rounded(self, n: float) -> int:
        """The nearest multiple of base, half up; for counts that are known to be sayable."""
        return (round(n) + self.base // 2) // self.base * self.base

    def count(self, n: int, residents: int | None = None) -> Approximate:
        """A count that rests on so many residents (default: on n). Nobody is 0; too few is "less than threshold"."""
        if n == 0:
            return Approximate(0)
        if (n if residents is None else min(n, residents)) < self.threshold:
            return Approximate(self.threshold, "<")
        return Approximate(self.rounded(n))

    def total(self, n: int, residents: int) -> Approximate:
        """A total of the whole that rests on so many residents: exact if they are many, else as any count.

        In a small log an exact total would leave rounded parts no room (docs/background/the-gate.md).
        """
        exact = self.base == 1 or residents >= EXACT_FROM * self.threshold
        return Approximate(n) if exact else self.count(n, residents)

    def hidden(self, part: float, whole: float) -> Approximate | None:
        """The share of the whole that was left out, in steps of 5 %, so that it is no total to subtract from."""
        if not part or not whole:
            return Approximate(0) if whole else None
        if self.base == 1:
            return Approximate(part / whole)
        steps = max(1, round(part / whole / HIDDEN_STEP))
        return Approximate(min(1.0, steps * HIDDEN_STEP))

    def share(self, part: float, whole: float) -> Approximate | None:
        """part of whole as a share 0..1 of rounded counts; None if the whole itself is too small.

        A part, or what is left of the whole, of 1..threshold-1 is told as "less than" or "more than".
        """
        if whole < self.threshold:
            return None
        edge = min(1.0, self.threshold / self.rounded(whole))
        if 0 < part < self.threshold:
            return Approximate(edge, "<")
        if 0 < whole - part < self.threshold:
            return Approximate(1 - edge, ">")
        return Approximate(min(1.0, self.rounded(part) / self.rounded(whole)))

    def lets(self, name: str, key: Sequence[Value]) -> bool:
        """Whether a row of a table is not withheld."""
        return (name, _texts(key)) not in self.withheld

    def sayable(self, residents: float | None) -> bool:
        """Whether a row that rests on so many distinct residents may be told. Nobody is no disclosure."""
        return residents is not None and (residents == 0 or residents >= self.threshold)

    def table(
        self,
        table: Table,
        *,
        limit: int | None = None,
        partition: bool = False,
        distinct: Distinct | None = None,
        may_name: Callable[[Row], bool] | None = None,
        merge: bool = True,
        rank_by: str = "",
        whose: Whose | None = None,
    ) -> Table:
        """The table as it may be shown: same columns, small rows merged into OTHER, counts rounded.

        limit: at most so many rows by themselves, largest first by `rank_by` (default: residents); the order of rows
        is kept. partition: each resident is in one row only, so that residents of merged rows add up. distinct(hidden,
        shown) counts the distinct residents of the hidden rows; without it and without partition the largest hidden
        row decides, which hides more. may_name: False for a row whose names are hidden elsewhere in the report.
        merge=False drops small rows instead (for rows that are not parts of a whole). whose: how the residents of its
        rows are found again, for who lays it beside other tables; the key of a row is its first columns.
        In OTHER only counts are given. In a row that is shown a count of 1..threshold-1 becomes None, and so does
        every share and factor, because it would give the count back that was rounded: use `share` on what is shown.
        """
        people = [place for place, column in enumerate(table.columns) if column.role == "residents"]
        if not people:
            raise ValueError(f"{table.name}: no column of residents, so it cannot pass the gate")
        rank = table.index(rank_by) if rank_by else people[0]
        wide = len(whose.columns) if whose else 0

        def named(row: Row) -> bool:
            return (may_name is None or may_name(row)) and self.lets(table.name, row[:wide])

        shown, hidden = self._split(table, people[0], limit, rank, named)
        residents = _counter(people[0], partition, distinct)
        behind = residents(hidden, shown) if merge and hidden else 0
        while merge and hidden and shown and behind < self.threshold:
            least = min(shown, key=lambda row: _size(row[people[0]]))
            shown.remove(least)
            hidden.append(least)
            behind = residents(hidden, shown)
        rows = [self._row(table.columns, row) for row in shown]
        if merge and hidden and behind >= self.threshold:
            rows.append(self._other(table.columns, hidden, behind))
        passport = self.passport(table.passport)
        told = Table(table.name, table.columns, tuple(rows), passport)
        self.released.append(self._passed(told, len(shown), len(hidden), whose))
        return told

    def tell(
        self, name: str, whose: Whose, rows: Iterable[tuple[tuple[str, ...], float]], *, each_once: bool = True
    ) -> None:
        """Keep in the list of what was released: counts that were rounded one by one, by the key of their row.

        each_once: they count residents; else cases or steps, of which a resident may have several.
        """
        told = []
        for key, value in rows:
            low, high = self.around(value)
            told.append(ToldRow(key, low if each_once else min(low, self.threshold), high))
        self.released.append(Passed(name, len(told), 0, "", not told, whose, tuple(told)))

    def around(self, value: float) -> tuple[int, int]:
        """Between which counts a reader places a count of residents that is shown as this."""
        low = round(value) - self.base // 2
        return (max(low, self.threshold), low + self.base - 1) if value else (0, 0)

    def _passed(self, told: Table, shown: int, hidden: int, whose: Whose | None) -> Passed:
        rows, rest = [], None
        people = next(place for place, column in enumerate(told.columns) if column.role == "residents")
        alone = whose is not None and not whose.together
        wide = [at for at, column in enumerate(told.columns) if alone and column.name in AT_LEAST_RESIDENTS]
        for place, row in enumerate(told.rows if whose else ()):
            low, high = self.around(_size(row[people]))
            high = min([high, *(self.around(_size(row[at]))[1] for at in wide if row[at] is not None)])
            if place < shown:
                rows.append(ToldRow(_texts(row[: len(whose.columns) if whose else 0]), low, high))
            else:
                rest = (low, high)
        return Passed(told.name, shown, hidden, told.passport.id, not told.rows, whose, tuple(rows), rest)

    def finding(self, finding: Finding) -> Finding | None:
        """The finding with counts rounded (those of 1..threshold-1 to 0), or None if it rests on too few residents."""
        if finding.residents < self.threshold:
            return None
        numbers = tuple(
            (name, self._known(number, finding.residents) if name == "share_known" else self._number(name, number))
            for name, number in finding.numbers
        )
        return replace(finding, numbers=numbers, residents=self.rounded(finding.residents))

    def _number(self, name: str, number: Number) -> Number:
        if number.unit not in COUNTS or name in NOT_PEOPLE:
            return number
        low, high = (None if edge is None else self.rounded(edge) for edge in (number.low, number.high))
        value = self.rounded(number.value) if number.value >= self.threshold else 0
        return replace(number, value=value, low=low, high=high)

    def _known(self, number: Number, residents: int) -> Number:
        """How much is known, without telling of how few it is not known."""
        few = 0 < (1 - number.value) * residents < self.threshold
        return replace(number, value=1.0) if few else number

    def _split(
        self, table: Table, people: int, limit: int | None, rank: int, named: Callable[[Row], bool]
    ) -> tuple[list[Row], list[Row]]:
        places = [at for at, row in enumerate(table.rows) if self.sayable(_number_or_none(row[people])) and named(row)]
        if limit is not None:
            places = sorted(places, key=lambda at: -_size(table.rows[at][rank]))[:limit]
        kept = set(places)
        return (
            [row for at, row in enumerate(table.rows) if at in kept],
            [row for at, row in enumerate(table.rows) if at not in kept],
        )

    def _row(self, columns: Sequence[Column], row: Row) -> Row:
        return tuple(self._cell(column, value) for column, value in zip(columns, row, strict=True))

    def _cell(self, column: Column, value: Value) -> Value:
        if column.unit in QUOTIENTS:
            return value if self.base == 1 else None
        if not _is_count(column) or not isinstance(value, (int, float)):
            return value
        told = self.count(round(value))
        return None if told.sign else int(told.value)

    def _other(self, columns: Sequence[Column], hidden: Sequence[Row], residents: int) -> Row:
        cells: list[Value] = []
        for place, column in enumerate(columns):
            if column.role == "dimension":
                cells.append(OTHER)
            elif column.role == "residents":
                cells.append(self.rounded(residents))
            elif _is_count(column):
                cells.append(self.rounded(sum(_size(row[place]) for row in hidden)))
            else:
                cells.append(None)
        return tuple(cells)


def _counter(people: int, partition: bool, distinct: Distinct | None) -> Distinct:
    if distinct is not None:
        return distinct
    combine = sum if partition else max
    return lambda hidden, _shown: round(combine(_size(row[people]) for row in hidden))


def _is_count(column: Column) -> bool:
    if column.name in NOT_PEOPLE:
        return False
    return column.role == "residents" or (column.role == "measure" and column.unit in COUNTS)


def _number_or_none(value: Value) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None


def _texts(key: Sequence[Value]) -> tuple[str, ...]:
    return tuple("" if value is None else str(value) for value in key)


def _size(value: Value) -> float:
    return _number_or_none(value) or 0.0

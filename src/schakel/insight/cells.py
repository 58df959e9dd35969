"""Kinds of steps: what a map asks of any selection, from numbers in memory instead of from names in tables.

Each step of a snapshot belongs to a cell: its activity, partner, next activity, and whether it is the first of its kind
in its case. Steps and cases of a selection are then sums over cells. Residents are too: each (case, resident) is
counted once per kind, and of residents with several cases what was counted twice is taken off again. Times stand sorted
within their kind, so that a percentile of a selection is a place among those that are in it.
Equal to the figures of the same name, which a test holds; made for the process that answers many selections.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt

from schakel.data.sql import arrays, rows, run

Array = npt.NDArray[Any]
Key = tuple[Any, ...]
FLAGS = {  # per flag the columns of which a step is the first in its case and resident
    "n_activity": "activity",
    "n_partner": "partner",
    "n_doer": "activity, partner",
    "n_edge": "activity, next_activity",
    "n_along": "activity, next_activity, is_parallel",
}
NAMES = ("activity", "partner", "next_activity")
KIND = (*NAMES, "is_parallel", "is_first", "is_last", "is_open", "has_wait", "has_touch", *FLAGS)
SHARES = (0.1, 0.5, 0.9)
_WORDS = """
CREATE TEMP TABLE words AS SELECT word, CAST(ROW_NUMBER() OVER (ORDER BY word) AS INTEGER) AS no FROM (
  SELECT activity AS word FROM ({steps}) UNION SELECT next_activity FROM ({steps}) UNION SELECT partner FROM ({steps})
) WHERE word IS NOT NULL
"""
_CODED = """
CREATE TEMP TABLE coded AS
SELECT case_no, pos, resident_no, COALESCE(a.no, 0) AS activity, COALESCE(p.no, 0) AS partner,
  COALESCE(n.no, 0) AS next_activity, COALESCE(is_parallel, FALSE) AS is_parallel,
  COALESCE(is_first, FALSE) AS is_first, COALESCE(is_last, FALSE) AS is_last, COALESCE(is_open, FALSE) AS is_open,
  wait_us, touch_us, wait_us IS NOT NULL AS has_wait, touch_us IS NOT NULL AS has_touch
FROM ({steps}) AS s
LEFT JOIN words AS a ON a.word = s.activity
LEFT JOIN words AS p ON p.word = s.partner
LEFT JOIN words AS n ON n.word = s.next_activity
"""
_STEPS = """
CREATE TEMP TABLE celled AS SELECT f.case_no, f.pos, f.resident_no, c.cell
FROM flagged AS f JOIN cells AS c ON {same}
"""
_SEVERAL = """
SELECT case_no, resident_no, cell FROM celled WHERE resident_no IN (
  SELECT resident_no FROM (SELECT DISTINCT case_no, resident_no FROM celled) GROUP BY resident_no HAVING COUNT(*) > 1
)
"""
_CASES = """
SELECT case_no, COALESCE(resident_no, -1) + 1 AS resident_no, COALESCE(is_open, FALSE) AS is_open FROM ({cases})
"""


@dataclass(frozen=True)
class Steps:
    """Steps by their numbers: of the case, of the resident and of the cell; three arrays of one length."""

    case_no: Array
    resident_no: Array
    cell: Array


@dataclass(frozen=True)
class Cases:
    """Cases by their numbers: their own, that of the resident and one more (0 for none), and whether they are open."""

    case_no: Array
    resident_no: Array
    is_open: Array


@dataclass(frozen=True)
class Times:
    """Known times in microseconds, sorted within their kind. keys: per kind its numbers of words; starts: its place."""

    keys: list[Key]
    starts: Array
    case_no: Array
    us: Array

    def quantiles(self, chosen: Array | None) -> dict[Key, list[float]]:
        """The percentiles of SHARES per kind that has any, between two values by their distance (type 7).

        chosen: per number of a case whether it counts; None for all. Source: R. J. Hyndman and Y. Fan, Sample Quantiles
        in Statistical Packages, 1996.
        """
        if not self.keys:
            return {}
        picked = np.ones(len(self.us), dtype=bool) if chosen is None else chosen[self.case_no]
        counts = np.add.reduceat(picked, self.starts, dtype=np.int64)
        us = self.us if chosen is None else self.us[picked]
        known = np.flatnonzero(counts)
        first, last = (np.cumsum(counts) - counts)[known], counts[known] - 1
        found = []
        for share in SHARES:
            place = last * share
            low = np.floor(place)
            lower = us[first + low.astype(np.int64)].astype(np.float64)
            upper = us[first + np.ceil(place).astype(np.int64)].astype(np.float64)
            found.append(lower + (upper - lower) * (place - low))
        of_kinds: list[list[float]] = np.column_stack(found).tolist()
        return {self.keys[kind]: of_kind for kind, of_kind in zip(known.tolist(), of_kinds, strict=True)}


@dataclass(frozen=True)
class Grouping:
    """Cells by their values of some columns. keys: per group; of_cell: the group of each cell.

    several: the steps of residents with several cases, those of one resident in one group after each other.
    """

    keys: list[Key]
    of_cell: Array
    several: Steps


@dataclass(frozen=True)
class Cells:
    """What is kept of a snapshot. words: by number, 0 is none. kinds: per column of KIND its value of each cell.

    times: by column, of the kinds that have them. 12 bytes a step, and 12 for each known time.
    """

    words: tuple[str | None, ...]
    kinds: dict[str, Array]
    cases: Cases
    steps: Steps
    several: Steps
    times: dict[str, Times]
    groupings: dict[Sequence[str], Grouping] = field(default_factory=dict)

    def has(self, column: str) -> Array:
        """Per cell whether it has a value in this column, or whether the column is true of it."""
        there: Array = self.kinds[column] > 0
        return there

    def grouped(self, by: Sequence[str]) -> Grouping:
        """The cells by these columns; made once."""
        if by not in self.groupings:
            codes, of_cell = np.unique(
                np.column_stack([self.kinds[column].astype(np.int32) for column in by]), axis=0, return_inverse=True
            )
            many, of_cell = self.several, of_cell.ravel()
            order = np.lexsort((many.resident_no, of_cell[many.cell]))
            sorted_ = Steps(many.case_no[order], many.resident_no[order], many.cell[order])
            self.groupings[by] = Grouping([self._key(by, row) for row in codes.tolist()], of_cell, sorted_)
        return self.groupings[by]

    def _key(self, by: Sequence[str], codes: Sequence[int]) -> Key:
        return tuple(self.words[code] if name in NAMES else bool(code) for name, code in zip(by, codes, strict=True))


def make_cells(connection: duckdb.DuckDBPyConnection, steps: str, cases: str) -> Cells:
    """Make them from SELECTs of what is stored; the cursor should be one of its own, it keeps tables of its work."""
    run(connection, _WORDS.format(steps=steps))
    run(connection, _CODED.format(steps=steps))
    flags = ", ".join(
        f"ROW_NUMBER() OVER (PARTITION BY case_no, resident_no, {columns} ORDER BY pos) = 1 AS {flag}"
        for flag, columns in FLAGS.items()
    )
    run(connection, f"CREATE TEMP TABLE flagged AS SELECT *, {flags} FROM coded")  # noqa: S608 (our own names)
    kind = ", ".join(KIND)
    numbered = f"SELECT CAST(ROW_NUMBER() OVER (ORDER BY {kind}) - 1 AS INTEGER) AS cell, {kind}"
    run(connection, f"CREATE TEMP TABLE cells AS {numbered} FROM (SELECT DISTINCT {kind} FROM flagged)")  # noqa: S608
    run(connection, _STEPS.format(same=" AND ".join(f"f.{column} = c.{column}" for column in KIND)))
    words = (None, *(row[0] for row in rows(connection, "SELECT word FROM words ORDER BY no")))
    kinds = arrays(connection, f"SELECT {kind} FROM cells ORDER BY cell")  # noqa: S608 (our own names)
    times = {
        "wait_us": _times(connection, words, "wait_us", ("activity", "next_activity")),
        "touch_us": _times(connection, words, "touch_us", ("activity",)),
    }
    every = "SELECT case_no, resident_no, cell FROM celled ORDER BY case_no, pos"
    several = Steps(**arrays(connection, _SEVERAL))
    of_cases = Cases(**arrays(connection, _CASES.format(cases=cases)))
    return Cells(words, kinds, of_cases, Steps(**arrays(connection, every)), several, times)


def _times(connection: duckdb.DuckDBPyConnection, words: Sequence[str | None], time: str, by: Sequence[str]) -> Times:
    names = ", ".join(by)
    known = " AND ".join(f"{name} > 0" for name in by)
    sorted_ = f"SELECT {names}, case_no, {time} FROM flagged WHERE {known} AND {time} IS NOT NULL"  # noqa: S608
    found = arrays(connection, f"{sorted_} ORDER BY {names}, {time}, case_no")
    codes = np.column_stack([found[name] for name in by])
    starts = np.flatnonzero(np.r_[len(codes) > 0, (codes[1:] != codes[:-1]).any(axis=1)][: len(codes)])
    keys = [tuple(words[code] for code in row) for row in codes[starts].tolist()]
    return Times(keys, starts, found["case_no"], found[time])


class CellCounts:
    """Counts over selected cases. selected: their numbers, None for all."""

    def __init__(self, cells: Cells, selected: Array | None) -> None:
        self.cells, self.chosen = cells, None
        steps = cells.steps
        if selected is not None:
            last = max((int(numbers.max()) for numbers in (selected, cells.cases.case_no) if len(numbers)), default=0)
            self.chosen = np.zeros(last + 1, dtype=bool)
            self.chosen[selected] = True
        self._n = np.bincount(steps.cell[self._picked(steps)], minlength=len(cells.kinds["activity"]))

    @property
    def events(self) -> int:
        """Selected steps."""
        return int(self._n.sum())

    def cases(self) -> tuple[int, int, int]:
        """Selected cases, their residents, and how many of the cases are open."""
        every = self.cells.cases
        picked = self._picked(every)
        residents = np.bincount(every.resident_no[picked], minlength=1)
        return int(picked.sum()), int(np.count_nonzero(residents[1:])), int(every.is_open[picked].sum())

    def table(self, by: Sequence[str], people: str, where: Array, more: Sequence[Array] = ()) -> list[tuple[Any, ...]]:
        """Rows of: the columns `by`, steps, residents, then steps of the cells in each of `more`; the most first.

        people: the column in which a cell counts (case, resident) pairs once. where: per cell whether it counts.
        """
        groups = self.cells.grouped(by)
        once = where & self.cells.has(people)
        sums = [self._summed(groups, cells) for cells in (where, once, *(where & one for one in more))]
        sums[1] = sums[1] - self._twice(groups, once)
        table = np.column_stack(sums).tolist()
        found = [(*key, *row) for key, row in zip(groups.keys, table, strict=True) if row[0]]
        return sorted(found, key=lambda row: (-row[len(by)], [(word is None, word) for word in row[: len(by)]]))

    def quantiles(self, time: str) -> dict[Key, list[float]]:
        """The 10th, 50th and 90th percentile of wait_us per link or touch_us per activity, where known."""
        return self.cells.times[time].quantiles(self.chosen)

    def residents_beyond(self, by: Sequence[str], where: Array, shown: set[Key]) -> int:
        """Distinct residents of steps in these cells whose values of `by` are not shown."""
        groups = self.cells.grouped(by)
        hidden = np.array([key not in shown for key in groups.keys], dtype=bool)
        steps = self.cells.steps
        found = steps.resident_no[self._picked(steps) & (where & hidden[groups.of_cell])[steps.cell]]
        return int(np.count_nonzero(np.bincount(found)))

    def _picked(self, rows: Steps | Cases) -> Array:
        return np.ones(len(rows.case_no), dtype=bool) if self.chosen is None else self.chosen[rows.case_no]

    def _summed(self, groups: Grouping, where: Array) -> Array:
        """Selected steps per group, of the cells where it holds."""
        return _whole(np.bincount(groups.of_cell, weights=self._n * where, minlength=len(groups.keys)))

    def _twice(self, groups: Grouping, where: Array) -> Array:
        """How often a resident was counted before in the same group, per group."""
        several = groups.several
        picked = self._picked(several) & where[several.cell]
        group, resident = groups.of_cell[several.cell[picked]], several.resident_no[picked]
        again = (group[1:] == group[:-1]) & (resident[1:] == resident[:-1])
        return np.bincount(group[1:][again], minlength=len(groups.keys))


def _whole(sums: Array) -> Array:
    """Sums of whole numbers came as floats, which hold them exactly below 2**53."""
    return sums.astype(np.int64)

"""A file of a partner with pseudonyms in place of its ids: one record after the other, in memory that stays flat."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any, TextIO

from schakel.chain.problem import Notice, Problem, Refusal
from schakel.data.mapping import FileForm
from schakel.data.pseudonymise.columns import Asked, Plan, planned
from schakel.data.pseudonymise.csv_line import csv_line
from schakel.data.pseudonymise.guard import Guard
from schakel.data.pseudonymise.new_file import new_file
from schakel.data.pseudonymise.table import Table, table
from schakel.sharing.source_key import SourceKey
from schakel.sharing.source_pseudonym import BLANKS, STAGES, AtSource, stage_of

BATCH = 5000
Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Pseudonymised:
    """What was done. ids and dropped: names of columns. nobody: cells in columns of ids without a number."""

    rows: int
    ids: tuple[str, ...]
    dropped: tuple[str, ...]
    nobody: int
    notices: tuple[Notice, ...]


def pseudonymise(
    source: Path,
    out: Path,
    key: SourceKey,
    domain: str,
    asked: Asked,
    *,
    form: FileForm | None = None,
    on_progress: Progress = lambda _stage, _share: None,
) -> Pseudonymised:
    """Write `source` to `out` as CSV in UTF-8, with pseudonyms in the columns asked for. Blank lines are left out.

    Refusal with the row and column of every value that has the form of a BSN where none may be, of every id that is a
    pseudonym already (or, at the custodian, is not), and for what the readers refuse. Nothing is left then.
    ValueError for a domain that is none.
    """
    naming = AtSource(key, domain)
    with table(source, form or FileForm()) as found:
        plan = planned(found, asked)
        with new_file(out, source) as stream:
            return _written(found, plan, naming, stream, on_progress)


def _written(found: Table, plan: Plan, naming: AtSource, stream: TextIO, tell: Progress) -> Pseudonymised:
    guard = Guard(found.file, plan)
    step = _Step(found, plan, naming, guard)
    stream.write(csv_line(plan.header, found.delimiter))
    rows = 0
    while batch := list(itertools.islice(found.records, BATCH)):
        lines = [step.line(row, cells) for row, cells in batch]
        rows += len(batch)
        if not guard.total:
            stream.write("".join(lines))
        tell("pseudonymise", min(1.0, batch[-1][0] / max(1, found.lines)))
    if not rows:
        raise Refusal((Problem("no_rows", found.file),))
    guard.finish()
    if guard.total:
        raise Refusal(tuple(guard.problems), guard.total)
    kept = set(plan.kept)
    dropped = tuple(name for place, name in enumerate(plan.names) if place not in kept)
    return Pseudonymised(rows, tuple(plan.names[place] for place in plan.ids), dropped, step.nobody, found.notices)


class _Step:
    """What is done with one record."""

    def __init__(self, found: Table, plan: Plan, naming: AtSource, guard: Guard) -> None:
        self._delimiter, self._plan, self._naming, self._guard = found.delimiter, plan, naming, guard
        self._guarded, self._kept = _getter(plan.guarded), _getter(plan.kept)
        second = naming.role == "custodian"
        self._wanted, self._otherwise = (
            STAGES["partner"] if second else "",
            f"source_stage_{'second' if second else 'first'}",
        )
        self.nobody = 0

    def line(self, row: int, cells: list[str]) -> str:
        self._guard.look(row, self._guarded(cells))
        for place in self._plan.coded:
            self._guard.look_at_code(row, place, cells[place])
        for place in self._plan.ids:
            name = self._naming.known(cells[place])
            cells[place] = name = self._fresh(row, place, cells[place]) if name is None else name
            self.nobody += not name
        return csv_line(self._kept(cells), self._delimiter)

    def _fresh(self, row: int, place: int, text: str) -> str:
        """The pseudonym of an id that is not remembered; empty, and a problem, for one that is not at this stage."""
        bare = text.strip(BLANKS)
        if bare and stage_of(bare) != self._wanted:
            self._guard.wrong(self._otherwise, row, self._plan.names[place])
            return ""
        return self._naming.name(text)


def _getter(places: tuple[int, ...]) -> Callable[[list[str]], tuple[str, ...]]:
    """The cells at some places, always as a tuple."""
    if len(places) > 1:
        getter: Any = itemgetter(*places)
        return getter  # type: ignore[no-any-return]
    return lambda cells: tuple(cells[place] for place in places)

"""What a map is made from, counted by cells: the same numbers as `Material` gives, in a fraction of the time.

Measures that a map does not show are unknown here; so this serves maps only. A test holds both equal.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from schakel.chain.table import Table, Value
from schakel.insight.cells import Array, CellCounts
from schakel.insight.figure import read_figure
from schakel.report.map_section import DOERS, EDGES
from schakel.report.material import Material
from schakel.sharing.gate import Distinct

LINK = "next_activity IS NOT NULL"
BEYOND = {"TRUE": None, LINK: "next_activity", "is_first": "is_first", "is_last": "is_last"}  # what a report asks
SCREENS = frozenset({"map", "beside"})
Row = tuple[Any, ...]


@dataclass
class QuickMaterial(Material):
    """Material whose map is counted by cells."""

    cells: CellCounts | None = field(default=None)

    @property
    def _cells(self) -> CellCounts:
        if self.cells is None:
            raise ValueError("no cells")
        return self.cells

    def figure(self, name: str) -> Table:
        """A figure, with only what a map shows of it where there is a quick way."""
        ways: dict[str, Callable[[], list[dict[str, Value]]]] = {
            "counts": self._counts,
            "activities": self._activities,
            "partners": self._partners,
            "edges": self._edges,
            "starts": lambda: self._at("is_first"),
            "ends": lambda: self._at("is_last"),
        }
        if name in ways and name not in self.figures:
            figure = read_figure(name)
            names = [column.name for column in figure.columns]
            rows = tuple(tuple(row.get(column) for column in names) for row in ways[name]())
            self.figures[name] = Table(name, figure.columns, rows, self.view.passport(figure))
        return super().figure(name)

    def asked(self, text: str) -> list[Row]:
        """Rows of a query of the report's."""
        ways: dict[str, Callable[[], list[Row]]] = {EDGES: self._after, DOERS: self._doers}
        if text in ways and text not in self.answers:
            self.answers[text] = ways[text]()
        return super().asked(text)

    def acting(self) -> set[str]:
        """Partners that did anything."""
        return {str(row[0]) for row in self._who}

    def beyond(self, relation: str, columns: Sequence[str], condition: str = "TRUE") -> Distinct:
        """Counts the distinct residents of rows that are not shown."""
        if relation != "steps" or not set(columns) <= {"activity", "next_activity", "partner"}:
            return super().beyond(relation, columns, condition)
        if condition not in BEYOND:
            return super().beyond(relation, columns, condition)
        by, where = tuple(columns), self._where(BEYOND[condition])

        def count(_hidden: Sequence[Row], shown: Sequence[Row]) -> int:
            return self._cells.residents_beyond(by, where, {tuple(row[: len(by)]) for row in shown})

        return count

    def _where(self, column: str | None) -> Array:
        """Per cell whether it has something in this column; every cell without one."""
        cells = self._cells.cells
        return cells.has(column) if column else np.ones(len(cells.kinds["activity"]), dtype=bool)

    @cached_property
    def _links(self) -> list[Row]:
        parallel = self._where("is_parallel")
        more = (~self._where("has_wait") & ~parallel, parallel)
        return self._cells.table(("activity", "next_activity"), "n_edge", self._where("next_activity"), more)

    def _counts(self) -> list[dict[str, Value]]:
        cases, residents, still = self._cells.cases()
        events = self._cells.events
        steps = len(self._steps)
        return [
            {
                "cases": cases,
                "residents": residents,
                "events": events,
                "activities": steps,
                "partners": len(self._who),
                "edges": len(self._links),
                "open_cases": still,
            }
        ]

    @cached_property
    def _who(self) -> list[Row]:
        return self._cells.table(("partner",), "n_partner", self._where("partner"))

    @cached_property
    def _steps(self) -> list[Row]:
        more = (self._where("is_open"), self._where("has_touch"))
        return self._cells.table(("activity",), "n_activity", self._where("activity"), more)

    def _activities(self) -> list[dict[str, Value]]:
        touch = self._cells.quantiles("touch_us")
        found: list[dict[str, Value]] = []
        for activity, steps, residents, still, known in self._steps:
            low, half, high = touch.get((activity,), (None, None, None))
            found.append(
                {
                    "activity": activity,
                    "steps": steps,
                    "residents": residents,
                    "open_steps": still,
                    "touch_known": known,
                    "touch_p10_us": low,
                    "touch_p50_us": half,
                    "touch_p90_us": high,
                }
            )
        return found

    def _partners(self) -> list[dict[str, Value]]:
        return [{"partner": partner, "steps": steps, "residents": residents} for partner, steps, residents in self._who]

    def _edges(self) -> list[dict[str, Value]]:
        wait = self._cells.quantiles("wait_us")
        found: list[dict[str, Value]] = []
        for activity, following, steps, residents, unknown, parallel in self._links:
            low, half, high = wait.get((activity, following), (None, None, None))
            found.append(
                {
                    "activity": activity,
                    "next_activity": following,
                    "steps": steps,
                    "residents": residents,
                    "n_unknown": unknown,
                    "n_parallel": parallel,
                    "wait_p10_us": low,
                    "wait_p50_us": half,
                    "wait_p90_us": high,
                }
            )
        return found

    def _at(self, place: str) -> list[dict[str, Value]]:
        rows = self._cells.table(("activity",), place, self._where(place))
        return [{"activity": activity, "cases": cases, "residents": residents} for activity, cases, residents in rows]

    def _after(self) -> list[Row]:
        """Residents per link, one after the other and at the same time."""
        found: dict[tuple[str, str], list[int]] = {}
        parallel = self._where("is_parallel")
        for place, along in enumerate((~parallel, parallel)):
            where = self._where("next_activity") & along
            rows = self._cells.table(("activity", "next_activity"), "n_along", where)
            for activity, following, _, residents in rows:
                found.setdefault((activity, following), [0, 0])[place] = residents
        return [(*link, *residents) for link, residents in found.items()]

    def _doers(self) -> list[Row]:
        rows = self._cells.table(("activity", "partner"), "n_doer", self._where("partner"))
        found = [(activity, partner, residents) for activity, partner, _, residents in rows]
        return sorted(found, key=lambda row: (-row[2], row[1], row[0] or ""))

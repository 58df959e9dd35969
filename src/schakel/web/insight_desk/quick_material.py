"""What a map is made from, counted by cells: the same numbers as `Material` gives, in a fraction of the time.

Measures that a map does not show are unknown here; so this serves maps only. A test holds both equal.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from schakel.chain.table import Table, Value
from schakel.insight.cells import CellCounts
from schakel.insight.figure import read_figure
from schakel.report.map_section import DOERS, EDGES
from schakel.report.material import Material
from schakel.sharing.threshold import Distinct

EVERY, LINK = "TRUE", "next_activity IS NOT NULL"
COUNTED = """
SELECT COUNT(*), COUNT(DISTINCT resident_no), COUNT(CASE WHEN is_open THEN 1 END) FROM cases
"""
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
        if condition not in ("TRUE", LINK, "is_first", "is_last"):
            return super().beyond(relation, columns, condition)

        def count(_hidden: Sequence[Row], shown: Sequence[Row]) -> int:
            places = [[str(row[at]) if row[at] is not None else "" for row in shown] for at in range(len(columns))]
            return self._cells.residents_beyond(columns, condition, places)

        return count

    @cached_property
    def _links(self) -> list[Row]:
        more = ("NOT has_wait AND NOT is_parallel", "is_parallel")
        return self._cells.table(("activity", "next_activity"), "n_edge", LINK, more)

    def _counts(self) -> list[dict[str, Value]]:
        cases, residents, still = self.view.rows(COUNTED)[0]
        events = sum(row[1] for row in self._cells.table(("is_parallel",), EVERY, EVERY))
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
        return self._cells.table(("partner",), "n_partner", "partner IS NOT NULL")

    @cached_property
    def _steps(self) -> list[Row]:
        return self._cells.table(("activity",), "n_activity", "activity IS NOT NULL", ("is_open", "has_touch"))

    def _activities(self) -> list[dict[str, Value]]:
        touch = self._cells.quantiles(("activity",), "touch_us", "activity IS NOT NULL AND has_touch")
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
        wait = self._cells.quantiles(("activity", "next_activity"), "wait_us", f"{LINK} AND has_wait")
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
        rows = self._cells.table(("activity",), EVERY, place)
        return [{"activity": activity, "cases": cases, "residents": residents} for activity, cases, residents in rows]

    def _after(self) -> list[Row]:
        """Residents per link, one after the other and at the same time."""
        found: dict[tuple[str, str], list[int]] = {}
        for place, condition in enumerate(("NOT is_parallel", "is_parallel")):
            rows = self._cells.table(("activity", "next_activity"), "n_along", f"{LINK} AND {condition}")
            for activity, following, _, residents in rows:
                found.setdefault((activity, following), [0, 0])[place] = residents
        return [(*link, *residents) for link, residents in found.items()]

    def _doers(self) -> list[Row]:
        rows = self._cells.table(("activity", "partner"), "n_doer", "partner IS NOT NULL")
        found = [(activity, partner, residents) for activity, partner, _, residents in rows]
        return sorted(found, key=lambda row: (-row[2], row[1], row[0] or ""))

"""What an outsider can still think, as small programmes: groups of people, and sums of them between bounds.

First everything is worked out that follows by itself (a sum with one unknown group gives that group away), then the
rest is cut into parts that share no sum. For a part, the least and the most of any sum of its groups is one linear
programme; where people are counted and its answer has fractions, one in whole numbers as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import bmat, csr_matrix, hstack
from scipy.sparse.csgraph import connected_components

SLACK = 1e-6
WHOLE_SECONDS = 20.0  # for one programme in whole numbers; beyond it only what was reached counts
Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]


class Contradiction(Exception):
    """What was told cannot all be true, so that these tables are not of the same people."""


@dataclass
class Part:
    """Groups that hang together by sums. ways: values of these groups that are possible, found so far."""

    groups: NDArray[np.intp]
    matrix: Any
    low: Numbers
    high: Numbers
    ways: list[Numbers] = field(default_factory=list)


@dataclass(frozen=True)
class Sum:
    """A sum of groups: what is known of it, and the open groups by part (places among the groups of that part)."""

    known: float
    pieces: tuple[tuple[Part, Places], ...]


class Outsider:
    """One outsider's knowledge: `matrix` (sums by groups) times the groups lies between low and high.

    whole: the groups are whole numbers. Contradiction if nothing is possible. programmes: how many were solved.
    """

    def __init__(self, matrix: Any, low: Numbers, high: Numbers, *, whole: bool) -> None:
        self.whole, self.programmes = whole, 0
        slack = SLACK * np.maximum(1.0, np.abs(high))
        low, high = (np.ceil(low - SLACK), np.floor(high + SLACK)) if whole else (low - slack / 100, high + slack / 100)
        n = matrix.shape[1]
        self.top = 10.0 * (1.0 + float(np.max(high, initial=0.0)))  # stands for "as many as you like"
        self.least, self.most = np.zeros(n), np.full(n, inf)
        matrix, low, high = self._worked_out(csr_matrix(matrix, dtype=float), low, high)
        self._cut(matrix, low, high)

    def sum_of(self, groups: Flags) -> Sum:
        """The sum of these groups, ready to be asked about."""
        places = np.flatnonzero(groups)
        open_ = places[self.open[places]]
        labels = self.label[open_]
        pieces = tuple(
            (self.parts[label], np.searchsorted(self.parts[label].groups, open_[labels == label]))
            for label in np.unique(labels)
        )
        return Sum(float(self.least[places[~self.open[places]]].sum()), pieces)

    def between(self, total: Sum) -> tuple[float, float]:
        """The least and the most that the sum can be."""
        return self.end(total, 1), self.end(total, -1)

    def end(self, total: Sum, sign: int) -> float:
        """The least (sign 1) or the most (-1) of a sum; infinite if nothing bounds it."""
        return total.known + sum(self._solve(part, places, sign) for part, places in total.pieces)

    def seen(self, total: Sum) -> tuple[float, float]:
        """The least and the most that earlier programmes already showed to be possible; (inf, -inf) if none did."""
        least = most = total.known
        for part, places in total.pieces:
            if not part.ways:
                return inf, -inf
            sums = [float(way[places].sum()) for way in part.ways]
            least, most = least + min(sums), most + max(sums)
        return least, most

    def show(self, totals: Sequence[Sum], levels: Sequence[float], sign: int) -> None:
        """Look for one way in which many sums are at once as small (sign 1) or as large (-1) as their level.

        What is found is kept for `seen`; nothing is lost if it serves few. Sums over several parts are left out.
        """
        inside: dict[int, list[tuple[Places, float]]] = {}
        for total, level in zip(totals, levels, strict=True):
            if len(total.pieces) == 1:
                part, places = total.pieces[0]
                inside.setdefault(int(self.label[part.groups[0]]), []).append((places, level - total.known))
        for label, wanted in inside.items():
            part = self.parts[label]
            n, m = len(part.groups), len(wanted)
            ends = np.cumsum([0, *(len(places) for places, _ in wanted)])
            every = np.concatenate([places for places, _ in wanted])
            sums = csr_matrix((np.ones(len(every)), every, ends), (m, n))
            stop = np.array([level for _, level in wanted])
            # Each sum and its level bound a helper: as little above the sum and the level, or as much below both.
            low, high = (stop, np.full(m, self.top * n)) if sign > 0 else (np.full(m, -1.0), stop)
            between = hstack([-sign * sums, sign * csr_matrix(np.eye(m))])
            above = hstack([part.matrix, csr_matrix((len(part.low), m))])
            self.programmes += 1
            solved = milp(
                np.concatenate([np.zeros(n), np.full(m, float(sign))]),
                bounds=Bounds(
                    np.concatenate([self.least[part.groups], low]),
                    np.concatenate([np.minimum(self.most[part.groups], self.top), high]),
                ),
                constraints=[
                    LinearConstraint(csr_matrix(above), part.low, part.high),
                    LinearConstraint(csr_matrix(between), 0.0, np.inf),
                ],
            )
            if solved.x is not None and (way := self._kept(solved.x[:n])) is not None:
                part.ways.append(way)

    def _kept(self, answer: Numbers) -> Numbers | None:
        """A way that was found, if it counts: people do not come in fractions."""
        if not self.whole:
            return answer
        way = np.round(answer)
        return way if np.all(np.abs(answer - way) <= SLACK) else None

    def _worked_out(self, matrix: Any, low: Numbers, high: Numbers) -> tuple[Any, Numbers, Numbers]:
        """Tighten bounds by every sum of one open group and every sum that is used up, until nothing changes."""
        while True:
            known = self.least == self.most
            rest = self.least * known
            down, up = low - matrix @ rest, high - matrix @ rest
            open_ = matrix[:, ~known]
            counts = np.diff(open_.indptr)
            if np.any(up < -SLACK * np.maximum(1.0, high)) or np.any(
                (down > SLACK * np.maximum(1.0, high)) & (counts == 0)
            ):
                raise Contradiction
            before = self.least.copy(), self.most.copy()
            columns = np.flatnonzero(~known)
            for row in np.flatnonzero(counts == 1):
                group = columns[open_.indices[open_.indptr[row]]]
                self._narrow(group, down[row], up[row])
            for row in np.flatnonzero((counts > 0) & (up <= SLACK)):
                for group in columns[open_.indices[open_.indptr[row] : open_.indptr[row + 1]]]:
                    self._narrow(group, 0.0, 0.0)
            if np.array_equal(before[0], self.least) and np.array_equal(before[1], self.most):
                keep = counts > 1
                return matrix[keep], low[keep], high[keep]

    def _narrow(self, group: int, low: float, high: float) -> None:
        low, high = max(self.least[group], low), min(self.most[group], max(high, 0.0))
        if low > high + SLACK * max(1.0, abs(high)):
            raise Contradiction
        if high - low <= 10 * SLACK * max(1.0, abs(high)):
            low = high = max(0.0, (low + high) / 2)
        self.least[group], self.most[group] = low, high

    def _cut(self, matrix: Any, low: Numbers, high: Numbers) -> None:
        known = self.least == self.most
        self.open = ~known
        rest = self.least * known
        low, high = low - matrix @ rest, high - matrix @ rest
        matrix = matrix[:, self.open]
        rows, columns = matrix.shape
        graph = bmat([[None, matrix], [matrix.T, None]]) if rows else csr_matrix((columns, columns))
        labels = connected_components(graph, directed=False)[1]
        of_rows, of_columns = labels[:rows], labels[rows:]
        names, place = np.unique(of_columns, return_inverse=True)
        self.label = np.full(len(known), -1)
        self.label[self.open] = place
        groups, by_row = np.flatnonzero(self.open), np.argsort(of_rows, kind="stable")
        starts = np.searchsorted(of_rows[by_row], names), np.searchsorted(of_rows[by_row], names, side="right")
        by_column = np.argsort(place, kind="stable")
        edges = np.searchsorted(place[by_column], np.arange(len(names) + 1))
        self.parts = []
        for at in range(len(names)):
            inside, mine = by_column[edges[at] : edges[at + 1]], by_row[starts[0][at] : starts[1][at]]
            self.parts.append(Part(groups[inside], matrix[mine][:, inside], low[mine], high[mine]))

    def _solve(self, part: Part, places: Places, sign: int) -> float:
        """One end of a sum of groups of one part. Whatever is found possible is kept."""
        goal = np.zeros(len(part.groups))
        goal[places] = sign
        answer = self._programme(part, goal, whole=False)
        way = self._kept(answer)
        if way is None:
            answer = way = self._programme(part, goal, whole=True)
        part.ways.append(way)
        chosen = answer[places]
        if sign < 0 and np.any(chosen >= self.top * (1 - SLACK)):
            return inf
        return float(chosen.sum())

    def _programme(self, part: Part, goal: Numbers, *, whole: bool) -> Numbers:
        self.programmes += 1
        bounds = Bounds(self.least[part.groups], np.minimum(self.most[part.groups], self.top))
        solved = milp(
            goal,
            integrality=np.full(len(part.groups), int(whole)),
            bounds=bounds,
            constraints=LinearConstraint(part.matrix, part.low, part.high) if len(part.low) else (),
            options={"time_limit": WHOLE_SECONDS, "mip_rel_gap": 0.0},
        )
        if solved.status == 2:
            raise Contradiction
        if solved.x is None:
            raise TimeoutError("a programme in whole numbers was not solved in time")
        answer: Numbers = np.asarray(solved.x)
        return answer

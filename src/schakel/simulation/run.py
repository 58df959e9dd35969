"""One run of a chain: go on to a week, look, take a snapshot, decide otherwise, go on."""

from collections.abc import Sequence

import numpy as np

from schakel.chain.problem import Problem, Refusal
from schakel.simulation.decision import Decision
from schakel.simulation.kernel import codes as c
from schakel.simulation.kernel.engine import run
from schakel.simulation.kernel.state import FLOWS, OUTCOMES, SERIES, STEP, copied, grown, new_state
from schakel.simulation.kernel.tables import Decisions
from schakel.simulation.layout import Layout, decisions_of


class Run:
    """A chain that runs with one seed, under decisions whose weeks count from the end of the warm-up.

    Equal model, seed and decisions give equal bits, wherever it was paused, copied or given more room.
    """

    def __init__(
        self,
        layout: Layout,
        seed: int,
        decisions: Sequence[Decision] = (),
        *,
        weeks: int,
        warm_up: int = 0,
        keeps_log: bool = False,
    ) -> None:
        self.layout, self.seed, self.weeks, self.warm_up = layout, seed, weeks, warm_up
        self._tables = layout.tables.copy()
        self._state = new_state(seed, keeps_log=keeps_log, counted_from=warm_up)
        self._series = np.zeros((warm_up + weeks, len(layout.desks) + 1), SERIES)
        self._steps: list[np.ndarray] = []
        self._decisions = _rows(layout, decisions, warm_up)

    @property
    def week(self) -> float:
        """Where it is now, in weeks from the end of the warm-up."""
        return float(self._state[0]["now"]) - self.warm_up

    @property
    def state(self) -> np.ndarray:
        """The kernel's record; see `kernel.state`."""
        return self._state[0]

    @property
    def clients(self) -> np.ndarray:
        """All places for clients that are or were in use, of `kernel.state.CLIENT`; who is out is NOWHERE."""
        return self._state[0]["client"][: int(self._state[0]["top"])]

    @property
    def tables(self) -> np.ndarray:
        """The kernel's tables with the numbers that hold now; see `kernel.tables`."""
        return self._tables[0]

    @property
    def series(self) -> np.ndarray:
        """By week (warm-up included) and desk, of SERIES; the last desk is the way between desks."""
        return self._series

    def go(self, until: float | None = None) -> "Run":
        """Go on to the moment at which a week begins; to the end when none is told. The run itself, to call on.

        A week that ends at that moment is booked; what is decided or happens at that moment itself comes after it.
        ValueError: that moment has passed, or lies beyond the end.
        """
        last = float(self.warm_up + (self.weeks if until is None else until))
        if not self._state[0]["now"] <= last <= self.warm_up + self.weeks:
            raise ValueError(f"a run of {self.weeks} weeks at week {self.week:g} cannot go on to week {until}")
        if last >= self.warm_up and self._state[0]["is_counting"] == 0:
            self._to(float(self.warm_up))
            _begin_counting(self)
        self._to(last)
        return self

    def snapshot(self) -> "Run":
        """The same run at the same moment, to go on with apart."""
        other = object.__new__(Run)
        other.__dict__.update(self.__dict__)
        other._tables, other._state, other._series = self._tables.copy(), copied(self._state), self._series.copy()
        other._steps = list(self._steps)
        return other

    def decide(self, decisions: Sequence[Decision]) -> None:
        """From now on other decisions hold. ValueError: they differ from those of the past."""
        rows = _rows(self.layout, decisions, self.warm_up)
        n = int(self._state[0]["decided"])
        same = all(np.array_equal(new[:n], old[:n]) for new, old in zip(rows, self._decisions, strict=True))
        if not same or (len(rows.week) > n and rows.week[n] < self._state[0]["now"]):
            raise ValueError("decisions of weeks that have passed cannot change")
        self._decisions = rows

    def steps(self) -> np.ndarray:
        """What was done, of STEP, by the week of its ends; empty when no log was kept."""
        rows = self._logged()
        return rows[~np.isnan(rows["started"])]

    def departures(self) -> np.ndarray:
        """Who left a desk without help there, of STEP: `ended` is when, `started` is not a number.

        outcome: O_LEFT gave up waiting; O_ESCALATED went on to heavier help (to_stage); O_REFUSED and O_LOST went out;
        O_DROPPED waited at a partner that stopped, and went on to another. Who was refused or lost on the way has no
        `requested`; its stage and partner are where it was sent, -1 when no partner was found.
        """
        rows = self._logged()
        return rows[np.isnan(rows["started"])]

    def _logged(self) -> np.ndarray:
        state = self._state[0]
        left = state["log"][: int(state["steps"])] if state["keeps_log"] else np.zeros(0, STEP)
        return np.concatenate([*self._steps, left])

    def _to(self, week: float) -> None:
        flat = self._tables.view("f8")
        while True:
            why = run(self._tables, flat, self._state, self._series, self._decisions, week)
            if why == c.FINISHED:
                return
            if why == c.LOG_FULL:
                self._steps.append(self._state[0]["log"][: int(self._state[0]["steps"])].copy())
                self._state[0]["steps"] = 0
                if (self._state[0]["present"] + 1) * 2 < len(self._state[0]["client"]):
                    continue
            self._grow()

    def _grow(self) -> None:
        """Make room for more clients. Refusal: the chain holds more than the kernel is made for."""
        n = len(self._state[0]["client"])
        if n >= c.ROOMS[-1]:
            raise Refusal((Problem("model_too_large", column="client", value=f"> {n}", allowed=str(n)),))
        self._state = grown(self._state)


def _rows(layout: Layout, decisions: Sequence[Decision], warm_up: int) -> Decisions:
    found = []
    for decision in sorted(decisions, key=lambda one: one.week):
        noun, _, field = decision.key.partition(".")
        found.append((decision.week + warm_up, noun, decision.who, field, decision.value))
    return decisions_of(layout, found)


def _begin_counting(run: Run) -> None:
    """Forget what was counted in the warm-up; who is in the chain stays, and its money of before is not counted."""
    one, of = run.state, run.tables["model"]
    one["is_counting"] = 1
    if run.warm_up == 0:
        return  # nothing has happened
    lanes, desks = one["lane"][: int(of["lanes"])], one["desk"][: int(of["desks"])]
    groups = one["group"][: int(of["types"]), : int(of["municipalities"])]
    contracts, partners = one["contract"], one["partner"]
    for rows, names in ((lanes, FLOWS), (groups, ("points", "paid", *OUTCOMES)), (partners, ("income", "costs"))):
        for name in names:
            rows[name] = 0
    desks["waits"] = 0
    contracts["paid"], contracts["spent"], contracts["volume"] = 0, 0, 0
    one["municipality"]["spent"] = 0
    one["outside"], run.clients["is_outside"] = 0, 0
    helped = run.clients["was_helped"]
    helped[helped == c.TOO_LATE] = c.IN_TIME  # that they were late was counted before, and is forgotten
    partners["cash_before"] = partners["cash"] + partners["earned"] - partners["spent"]
    _note_present(run, lanes)


def _note_present(run: Run, lanes: np.ndarray) -> None:
    """Who is in the chain when counting begins, and for how long, so that sums can be checked."""
    clients, now = run.clients, float(run.state["now"])
    lanes["waiting_before"], lanes["busy_before"] = lanes["waiting"], lanes["busy"]
    waits, helped = weeks_waiting(clients, now), weeks_helped(clients, now)
    lanes["wait_before"] = np.bincount(clients["lane"], waits, len(lanes))
    lanes["help_before"] = np.bincount(clients["lane"], helped, len(lanes))
    inside = clients[clients["where"] != c.NOWHERE]
    np.add.at(run.state["group"]["present_before"], (inside["type"], inside["municipality"]), 1)


def weeks_waiting(clients: np.ndarray, now: float) -> np.ndarray:
    """Weeks that each client waits by now, since it was interrupted where it was; 0 for who does not wait."""
    since = np.where(clients["left_over"] >= 0, clients["ends"], clients["reached"])
    return np.where(clients["where"] == c.WAITING, now - since, 0.0)


def weeks_helped(clients: np.ndarray, now: float) -> np.ndarray:
    """Weeks that each client is helped by now without a break; 0 for who is not."""
    began = clients["ends"] - clients["left_over"]
    return np.where(clients["where"] == c.SERVED, now - began, 0.0)

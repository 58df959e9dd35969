"""All that changes while a chain runs. A copy of it is a snapshot."""

from collections.abc import Iterator
from functools import cache
from typing import Any, TypeAlias

import numpy as np

from schakel.simulation.kernel import codes as c
from schakel.simulation.kernel.tables import Fields

State: TypeAlias = Any  # a record of `state_type`

EVENTS_PER_CLIENT = 6
NUMBER = 8  # bytes

FLOWS = (
    "arrived", "started", "done", "left", "escalated", "refused", "lost_after",
    "over_norm", "wait", "wait_squared", "left_wait", "passed", "worse",
    "dropped", "moved", "interrupted", "moved_wait", "refused_wait", "interrupted_wait", "help",
)  # fmt: skip
OUTCOMES = (
    "came", "came_back", "ended", "ended_left", "ended_refused", "ended_lost", "better", "stay",
    "helped", "help_wait", "late", "late_refused", "placed", "lasted_26", "lasted_52", "benefit_weeks", "score_change",
)  # fmt: skip
SERIES_NAMES = ("queue", "busy", "severity", "arrivals", "starts", "outside")


def _record(whole: str, numbers: str = "", more: Fields | None = None) -> np.dtype:
    fields: Fields = [(name, "i8") for name in whole.split()]
    fields += [(name, "f8") for name in numbers.split()]
    return np.dtype(fields + (more or []), align=True)


CLIENT = _record(
    "key type municipality stage desk lane from_partner severity first_severity visits turns stamp where class "
    "household episode before after is_urgent was_helped partners is_outside",
    "came reached started ends left_over info rate planned",
    [("root", "u8"), ("points", "f8", (c.DOMAINS,))],
)
EVENT = _record("order what stamp", "week")  # what: whom and kind
HOUSEHOLD = _record("members helped has_lead after")
# a step that was done, or a departure: then started is not a number; to_stage: -1 the route ended, or out
_STEP = "episode type municipality stage partner to_partner to_stage"
_SMALL: Fields = [("severity", "i2"), ("outcome", "i2")]
STEP = _record("key", "requested started ended", [(name, "i4") for name in _STEP.split()] + _SMALL)  # 64 bytes
SERIES = _record("", " ".join(SERIES_NAMES))
# committed: cents that running help is expected to cost still this year; *_before: when counting began
LANE = _record(
    "waiting busy committed waiting_before busy_before",
    "area since wait_before help_before " + " ".join(FLOWS),
    [("head", "i8", (c.CLASSES,)), ("tail", "i8", (c.CLASSES,))],
)
DESK = _record(
    "waiting busy severity starts week_starts week_arrivals",
    "since wait_area busy_area severity_area published sum_wait",
    [("waits", "i8", (c.WAIT_BINS,))],
)
# most: the larger of capacity and of who was helped when it was set; closed_since: no first starts of who came later
PARTNER = _record(
    "capacity busy waiting stopped cash earned spent red_weeks first standing most income costs cash_before",
    "closed_since",
)
STREAM = _record("count stamp", "rate units since", [("root", "u8")])
GROUP = _record(
    "drawing present_before",
    "benefit_area benefit_since " + " ".join(OUTCOMES),
    [("points", "f8", (c.DOMAINS,)), ("paid", "i8", (c.YEARS,))],
)
MUNICIPALITY = _record("spent committed")
CONTRACT = _record("spent committed", "volume", [("paid", "i8", (c.YEARS,))])


@cache
def state_type(room: int) -> np.dtype:
    """The record of a run with room for so many clients at once; the kernel is compiled once for each."""
    whole = "seed week decided free top present free_household household_top events is_open order steps keeps_log"
    whole += " handled came went counted_from is_begun is_counting outside"
    return np.dtype(
        [
            ("now", "f8"),
            ("outside_area", "f8"),  # of the severity of who went out unhelped: outside
            ("outside_since", "f8"),
            *((name, "i8") for name in whole.split()),
            ("client", CLIENT, (room,)),
            ("household", HOUSEHOLD, (room,)),
            ("event", EVENT, (EVENTS_PER_CLIENT * room + 4 * c.TYPES * c.MUNICIPALITIES,)),  # a heap
            ("log", STEP, (room,)),  # to be emptied when it is full
            ("lane", LANE, (c.LANES,)),
            ("desk", DESK, (c.DESKS + 1,)),  # the one after the last is the way between desks
            ("partner", PARTNER, (c.PARTNERS,)),
            ("stream", STREAM, (c.TYPES, c.MUNICIPALITIES)),
            ("group", GROUP, (c.TYPES, c.MUNICIPALITIES)),
            ("municipality", MUNICIPALITY, (c.MUNICIPALITIES,)),
            ("contract", CONTRACT, (c.CONTRACTS + 1,)),
        ],
        align=True,
    )


def new_state(seed: int, *, keeps_log: bool, room: int = c.ROOMS[0], counted_from: int = 0) -> np.ndarray:
    """A run that has not begun: an array of one record. Years and seasons begin at week counted_from.

    Places are zero until they are used, so that room for many costs nothing while few come.
    """
    state = np.zeros(1, state_type(room))
    _begin(state, seed, keeps_log, counted_from)
    return state


def reset(state: np.ndarray, seed: int, *, keeps_log: bool) -> None:
    """Make a run as if it had not begun, with years that begin where they did."""
    counted_from = int(state[0]["counted_from"])
    for part in _parts(state, _used(state)):
        part[:] = 0
    _begin(state, seed, keeps_log, counted_from)


def copied(state: np.ndarray, room: int | None = None) -> np.ndarray:
    """The same run in memory of its own, with room for as many clients as asked; what nobody uses is zero in it."""
    other = np.zeros(1, state_type(room or len(state[0]["client"])))
    used = _used(state)
    for found, part in zip(_parts(other, used), _parts(state, used), strict=True):
        found[:] = part
    return other


def grown(state: np.ndarray) -> np.ndarray:
    """The same run with room for eight times as many clients, used in the order of one that had it from the start."""
    return copied(state, len(state[0]["client"]) * c.GROWTH)


def _begin(state: np.ndarray, seed: int, keeps_log: bool, counted_from: int) -> None:
    one = state[0]
    one["seed"], one["keeps_log"], one["counted_from"] = seed, keeps_log, counted_from
    one["free"] = one["free_household"] = -1


def _used(state: np.ndarray) -> dict[str, int]:
    """How many places are or were in use, of what depends on the room."""
    one = state[0]
    numbers = {"client": "top", "household": "household_top", "event": "events", "log": "steps"}
    return {rows: int(one[number]) for rows, number in numbers.items()}


def _parts(state: np.ndarray, used: dict[str, int]) -> Iterator[np.ndarray]:
    """All numbers that mean something, as pieces of the memory of a state: field by field takes ten times as long."""
    flat = state.view("i8")
    fields: Any = state.dtype.fields
    yield flat[: fields["client"][1] // NUMBER]
    for rows, n in used.items():
        first = fields[rows][1] // NUMBER
        yield flat[first : first + n * fields[rows][0].base.itemsize // NUMBER]
    yield flat[fields["lane"][1] // NUMBER :]

"""Where the mark of each client is at which moment: which cell of which field, and the frames of its movement."""

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from schakel.draw.simulated.replay_data import ReplayClient
from schakel.draw.svg import Point, number

HOLD = 0.96  # share of the replay after which the last week stands still for a moment
Stay = tuple[float, float | None, str, str]  # from, until (None: to the end), stage, field
Cells = dict[tuple[int, int], int]  # the number of a cell, per client and stay


@dataclass(frozen=True)
class Frame:
    """A moment as a share 0..1 of the replay, where the mark then is, and whether it can be seen if that changes."""

    at: float
    point: Point
    seen: bool | None = None


def stays(client: ReplayClient) -> list[Stay]:
    """The fields in which a client is, in order; none of no duration."""
    found: list[Stay] = []
    for visit in client.visits:
        until = visit.started if visit.started is not None else visit.ended
        if until is None or until > visit.requested:
            found.append((visit.requested, until, visit.stage, "wait"))
        if visit.started is not None:
            found.append((visit.started, visit.ended, visit.stage, "help"))
    return found


def cells(clients: Sequence[ReplayClient]) -> tuple[Cells, dict[str, int]]:
    """A free cell for each stay, the first that is free; and per stage how many are in one field at once at most."""
    every = sorted(
        ((stay, (place, turn)) for place, client in enumerate(clients) for turn, stay in enumerate(stays(client))),
        key=lambda item: (item[0][0], item[1]),
    )
    free: dict[tuple[str, str], list[int]] = {}
    taken: dict[tuple[str, str], list[tuple[float, int]]] = {}
    given: Cells = {}
    most: dict[str, int] = {}
    for (since, until, stage, kind), key in every:
        field = stage, kind
        idle, busy = free.setdefault(field, []), taken.setdefault(field, [])
        while busy and busy[0][0] <= since:
            heapq.heappush(idle, heapq.heappop(busy)[1])
        cell = heapq.heappop(idle) if idle else len(busy)
        heapq.heappush(busy, (float("inf") if until is None else until, cell))
        given[key] = cell
        most[stage] = max(most.get(stage, 0), cell + 1)
    return given, most


def frames(
    client: ReplayClient,
    weeks: float,
    glide: float,
    point: Callable[[int, Stay], Point],
    ends: tuple[Point, Point],
) -> list[Frame]:
    """The movement of one mark. glide: share of the replay that a step takes; ends: where it comes in and goes out.

    It is seen from its request on; who was there already does not come in. Between two stages it moves as long as the
    handover takes.
    """
    moments = list(stays(client))
    start = _share(client.came, weeks)
    found = [Frame(start, ends[0] if client.came > 0 or not moments else point(0, moments[0]), True)]
    for turn, stay in enumerate(moments):
        since = max(_share(stay[0], weeks), found[-1].at)
        where = point(turn, stay)
        found.append(Frame(min(1.0, since + glide), where))
        until = HOLD if stay[1] is None else _share(stay[1], weeks)
        found.append(Frame(max(until, found[-1].at), where))
    if client.went is not None and client.went <= weeks:
        out = min(1.0, found[-1].at + glide)
        found += [Frame(out, ends[1]), Frame(min(1.0, out + 2 * glide), ends[1], False)]
    return found


def keyframes(name: str, found: Sequence[Frame]) -> str:
    """The frames as CSS. A change of being seen is a jump: the frame just before it says the old state."""
    rows: dict[float, dict[str, str]] = {}
    for at, rule in _rules(found):
        rows.setdefault(at, {}).update(rule)
    body = "".join(
        f"{number(at)}%{{{';'.join(f'{key}:{value}' for key, value in rule.items())}}}"
        for at, rule in sorted(rows.items())
    )
    return f"@keyframes {name}{{{body}}}"


def _rules(found: Sequence[Frame]) -> Iterator[tuple[float, dict[str, str]]]:
    first, last = found[0], found[-1]
    yield 0.0, {"transform": _moved(first.point), "opacity": "0" if first.at > 0 else "1"}
    shown = first.at > 0
    if shown:
        yield max(0.0, round(100 * first.at, 2) - 0.01), {"opacity": "0"}
    is_seen = True
    for frame in found:
        at = round(100 * frame.at, 2)
        rule = {"transform": _moved(frame.point)}
        if frame.seen is not None:
            is_seen = frame.seen
            rule["opacity"] = "1" if frame.seen else "0"
        elif frame is not first and frame is found[-2] and not last.seen and last.seen is not None:
            rule["opacity"] = "1"
        yield at, rule
    yield 100.0, {"transform": _moved(last.point), "opacity": "1" if is_seen else "0"}


def _moved(point: Point) -> str:
    return f"translate({number(round(point[0], 1))}px,{number(round(point[1], 1))}px)"


def _share(week: float, weeks: float) -> float:
    return min(1.0, max(0.0, week / weeks)) * HOLD

"""Routes that at least k residents share: a rarer route is told as far as k share its beginning."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

Route = tuple[str, ...]


@dataclass(frozen=True)
class SharedRoute:
    """A route, or the beginning of several. complete: nothing came after it; else the residents went on, or stopped,
    in ways too rare to tell. residents: distinct, at least k."""

    steps: Route
    complete: bool
    residents: int


def shared_routes(taken: Iterable[tuple[Route, str]], k: int) -> tuple[SharedRoute, ...]:
    """Routes by residents, most taken first, so that every resident is in a group of at least k.

    taken: (route, resident) for each case; a resident may have several. A route of fewer than k residents is cut back
    step by step, together with its equally rare neighbours, until k share the beginning. If fewer than k are left at
    the very start, the smallest group goes along; with fewer than k residents in all nothing is told. ValueError if k
    is less than 1.
    """
    if k < 1:
        raise ValueError(f"k is at least 1, not {k}")
    whole: dict[Route, set[str]] = defaultdict(set)
    for route, resident in taken:
        whole[tuple(route)].add(resident)
    told: dict[tuple[Route, bool], set[str]] = {}
    rest: dict[Route, set[str]] = defaultdict(set)
    for depth in range(max(map(len, whole), default=0), -1, -1):
        for route in [route for route in whole if len(route) == depth]:
            _settle(told, rest, route, whole[route], complete=True, k=k)
        for route in [route for route in rest if len(route) == depth and depth]:
            _settle(told, rest, route, rest.pop(route), complete=False, k=k)
    left = rest.pop((), set())
    while left and len(left) < k and told:
        left |= told.pop(min(told, key=lambda one: (len(told[one]), -len(one[0]), one)))
    if len(left) >= k:
        told[(), False] = left
    groups = [SharedRoute(steps, complete, len(residents)) for (steps, complete), residents in told.items()]
    return tuple(sorted(groups, key=lambda one: (-one.residents, one.steps, one.complete)))


def _settle(
    told: dict[tuple[Route, bool], set[str]],
    rest: dict[Route, set[str]],
    route: Route,
    residents: set[str],
    *,
    complete: bool,
    k: int,
) -> None:
    """Tell a group that is large enough; a small one waits one step back (a complete one first at its own end)."""
    if len(residents) >= k:
        told[route, complete] = residents
    elif complete:
        rest[route] |= residents
    else:
        rest[route[:-1]] |= residents

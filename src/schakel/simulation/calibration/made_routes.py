"""Routes of a model from branches: at most as many as the kernel holds, of shares that add up to one."""

from collections.abc import Sequence
from itertools import groupby

from schakel.simulation.calibration.estimates import Estimates
from schakel.simulation.calibration.observed import NONE
from schakel.simulation.calibration.routing import EVERY_TYPE, Branch
from schakel.simulation.kernel.codes import ROUTES
from schakel.simulation.model.quantity import assumed, fitted
from schakel.simulation.model.route import END, Route


def made_routes(found: Estimates, types: Sequence[str], stages: Sequence[str]) -> tuple[Route, ...]:
    """Of each stage and type the branches that count most; a stage of which nothing is known leads to the end."""
    rows: list[Route] = []
    known = set()
    for (stage, kind), group in groupby(sorted(found.routing, key=_order), key=lambda one: (one.stage, one.type)):
        known.add(stage)
        branches = _kept(list(group))
        total = sum(one.share.value for one in branches)
        of = "" if kind == EVERY_TYPE else types[kind]
        rows += [_route(one, stages, of, total) for one in branches]
    rows += [Route(name, END, assumed(1, 0, 1)) for g, name in enumerate(stages) if g not in known]
    return tuple(rows)


def _order(branch: Branch) -> tuple[int, int, int]:
    return branch.stage, branch.type, branch.to if branch.to != NONE else 1 << 30


def _kept(branches: list[Branch]) -> list[Branch]:
    """The largest, the end always among them."""
    ranked = sorted(branches, key=lambda one: (one.to != NONE, -one.share.value))[:ROUTES]
    return sorted(ranked, key=_order)


def _route(branch: Branch, stages: Sequence[str], of: str, total: float) -> Route:
    value = branch.share.value / total
    low, high = min(branch.share.low, value), max(branch.share.high, value)
    return Route(stages[branch.stage], END if branch.to == NONE else stages[branch.to], fitted(value, low, high), of)

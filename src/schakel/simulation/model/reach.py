"""Where clients can come: from the start of their type, along routes and by escalation."""

from collections.abc import Iterable, Iterator, Mapping

from schakel.chain.problem import Problem
from schakel.simulation.model.client_type import ClientType
from schakel.simulation.model.model import Model
from schakel.simulation.model.municipality import Municipality
from schakel.simulation.model.place import placed, said
from schakel.simulation.model.route import END, Route


def routes_from(model: Model, client_type: str, stage: str) -> tuple[Route, ...]:
    """The rows that count for a type after a stage: its own where it has any, else those of all types.

    The row with is_up, at most one, comes first; it and the shares each have their own and those of all types.
    """
    rows = [row for row in model.routes if row.stage == stage and row.type in ("", client_type)]
    found: list[Route] = []
    for is_up in (True, False):
        of_kind = [row for row in rows if row.is_up == is_up]
        found += [row for row in of_kind if row.type] or of_kind
    return tuple(found)


def reached(model: Model, client_type: ClientType) -> dict[str, tuple[str, ...]]:
    """Every stage that clients of a type can come to, with the stages (or END) that can follow it."""
    escalates = {
        stage.name: stage.escalates_to for stage in model.stages if any(chance.high > 0 for chance in stage.escalates)
    }
    found: dict[str, tuple[str, ...]] = {}
    waiting = [client_type.start]
    while waiting:
        stage = waiting.pop()
        if stage in found or stage == END:
            continue
        rows = routes_from(model, client_type.name, stage)
        has_shares = any(not row.is_up for row in rows)
        found[stage] = tuple(row.to for row in rows if has_shares and (row.is_up or row.share.high > 0))
        waiting += [*found[stage], *([escalates[stage]] if stage in escalates else [])]
    return found


def reach_problems(model: Model, file: str) -> Iterator[Problem]:
    """Stages without a way on, ways that never end, and stages that nobody does for who can come there."""
    told: set[tuple[str, str]] = set()
    for _, place, client_type in placed(model, "type"):
        ways = reached(model, client_type)
        ends = _ending(ways)
        for stage, following in ways.items():
            if not following:
                yield _problem("model_route_none", file, place, stage)
            elif stage not in ends and all(one in ways and ways[one] for one in _after(ways, stage)):
                yield _problem("model_route_endless", file, place, stage)
        for municipality in _where(model, client_type):
            for stage in ways:
                if (stage, municipality.name) not in told and not _is_done(model, stage, municipality.name):
                    told.add((stage, municipality.name))
                    yield _problem("model_stage_undone", file, place, stage, municipality.name)


def _ending(ways: Mapping[str, Iterable[str]]) -> set[str]:
    """Stages from which the end can be reached."""
    ends: set[str] = {END}
    grown = True
    while grown:
        more = {stage for stage, following in ways.items() if stage not in ends and ends.intersection(following)}
        ends |= more
        grown = bool(more)
    return ends


def _after(ways: Mapping[str, Iterable[str]], stage: str) -> set[str]:
    """All stages that can follow, at any distance."""
    found: set[str] = set()
    waiting = list(ways[stage])
    while waiting:
        one = waiting.pop()
        if one not in found and one != END:
            found.add(one)
            waiting += ways.get(one, ())
    return found


def _where(model: Model, client_type: ClientType) -> Iterator[Municipality]:
    """Municipalities where such clients can be: by themselves, or as a further question of a household."""
    is_companion = any(client_type.name in other.companions for other in model.types)
    for municipality in model.municipalities:
        factor = client_type.factors.get(municipality.name)
        none_here = client_type.per_1000.high == 0 or (factor is not None and factor.high == 0)
        if is_companion or not none_here:
            yield municipality


def _is_done(model: Model, stage: str, municipality: str) -> bool:
    return any(
        stage in partner.stages and (not partner.municipalities or municipality in partner.municipalities)
        for partner in model.partners
    )


def _problem(code: str, file: str, place: str, stage: str, municipality: str = "") -> Problem:
    return Problem(code, file, column=said(stage), value=said(municipality), more=(("place", place),))

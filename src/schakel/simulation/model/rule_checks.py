"""Rules between fields of one row, and shares that add up."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from schakel.chain.problem import Problem
from schakel.simulation.model.model import Model
from schakel.simulation.model.place import placed, said
from schakel.simulation.model.quantity import Quantity
from schakel.simulation.model.stage import Stage

TOLERANCE = 1e-6


def rule_problems(model: Model, file: str) -> Iterator[Problem]:
    """Fields that do not go together."""
    for _, place, row in placed(model, "stage"):
        yield from _stage(file, place, row)
    for _, place, row in placed(model, "route"):
        if row.is_up and row.share.high > 0:
            yield _problem("model_up_share", file, place, "share", row.share.value)
    for _, place, row in placed(model, "solidarity"):
        if row.deductible.value > row.ceiling.value:
            yield _problem("model_ceiling", file, place, "ceiling", row.ceiling.value, f">= {row.deductible.value:g}")
    for _, place, row in placed(model, "partner"):
        for stage in (one for one in row.helps if one not in row.stages):
            yield _problem("model_helps_pair", file, place, "helps", stage, _listed(row.stages))
    yield from _contracts(model, file)


def share_problems(model: Model, file: str) -> Iterator[Problem]:
    """Shares that do not add up to 1, of severity, of households, and of routes per stage and type."""
    for _, place, row in placed(model, "type"):
        for field in ("severity", "households"):
            yield from _not_one(file, place, field, getattr(row, field))
    shares: dict[tuple[str, str], list[Quantity]] = {}
    for _, _, row in placed(model, "route"):
        if not row.is_up:
            shares.setdefault((row.stage, row.type), []).append(row.share)
    for (stage, of), found in shares.items():
        yield from _not_one(file, f"route ({said(stage)}{', ' + said(of) if of else ''})", "share", found)


def _stage(file: str, place: str, stage: Stage) -> Iterator[Problem]:
    if stage.work == "slotted":
        for field, number in (("every", stage.every), ("places", stage.places)):
            if number.low <= 0:
                yield _problem("model_bounds", file, place, field, number.low, "> 0")
        if not stage.at or any(a >= b for a, b in pairwise(stage.at)) or stage.at[-1] > stage.every.value:
            yield _problem("model_moments", file, place, "at", ", ".join(f"{moment:g}" for moment in stage.at) or "[]")
    if stage.distribution == "table" and (len(stage.table) < 2 or any(a > b for a, b in pairwise(stage.table))):
        yield _problem("model_table_points", file, place, "table", len(stage.table))
    if any(number.high > 0 for number in stage.escalates) and not stage.escalates_to:
        yield _problem("model_escalates", file, place, "escalates", max(number.high for number in stage.escalates))


def _contracts(model: Model, file: str) -> Iterator[Problem]:
    partners = {partner.name: partner for partner in model.partners}
    for _, place, row in placed(model, "contract"):
        partner = partners.get(row.partner)
        if partner is None:
            continue
        if row.stage and row.stage not in partner.stages:
            yield _problem("model_contract_pair", file, place, "stage", row.stage, _listed(partner.stages))
        elif row.municipality and partner.municipalities and row.municipality not in partner.municipalities:
            allowed = _listed(partner.municipalities)
            yield _problem("model_contract_pair", file, place, "municipality", row.municipality, allowed)


def _not_one(file: str, place: str, field: str, shares: Iterable[Quantity]) -> Iterator[Problem]:
    total = sum(share.value for share in shares)
    if abs(total - 1) > TOLERANCE:
        yield _problem("model_shares", file, place, field, f"{total:.6g}")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(said, names)) or "-"


def _problem(code: str, file: str, place: str, column: str, value: object, allowed: str = "") -> Problem:
    value = f"{value:g}" if isinstance(value, float) else value
    return Problem(code, file, column=column, value=said(value), allowed=allowed, more=(("place", place),))

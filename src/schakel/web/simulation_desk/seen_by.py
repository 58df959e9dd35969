"""Which results a hat sees: who makes them for the network all, others what was shared with them."""

from django.core.exceptions import PermissionDenied

from schakel.web.access.models import Hat
from schakel.web.access.policy import may
from schakel.web.access.reach import reach
from schakel.web.access.request import NetworkRequest
from schakel.web.access.role import GOVERNING
from schakel.web.sharing_desk.clock import today
from schakel.web.sharing_desk.visible import Reader, sees
from schakel.web.simulation_desk.models import Result, Shared

# What is said of the chain as a whole; other sections show partners one by one.
CHAIN_LEVEL = ("rights-section", "comparison-section", "limits")


def runs(hat: Hat) -> bool:
    """Whether it makes models, scenarios and results: only at the organisation that analyses for the network."""
    return may(hat, "run_simulation") and reach(hat).at_home


def require_runner(request: NetworkRequest) -> None:
    """403 for whoever does not."""
    if not runs(request.hat):
        raise PermissionDenied("run_simulation")


def shares(hat: Hat) -> bool:
    """Whether it may share results, and take that back."""
    return runs(hat) and may(hat, "publish")


def reader_of(hat: Hat) -> Reader:
    """The hat as the rule on visibility sees it."""
    return Reader(hat.organisation.name, hat.role, may(hat, "enter_simulation"))  # type: ignore[arg-type]  # a Role


def seen_results(hat: Hat) -> list[Result]:
    """The results that it may open, newest first."""
    rows = Result.objects.filter(network=hat.network).prefetch_related("shares__by__organisation")
    return [one for one in rows if sees_result(hat, one)]


def sees_result(hat: Hat, result: Result) -> bool:
    """Whether it may open this one today."""
    if result.network_id != hat.network_id:
        return False
    return runs(hat) or any(sees(one.terms, reader_of(hat), today()) for one in result.shares.all())


def standing(result: Result) -> Shared | None:
    """The share that holds now."""
    return next((one for one in result.shares.all() if one.withdrawn_at is None), None)


def sections_for(role: str, sections: list[dict[str, str]]) -> list[dict[str, str]]:
    """The sections for a role: governing roles read about the chain, never about one partner.

    `limits` is the card of the model without its numbers, for who does not get the whole card.
    """
    if role in GOVERNING:
        return [one for one in sections if one["id"] in CHAIN_LEVEL]
    return [one for one in sections if one["id"] != "limits"]

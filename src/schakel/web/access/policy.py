"""Policies: which roles may open which address. Each view names one; what is not named is refused.

The list is one table on purpose: the whole of who may do what is read here, and the matrix test walks it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse

from schakel.web.access.role import ANALYSING, EVERY_ROLE, GOVERNING, Role

if TYPE_CHECKING:
    from schakel.web.access.models import Hat

SAFE = ("GET", "HEAD", "OPTIONS")
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Policy:
    """Who may. everyone: also without signing in; signed_in: any person, also without a hat; first_step: also while
    the second step of signing in still has to come; else these roles."""

    roles: frozenset[Role] = frozenset()
    everyone: bool = False
    signed_in: bool = False
    first_step: bool = False


_ADMIN: frozenset[Role] = frozenset({"administrator"})
_PARTNER: frozenset[Role] = frozenset({"manager", "professional"})
_ALL_BUT_ADMIN: frozenset[Role] = EVERY_ROLE - _ADMIN

POLICIES: dict[str, Policy] = {
    "everyone": Policy(everyone=True),
    "by_token": Policy(everyone=True),  # a token says which hat asks; the API applies that hat's policies itself
    "first_step": Policy(signed_in=True, first_step=True),
    "signed_in": Policy(signed_in=True),
    "enter_network": Policy(EVERY_ROLE),
    "own_tokens": Policy(_ALL_BUT_ADMIN),
    "see_jobs": Policy(EVERY_ROLE),
    "manage_people": Policy(_ADMIN),
    # rooms
    "enter_data": Policy(ANALYSING | {"manager", "privacy"}),
    "load_data": Policy(frozenset({"analyst"})),
    "enter_insight": Policy(_ALL_BUT_ADMIN),
    # whoever is not of the organisation that analyses sees what its own side delivered and was granted, nothing else
    "filter_insight": Policy(ANALYSING | {"manager"}),
    "enter_orchestration": Policy(_ALL_BUT_ADMIN),
    "direct": Policy(frozenset({"director"})),
    "edit_network": Policy(ANALYSING),
    "edit_own_card": Policy(ANALYSING | {"manager"}),
    "read_network_file": Policy(ANALYSING | {"manager", "privacy"}),  # it holds how people are reached
    "enter_simulation": Policy(ANALYSING | {"manager", "facilitator", "alderman", "council"}),
    "run_simulation": Policy(ANALYSING | {"facilitator"}),
    "enter_sharing": Policy(EVERY_ROLE),
    "publish": Policy(frozenset({"analyst", "director"})),
    "reply": Policy(frozenset({"manager"})),
    "decide": Policy(frozenset({"manager", "director"})),
    "own_page": Policy(_PARTNER),
    "assess_privacy": Policy(frozenset({"privacy"})),
    "withdraw_source": Policy(frozenset({"privacy", "manager"})),
    "read_grants": Policy(ANALYSING | {"manager", "professional", "privacy"}),
    "propose_grant": Policy(frozenset({"director", "manager", "privacy"})),
    "sign_grant": Policy(frozenset({"director", "manager", "privacy"})),
    "retain": Policy(frozenset({"privacy"})),
    "read_processing": Policy(frozenset({"privacy"})),
    "make_report": Policy(ANALYSING),
    "see_released": Policy(ANALYSING | {"privacy", "manager"}),
    "see_bounds": Policy(frozenset({"privacy"})),  # and of the organisation that analyses; each look is recorded
    "read_record": Policy(frozenset({"privacy", "administrator", "director"})),
    "council_page": Policy(GOVERNING | ANALYSING),
}


def allow(name: str, *methods: str) -> Callable[[View], View]:
    """Name the policy of a view (KeyError if there is none) and its methods, GET by default.

    What changes something runs in one transaction, so that an act and its line in the record stand or fall together.
    """
    policy = POLICIES[name]
    allowed = methods or ("GET",)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in (*allowed, "HEAD", "OPTIONS"):
                from schakel.web.refused import not_allowed  # its page knows the policies

                return not_allowed(request, allowed)
            if request.method in SAFE:
                return view(request, *args, **kwargs)
            with transaction.atomic():
                return view(request, *args, **kwargs)

        guarded.policy = policy  # type: ignore[attr-defined]
        guarded.policy_name = name  # type: ignore[attr-defined]
        guarded.methods = allowed  # type: ignore[attr-defined]
        return guarded

    return decorate


def may(hat: "Hat | None", name: str) -> bool:
    """Whether this hat may do what the policy is about; False for a policy that does not exist (yet)."""
    policy = POLICIES.get(name)
    if policy is None:
        return False
    return policy.everyone or policy.signed_in or (hat is not None and hat.role in policy.roles)


def require(hat: "Hat | None", name: str) -> None:
    """PermissionDenied (403) unless the hat may; for a decision inside a view."""
    if not may(hat, name):
        raise PermissionDenied(name)

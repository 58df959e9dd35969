"""What partners decide on record: the values in force, what waits, and how every decision came about."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from schakel.insight.definitions import Definition
from schakel.texts import has, say, shown
from schakel.web.access.models import Network
from schakel.web.access.policy import allow, may
from schakel.web.access.request import NetworkRequest
from schakel.web.sharing_desk.agreed import (
    DEFINITION,
    Standing,
    decide,
    definitions_of,
    in_force,
    propose,
    rules,
    speak,
    standing,
    subjects,
)
from schakel.web.sharing_desk.delivering import delivering, with_manager
from schakel.web.sharing_desk.models import Proposal
from schakel.web.sharing_desk.waiting import subject_text


@dataclass(frozen=True)
class Told:
    """A proposal in words, with where it stands. silent: who has not spoken; absent: who has nobody here to do so."""

    row: Proposal
    subject: str
    value: str
    before: str
    standing: Standing
    silent: str
    absent: str


@allow("enter_sharing")
def decisions(request: NetworkRequest, network: str) -> HttpResponse:
    """In force, waiting, and history."""
    rows = list(
        Proposal.objects.filter(network=request.network).select_related("asked_by__person", "settled_by__person")
    )
    told = [_told(row, request) for row in rows]
    parties = delivering(request.network)
    context = {
        "force": values_in_force(request.network, request.lang),
        "definitions": definition_values(request.network, request.lang),
        "rules": rules(rows),
        "open": [one for one in told if not one.row.settled],
        "history": [one for one in told if one.row.settled],
        "parties": parties,
        "may_propose": may(request.hat, "publish") and request.hat.organisation.analyses,
        "may_speak": request.hat.role == "manager" and request.hat.organisation in parties,
        "may_decide": request.hat.role == "director" and request.hat.organisation.analyses,
    }
    return render(request, "sharing_desk/decisions.html", context)


@allow("publish", "GET", "POST")
def new_decision(request: NetworkRequest, network: str) -> HttpResponse:
    """Put something to the partners."""
    if not request.hat.organisation.analyses:
        raise PermissionDenied
    if request.method == "POST":
        fields = [request.POST.get(name, "") for name in ("subject", "value", "why")]
        made = propose(request.hat, *fields)
        return redirect(f"{_address(request)}#decision-{made.pk}")
    options = [
        (subject, subject_text(subject, request.lang), value_text(subject, in_force(request.network, subject), request))
        for subject in subjects()
    ]
    return render(request, "sharing_desk/new_decision.html", {"options": options})


@allow("decide", "POST")
def voice(request: NetworkRequest, network: str, number: int) -> HttpResponse:
    """A delivering organisation agrees or objects."""
    found = get_object_or_404(Proposal, network=request.network, pk=number)
    speak(found, request.hat, request.POST.get("agrees") == "yes", request.POST.get("reason", ""))
    return redirect(f"{_address(request)}#decision-{found.pk}")


@allow("decide", "POST")
def settle(request: NetworkRequest, network: str, number: int) -> HttpResponse:
    """The director decides, with reasons."""
    found = get_object_or_404(Proposal, network=request.network, pk=number)
    decide(found, request.hat, request.POST.get("holds") == "yes", request.POST.get("reasons", ""))
    return redirect(f"{_address(request)}#decision-{found.pk}")


def values_in_force(network: Network, lang: str) -> list[tuple[str, str]]:
    """Threshold and days to reply: their words and their values."""
    names = ("threshold", "reply_days")
    return [(subject_text(name, lang), _shown(name, in_force(network, name), "", lang)) for name in names]


def definition_values(network: Network, lang: str) -> list[tuple[str, str, str]]:
    """Per definition: its words, its value and its version."""
    return [
        (subject_text(DEFINITION + one.name, lang), _of_definition(one, lang), one.version)
        for one in definitions_of(network)
    ]


def value_text(subject: str, value: object, request: NetworkRequest) -> str:
    """A value of a subject as the reader writes it; "" for a rule that is not there yet."""
    if value is None:
        return ""
    unit = {DEFINITION + one.name: one.unit for one in definitions_of(request.network)}.get(subject, "")
    return _shown(subject, value, unit, request.lang)


def _told(row: Proposal, request: NetworkRequest) -> Told:
    found, present = standing(row), with_manager(request.network)
    silent, absent = (
        ", ".join(one.name for one in found.silent if (one.pk in present) == here) for here in (True, False)
    )
    value, before = (value_text(row.subject, one, request) for one in (row.value, row.before))
    return Told(row, subject_text(row.subject, request.lang), value, before, found, silent, absent)


def _of_definition(one: Definition, lang: str) -> str:
    value = list(one.value) if isinstance(one.value, tuple) else one.value
    return _shown(DEFINITION + one.name, value, one.unit, lang)


def _shown(subject: str, value: object, unit: str, lang: str) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, str):
        return value
    if unit in ("days", "weeks", "share"):
        return shown(value, unit, lang)
    key = f"report.definitions.{unit}" if unit else f"sharing_desk.value.{subject}"
    return say(key, lang, n=value) if has(key) else shown(value, "number", lang)


def _address(request: NetworkRequest) -> str:
    return reverse("sharing_decisions", args=[request.network.slug])

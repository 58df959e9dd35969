"""The administrator's page of people: organisations, who wears which hat, giving and withdrawing them."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from schakel.texts import say
from schakel.web.access.forms import GiveHatForm, NameForm, OrganisationForm
from schakel.web.access.hats import Terms, give_hat, withdraw_hats
from schakel.web.access.models import Hat, Invitation, Network, Organisation, Person
from schakel.web.access.policy import allow
from schakel.web.access.request import NetworkRequest
from schakel.web.record.append import note
from schakel.web.version import VERSION, keep_version, version_of


@allow("manage_people")
def people(request: NetworkRequest, network: str) -> HttpResponse:
    """Everybody with a hat here, the organisations, and the invitations that are open."""
    here = request.network
    hats = Hat.objects.worn_now().filter(network=here).select_related("person", "organisation", "toward")
    by_person: dict[Person, list[Hat]] = {}
    for hat in hats.order_by("person__name", "pk"):
        by_person.setdefault(hat.person, []).append(hat)
    gone = Person.objects.filter(hats__network=here).exclude(pk__in=[person.pk for person in by_person])
    context = {
        "people": by_person.items(),
        "gone": gone.distinct().order_by("name"),
        "organisations": here.organisations.order_by("name"),
        "invitations": [one for one in _invitations(here) if one.state in ("open", "expired")],
        "form": OrganisationForm(network=here, lang=request.lang),
    }
    return render(request, "access/people.html", context)


@allow("manage_people", "GET", "POST")
def organisation_add(request: NetworkRequest, network: str) -> HttpResponse:
    """One more organisation."""
    form = OrganisationForm(request.POST or None, network=request.network, lang=request.lang)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["organisation_name"]
        made = Organisation.objects.create(network=request.network, name=name)
        note(request, "organisation_added", f"organisation:{made.pk}", name=name)
        return redirect("people", network=network)
    return render(request, "access/one_form.html", {"form": form, "page": "organisation_add"})


@allow("manage_people", "GET", "POST")
def organisation(request: NetworkRequest, network: str, organisation: int) -> HttpResponse:
    """Another name for an organisation; 409 if somebody else has just given it one."""
    found = get_object_or_404(request.network.organisations, pk=organisation)
    told = {"organisation_name": found.name}
    form = OrganisationForm(
        request.POST or None, initial=_as_now(told), network=request.network, besides=found.pk, lang=request.lang
    )
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["organisation_name"]
        keep_version(request, told, label=_label(request.lang))
        note(request, "organisation_renamed", f"organisation:{found.pk}", old=found.name, new=name)
        found.name = name
        found.save(update_fields=["name"])
        return redirect("people", network=network)
    return render(request, "access/one_form.html", {"form": form, "page": "organisation", "name": found.name})


@allow("manage_people", "GET", "POST")
def person(request: NetworkRequest, network: str, person: int) -> HttpResponse:
    """Somebody's hats here, also those that are over; a POST gives one more."""
    found = _person(request, person)
    form = GiveHatForm(request.POST or None, network=request.network, lang=request.lang)
    if request.method == "POST" and form.is_valid():
        hat = give_hat(found, Terms(**form.cleaned_data))
        until = hat.until.isoformat() if hat.until else None
        note(request, "hat_given", f"person:{found.pk}", given=hat.pk, role=hat.role, until=until)
        messages.success(request, say("access.said.hat_given", request.lang, name=found.name))
        return redirect("person", network=network, person=found.pk)
    hats = found.hats.filter(network=request.network).select_related("organisation", "toward").order_by("pk")
    now = set(Hat.objects.worn_now().filter(pk__in=hats).values_list("pk", flat=True))
    context = {
        "person": found,
        "now": [hat for hat in hats if hat.pk in now],
        "before": [hat for hat in hats if hat.pk not in now],
        "form": form,
        "name_form": NameForm(initial=_as_now({"name": found.name}), lang=request.lang, auto_id="name_%s"),
    }
    return render(request, "access/person.html", context)


@allow("manage_people", "POST")
def person_rename(request: NetworkRequest, network: str, person: int) -> HttpResponse:
    """Another name for somebody; 409 if it was just changed."""
    found = _person(request, person)
    form = NameForm(request.POST, lang=request.lang)
    if form.is_valid():
        keep_version(
            request, {"name": found.name}, label=_label(request.lang), back=reverse("person", args=[network, found.pk])
        )
        found.name = form.cleaned_data["name"]
        found.save(update_fields=["name"])
        note(request, "person_renamed", f"person:{found.pk}")
    return redirect("person", network=network, person=found.pk)


@allow("manage_people", "POST")
def hat_withdraw(request: NetworkRequest, network: str, hat: int) -> HttpResponse:
    """End a hat: at the next request its rights are gone."""
    found = get_object_or_404(Hat.objects.select_related("person"), network=request.network, pk=hat)
    withdraw_hats(request.network, [found])
    note(request, "hat_withdrawn", f"person:{found.person_id}", withdrawn=found.pk, role=found.role)
    messages.success(request, say("access.said.hat_withdrawn", request.lang, name=found.person.name))
    return redirect("person", network=network, person=found.person_id)


@allow("manage_people", "POST")
def person_out(request: NetworkRequest, network: str, person: int) -> HttpResponse:
    """End all hats here; who has none elsewhere cannot sign in any more. What is elsewhere does not show."""
    found = _person(request, person)
    withdraw_hats(request.network, list(found.hats.filter(network=request.network)))
    if not found.hats_now().exists():
        found.is_active = False
        found.save(update_fields=["is_active"])
        found.end_sessions()
    note(request, "person_out", f"person:{found.pk}")
    messages.success(request, say("access.said.person_out", request.lang, name=found.name))
    return redirect("people", network=network)


@allow("manage_people", "POST")
def person_in(request: NetworkRequest, network: str, person: int) -> HttpResponse:
    """Let somebody sign in again, without any hat yet."""
    found = _person(request, person)
    found.is_active = True
    found.save(update_fields=["is_active"])
    note(request, "person_in", f"person:{found.pk}")
    return redirect("person", network=network, person=found.pk)


def _person(request: NetworkRequest, pk: int) -> Person:
    """Somebody who has or had a hat in this network; 404 for anybody else."""
    return get_object_or_404(Person.objects.filter(hats__network=request.network).distinct(), pk=pk)


def _invitations(network: Network) -> list[Invitation]:
    found = network.invitations.filter(accepted_at=None, withdrawn_at=None)
    return list(found.select_related("organisation").order_by("-pk")[:100])


def _as_now(told: dict[str, str]) -> dict[str, str]:
    """What a form begins with: the values, and their version."""
    return {**told, VERSION: version_of(told)}


def _label(lang: str) -> Callable[[str], str]:
    return lambda field: say(f"access.field.{field}", lang)

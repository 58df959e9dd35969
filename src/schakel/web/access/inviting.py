"""Inviting somebody, and accepting an invitation."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from schakel.web.access.entering import enter
from schakel.web.access.forms import AcceptForm, InviteForm
from schakel.web.access.hats import Terms, accept, invite, token_hash
from schakel.web.access.middleware import dress
from schakel.web.access.models import INVITATION_DAYS, Invitation, Person
from schakel.web.access.oidc_provider import configured, local_accounts
from schakel.web.access.policy import allow
from schakel.web.access.request import NetworkRequest, Request
from schakel.web.access.wardrobe import HAT_KEY
from schakel.web.record.append import note


@allow("manage_people", "GET", "POST")
def invitation_make(request: NetworkRequest, network: str) -> HttpResponse:
    """Invite somebody; the address is shown once, to be sent by the inviter's own mail."""
    form = InviteForm(request.POST or None, network=request.network, lang=request.lang)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        made, token = invite(told.pop("email"), told.pop("name"), Terms(**told), request.user)
        note(request, "invited", f"invitation:{made.pk}", role=made.role, organisation=made.organisation_id)
        address = request.build_absolute_uri(reverse("invitation", args=[token]))
        context = {"invitation": made, "address": address, "days": INVITATION_DAYS}
        return render(request, "access/invited.html", context)
    return render(request, "access/one_form.html", {"form": form, "page": "invite"})


@allow("manage_people", "POST")
def invitation_withdraw(request: NetworkRequest, network: str, invitation: int) -> HttpResponse:
    """The address that was sent opens nothing any more."""
    found = get_object_or_404(request.network.invitations, pk=invitation, accepted_at=None)
    found.withdrawn_at = found.withdrawn_at or timezone.now()
    found.save(update_fields=["withdrawn_at"])
    note(request, "invitation_withdrawn", f"invitation:{found.pk}")
    return redirect("people", network=network)


@allow("everyone", "GET", "POST")
def invitation(request: Request, token: str) -> HttpResponse:
    """Accept an invitation: as who is signed in, or as somebody new with a name and a password."""
    found = Invitation.objects.filter(token_hash=token_hash(token)).select_related("network", "organisation").first()
    if found is None or found.state != "open":
        state = found.state if found else "unknown"
        return render(request, "access/invitation_over.html", {"state": state}, status=410 if found else 404)
    if isinstance(request.user, Person):
        return _as_person(request, request.user, found)
    return _as_new(request, found)


def _as_person(request: Request, person: Person, found: Invitation) -> HttpResponse:
    mine = person.email == found.email and not request.wardrobe.needs_code
    if request.method == "POST" and mine:
        return _accepted(request, found, person)
    status = 403 if request.method == "POST" else 200
    return render(request, "access/invitation.html", {"invitation": found, "mine": mine}, status=status)


def _as_new(request: Request, found: Invitation) -> HttpResponse:
    """Only who is not here yet sets a password: an invitation never opens an account that exists."""
    new = Person(email=found.email, name=request.POST.get("name", ""))
    form = AcceptForm(request.POST or None, initial={"name": found.name}, person=new, lang=request.lang)
    if request.method == "POST" and local_accounts() and form.is_valid():
        if Person.objects.filter(email=found.email).exists():
            form.wrong("name", "is_here")
        else:
            given = form.cleaned_data
            person = Person.objects.create_user(found.email, given["new_password"], name=given["name"])
            person.language = request.lang
            person.save(update_fields=["language"])
            enter(request, person, "password")
            return _accepted(request, found, person)
    context = {"invitation": found, "form": form if local_accounts() else None, "oidc": configured()}
    return render(request, "access/invitation.html", context)


def _accepted(request: Request, found: Invitation, person: Person) -> HttpResponse:
    hat = accept(found, person)
    if hat is None:
        return render(request, "access/invitation_over.html", {"state": "used"}, status=410)
    request.session[HAT_KEY] = hat.pk
    dress(request)
    note(request, "invitation_accepted", f"invitation:{found.pk}", accepted=hat.pk)
    return redirect("start")

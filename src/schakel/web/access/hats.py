"""Giving and withdrawing hats, and invitations: a hat that waits for somebody."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from schakel.chain.problem import Problem, Refusal
from schakel.web.access.models import Hat, Invitation, Network, Organisation, Person


@dataclass(frozen=True)
class Terms:
    """What a hat is for. toward: one counterpart, or None for all of them. until: None for as long as it lasts."""

    organisation: Organisation
    role: str
    capacity: str = "partner"
    toward: Organisation | None = None
    until: datetime | None = None


def give_hat(person: Person, terms: Terms) -> Hat:
    """A hat for this person from now on; one that was withdrawn or is over begins anew."""
    hat, _ = Hat.objects.update_or_create(
        person=person,
        organisation=terms.organisation,
        role=terms.role,
        toward=terms.toward,
        defaults={
            "network": terms.organisation.network,
            "capacity": terms.capacity,
            "since": timezone.now(),
            "until": terms.until,
            "withdrawn_at": None,
        },
    )
    return hat


def withdraw_hats(network: Network, hats: list[Hat]) -> None:
    """From now on nobody wears these hats of the network. Refusal if no administrator would be left."""
    left = Hat.objects.worn_now().filter(network=network, role="administrator").exclude(pk__in=[h.pk for h in hats])
    if any(hat.role == "administrator" for hat in hats) and not left.exists():
        raise Refusal((Problem("workbench_last_administrator"),))
    Hat.objects.filter(pk__in=[hat.pk for hat in hats], withdrawn_at=None).update(withdrawn_at=timezone.now())


def invite(email: str, name: str, terms: Terms, made_by: Person | None = None) -> tuple[Invitation, str]:
    """An invitation and its token, which is kept nowhere. An open one for the same hat and address ends."""
    network = terms.organisation.network
    same = Invitation.objects.filter(network=network, email=email.lower(), role=terms.role, accepted_at=None)
    same.filter(organisation=terms.organisation, withdrawn_at=None).update(withdrawn_at=timezone.now())
    token = secrets.token_urlsafe(32)
    made = Invitation.objects.create(
        network=network,
        organisation=terms.organisation,
        role=terms.role,
        capacity=terms.capacity,
        toward=terms.toward,
        email=email.lower(),
        name=name,
        token_hash=token_hash(token),
        made_by=made_by,
    )
    return made, token


def token_hash(token: str) -> str:
    """What is kept of a token: it is long and random, so one round is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def accept(invitation: Invitation, person: Person) -> Hat | None:
    """The hat, once; None if the invitation is no longer open, also when two people accept at the same moment."""
    now = timezone.now()
    still = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None, expires_at__gt=now)
    if still.update(accepted_at=now) != 1:
        return None
    terms = Terms(invitation.organisation, invitation.role, invitation.capacity, invitation.toward)
    return give_hat(person, terms)


def open_invitations(email: str) -> list[Invitation]:
    """What waits for somebody with this address, in every network."""
    found = Invitation.objects.filter(email=email.lower(), accepted_at=None, withdrawn_at=None)
    return list(found.filter(expires_at__gt=timezone.now()).select_related("organisation", "toward"))

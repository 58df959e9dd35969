"""Agreements to share for the demo: the region delivers, a care provider looks at its own chain, and one waits."""

from datetime import timedelta

from django.db import transaction

from schakel.texts import say
from schakel.web.access.models import Hat, Network, Organisation, Person
from schakel.web.sharing_desk.clock import at, now, today
from schakel.web.sharing_desk.granting import Terms, propose, sign
from schakel.web.sharing_desk.sights import delivered_by

DELIVERER = ("Els Hoekstra", "els@lindewaard.example")
AGO = timedelta(days=30)
WHOLE = frozenset({"partner", "to_partner", "started", "ended", "requested"})
TIMES = frozenset({"started", "ended"})


def fill_grants(network: Network) -> None:
    """Somebody who speaks for the region; one agreement that holds and one that waits for its other side.

    Nothing when nobody delivers, or when no partner has a manager.
    """
    by = delivered_by(network)
    receiver = Hat.objects.filter(network=network, role="manager").order_by("pk").first()
    if not by or receiver is None:
        return
    source, name = sorted(by.items())[0]
    organisation, _ = Organisation.objects.get_or_create(network=network, name=name)
    person = Person.objects.create_user(DELIVERER[1], name=DELIVERER[0])
    giver = Hat.objects.create(person=person, network=network, organisation=organisation, role="manager")
    with at(now() - AGO), transaction.atomic():
        sign(receiver, propose(giver, _terms(source, receiver, "first", WHOLE)))
    with transaction.atomic():
        propose(giver, _terms(source, receiver, "second", TIMES))


def _terms(source: str, receiver: Hat, key: str, fields: frozenset[str]) -> Terms:
    purpose = say(f"sharing_desk.demo.purpose_{key}", "nl")
    return Terms(source, receiver.organisation, purpose, fields, today(), today() + timedelta(days=365))

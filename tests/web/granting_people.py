"""A network of which three partners each deliver a source, and somebody who speaks for each of them."""

from datetime import timedelta

from django.db import transaction
from django.test import Client

from schakel.data.snapshot import open_snapshot
from schakel.web.access.models import Hat, Network, Organisation, Person
from schakel.web.sharing_desk.clock import today
from schakel.web.sharing_desk.grant_models import GrantVersion
from schakel.web.sharing_desk.granting import Terms, propose, sign
from schakel.web.workspace import current_workspace
from web.granted_log import EVERY_FIELD, Row, lay

LEAST = 5  # residents behind a figure


def see(network: Network, name: str, rows: list[Row]) -> None:
    """Lay a log of these rows, once, and let the network see it."""
    folder = current_workspace().network(network.slug) / "logs" / name
    if not folder.is_dir():
        lay(folder, rows)
    network.threshold, network.log, network.snapshot = LEAST, name, open_snapshot(folder).id
    network.save()


def manager_of(network: Network, name: str) -> Hat:
    """Who decides for this organisation; made when nobody does yet."""
    found = Hat.objects.filter(network=network, organisation__name=name, role="manager").first()
    if found:
        return found
    organisation, _ = Organisation.objects.get_or_create(network=network, name=name)
    person = Person.objects.create_user(f"m{organisation.pk}@partner.example", name=f"Manager {organisation.pk}")
    return Hat.objects.create(person=person, network=network, organisation=organisation, role="manager")


def client_of(hat: Hat) -> Client:
    """A client in which this hat is on."""
    client = Client()
    client.force_login(hat.person)
    session = client.session
    session["hat"] = hat.pk
    session.save()
    return client


def agreed(
    giver: Hat,
    receiver: Hat,
    source: str,
    *,
    purpose: str = "wachttijd",
    fields: frozenset[str] = EVERY_FIELD,
    days: tuple[int, int] = (0, 30),
) -> GrantVersion:
    """An agreement that both sides signed. days: of its first and last day, from today."""
    since, until = (today() + timedelta(n) for n in days)
    with transaction.atomic():
        made = propose(giver, Terms(source, receiver.organisation, purpose, fields, since, until))
        sign(receiver, made)
    return made

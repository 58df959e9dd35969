"""A workspace of its own for each test process, with the people of the demo and a second network beside it."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(tempfile.mkdtemp(prefix="schakel-web-")) / "workspace"
os.environ["SCHAKEL_WORKSPACE"] = str(ROOT)
os.environ["DJANGO_SETTINGS_MODULE"] = "schakel.web.settings"

from schakel.web.workspace import new_workspace  # noqa: E402 -- the settings read the environment

new_workspace(ROOT, name="Test", demo=True)

import django  # noqa: E402

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from schakel.web.access.models import Hat, Network, Organisation, Person  # noqa: E402
from schakel.web.access.role import ROLES, Role  # noqa: E402
from schakel.web.lindewaard import ANALYSING, fill_network  # noqa: E402

if connection.vendor == "sqlite":  # a file, which the worker processes of some tests open too
    connection.settings_dict["TEST"]["NAME"] = str(ROOT.parent / "test.sqlite3")
PARTNERS = ("Jeugdhulp Oeverlinde", "Wijkteam Lindehage", "Crisisopvang Lindewacht")
As = Callable[[Role], Client]


@pytest.fixture
def network(db: None) -> Network:
    """Lindewaard with its partners and people, without data."""
    return fill_network(PARTNERS)


@pytest.fixture
def other_network(db: None) -> Network:
    """A second network, whose existence nobody in the first one may notice."""
    other = Network.objects.create(slug="elders", name="Elders")
    organisation = Organisation.objects.create(network=other, name="Gemeente Elders", analyses=True)
    for role in ROLES:
        person = Person.objects.create_user(f"{role}@elders.example", name=f"Elders {role}")
        Hat.objects.create(person=person, network=other, organisation=organisation, role=role)
    return other


@pytest.fixture
def signed_in(network: Network) -> As:
    """A client in which somebody is signed in who wears a hat of this role."""

    def client_as(role: Role) -> Client:
        hat = Hat.objects.filter(network=network, role=role).order_by("pk").first()
        if hat is None:
            organisation = Organisation.objects.get(network=network, name=ANALYSING)
            person = Person.objects.create_user(f"{role}@extra.example", name=role)
            hat = Hat.objects.create(person=person, network=network, organisation=organisation, role=role)
        client = Client(raise_request_exception=True)
        client.force_login(hat.person)
        session = client.session
        session["hat"] = hat.pk
        session.save()
        return client

    return client_as


@pytest.fixture(scope="session", autouse=True)
def _workspace_is_removed() -> Iterator[None]:
    yield
    import shutil

    shutil.rmtree(ROOT.parent, ignore_errors=True)

"""A workspace of its own for each test process, with the people of the demo and a second network beside it.

SCHAKEL_TEST_DATABASE=postgresql runs the tests that touch rows once more on a PostgreSQL server of the moment.
"""

import os
import shutil
from collections.abc import Iterator

import pytest
from django.test import Client

from oracle.made_region import Made
from schakel.data.snapshot import open_snapshot

from web.place import DATABASE, ON_POSTGRESQL, PARTNERS, ROOT, As  # isort: skip -- before anything of Django's rows
from schakel.web.access.models import Hat, Network, Organisation, Person
from schakel.web.access.role import ROLES, Role
from schakel.web.lindewaard import ANALYSING, fill_network

# Their work is in DuckDB or in HTTP, their rows are few; SCHAKEL_MANY (`make postgresql`) runs them on PostgreSQL too.
NOT_ABOUT_ROWS = (
    "test_api",
    "test_data_desk_region",
    "test_headers",
    "test_insight",
    "test_matrix",
    "test_outbound",
    "test_posted",
    "test_report_desk",
    "test_sharing_from_insight",
    "test_sight_property",
    "test_simulation_desk",
)


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
def loaded(network: Network, tenth_of_region: Made) -> Network:
    """The network with a tenth of the region as what it sees."""
    log = ROOT / "networks" / network.slug / "logs" / "regio"
    if not log.is_dir():
        shutil.copytree(tenth_of_region.log, log)
    network.log, network.snapshot = "regio", open_snapshot(log).id
    network.save()
    return network


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
    shutil.rmtree(ROOT.parent, ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what touches rows; without its binaries nothing, which is an error where no skip may be."""
    if not ON_POSTGRESQL:
        return
    if DATABASE is None:
        if os.environ.get("SCHAKEL_NO_SKIP"):
            raise pytest.UsageError(
                "SCHAKEL_NO_SKIP is set and there is no PostgreSQL; Debian: apt-get install postgresql"
            )
        for item in items:
            item.add_marker(pytest.mark.skip(reason="no PostgreSQL"))
        return
    rows = {"db", "transactional_db", "django_db_setup"}
    chosen = [item for item in items if rows.intersection(getattr(item, "fixturenames", ()))]
    if not os.environ.get("SCHAKEL_MANY"):
        chosen = [item for item in chosen if not item.path.name.startswith(NOT_ABOUT_ROWS)]
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = chosen

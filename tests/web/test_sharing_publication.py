"""Publishing: who sees what from when, the same figures for ever at the same address, and nothing for others."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from schakel.web.access.models import Hat, Network, Organisation, Person
from schakel.web.access.role import Role
from schakel.web.record.models import Entry
from schakel.web.sharing_desk.clock import ZONE, at
from schakel.web.sharing_desk.comments import comments_of
from schakel.web.sharing_desk.frozen import folder_of
from schakel.web.sharing_desk.models import Publication
from schakel.web.sharing_desk.news import news
from schakel.web.sharing_desk.publishing import publish
from web.asked_views import asked_view
from web.place import As

NAMED, OTHER = "Jeugdhulp Oeverlinde", "Crisisopvang Lindewacht"
DAY = datetime(2026, 3, 20, 12, 0, tzinfo=ZONE)


@contextmanager
def on_day(n: int) -> Iterator[None]:
    """The n-th day after the publication."""
    with at(DAY + timedelta(n)):
        yield


@pytest.fixture
def proposed(network: Network) -> Publication:
    """A figure that names one partner, published on DAY."""
    with at(DAY):
        return publish(asked_view(NAMED), Hat.objects.get(network=network, role="analyst"))


def as_hat(network: Network, organisation: str, role: Role) -> Client:
    """Somebody of an organisation in a role."""
    who = Organisation.objects.get(network=network, name=organisation)
    person = Person.objects.create_user(f"{role}-{who.pk}@lindewaard.example", name=f"{role} {organisation}")
    Hat.objects.create(person=person, network=network, organisation=who, role=role)
    client = Client()
    client.force_login(person)
    return client


def page(network: Network, publication: Publication) -> str:
    """Its address."""
    return f"/n/{network.slug}/sharing/p/{publication.pk}"


def kept_part(client: Client, network: Network, publication: Publication) -> str:
    """What its page shows, without the tokens of forms."""
    text = client.get(page(network, publication)).content.decode()
    return text.partition("<main")[2].partition("</main>")[0]


def test_first_the_named_partner_then_everybody(signed_in: As, network: Network, proposed: Publication) -> None:
    other = as_hat(network, OTHER, "manager")
    address = page(network, proposed)
    with on_day(9):
        assert signed_in("manager").get(address).status_code == 200
        assert signed_in("analyst").get(address).status_code == 200
        assert other.get(address).status_code == 404
        assert signed_in("alderman").get(address).status_code == 404
    with on_day(10):
        assert other.get(address).status_code == 200
        assert signed_in("alderman").get(address).status_code == 200
        assert signed_in("administrator").get(address).status_code == 403


def test_a_manager_of_another_partner_finds_no_trace_of_it(
    signed_in: As, network: Network, proposed: Publication
) -> None:
    client = as_hat(network, OTHER, "manager")
    hat = Hat.objects.get(network=network, organisation__name=OTHER, role="manager")
    title = proposed.title("nl")
    with on_day(3):
        for where in ("", "publications", "decisions", "own"):
            answer = client.get(f"/n/{network.slug}/sharing/{where}").content.decode()
            assert title not in answer, where
            assert f"/p/{proposed.pk}" not in answer, where
        assert client.get(f"{page(network, proposed)}/0.csv").status_code == 404
        assert client.post(f"{page(network, proposed)}/comment", {"text": "x"}).status_code == 404
        assert client.post(f"{page(network, proposed)}/agree").status_code == 404
        assert client.get(f"/n/{network.slug}/sharing/record").status_code == 403
        assert client.get(f"/n/{network.slug}/").status_code == 200
        assert not [one for one in news(hat, "nl") if "publi" in one.sentence.casefold() or title in one.sentence]
        assert comments_of(network, [one["id"] for one in proposed.passports], hat) == ()
    with on_day(11):
        assert title in client.get(f"/n/{network.slug}/sharing/").content.decode()
        assert any(title in one.sentence for one in news(hat, "nl"))


def test_the_record_tells_no_title(signed_in: As, network: Network, proposed: Publication) -> None:
    with on_day(1):
        answer = signed_in("privacy").get(f"/n/{network.slug}/sharing/record").content.decode()
    assert f"legde publicatie {proposed.pk} vast" in answer
    assert proposed.title("nl") not in answer
    line = Entry.objects.get(kind="published")
    assert NAMED not in str({key: value for key, value in line.body.items() if key != "for"})


def test_no_objection_of_all_opens_it_at_once(signed_in: As, network: Network) -> None:
    with at(DAY):
        publication = publish(asked_view(NAMED, OTHER), Hat.objects.get(network=network, role="analyst"))
    stranger = as_hat(network, "Wijkteam Lindehage", "manager")
    second = as_hat(network, OTHER, "manager")
    address = page(network, publication)
    with on_day(2):
        assert signed_in("manager").post(f"{address}/agree").status_code == 302
        assert stranger.get(address).status_code == 404
        assert second.post(f"{address}/agree").status_code == 302
        assert stranger.get(address).status_code == 200
        assert stranger.post(f"{address}/agree").status_code == 403
    assert Entry.objects.filter(kind="publication_agreed").count() == 2


def test_what_names_nobody_is_open_at_once(signed_in: As, network: Network) -> None:
    with at(DAY):
        publication = publish(asked_view(), Hat.objects.get(network=network, role="director"))
        assert signed_in("council").get(page(network, publication)).status_code == 200
        assert signed_in("resident").get(page(network, publication)).status_code == 200


def test_the_same_address_gives_the_same_figures_for_ever(signed_in: As, network: Network) -> None:
    with at(DAY):
        publication = publish(asked_view(key="a"), Hat.objects.get(network=network, role="analyst"))
        again = publish(asked_view(key="a"), Hat.objects.get(network=network, role="analyst"))
        assert again.pk == publication.pk
    network.snapshot, network.threshold = "another", 25
    network.save()
    client = signed_in("clerk")
    with on_day(1):
        first = kept_part(client, network, publication)
    with on_day(400):
        assert kept_part(client, network, publication) == first
    assert publication.seal in first


def test_a_touched_file_is_not_shown(signed_in: As, network: Network) -> None:
    with at(DAY):
        publication = publish(asked_view(), Hat.objects.get(network=network, role="analyst"))
    file = folder_of(network, publication.pk) / "nl.html"
    file.write_text(file.read_text() + "<p>99</p>")
    with on_day(1):
        answer = signed_in("director").get(page(network, publication))
    assert answer.status_code == 422
    assert "<p>99</p>" not in answer.content.decode()


def test_only_who_analyses_may_publish(network: Network) -> None:
    manager = Hat.objects.get(network=network, role="manager")
    with pytest.raises(PermissionDenied):
        publish(asked_view(NAMED), manager)
    elsewhere = Hat.objects.create(
        person=manager.person, network=network, organisation=manager.organisation, role="analyst"
    )
    with pytest.raises(PermissionDenied):
        publish(asked_view(NAMED), elsewhere)
    assert not Publication.objects.exists()


def test_the_resident_and_the_own_network_are_nobody_to_wait_for(network: Network) -> None:
    with at(DAY):
        made = publish(asked_view("Inwoner", NAMED), Hat.objects.get(network=network, role="analyst"))
    assert made.partners == [NAMED]


def test_a_withdrawn_publication_says_so_and_shows_nothing(
    signed_in: As, network: Network, proposed: Publication
) -> None:
    address = page(network, proposed)
    early = as_hat(network, OTHER, "manager")
    with on_day(4):
        assert signed_in("analyst").post(f"{address}/withdraw").status_code == 422
        assert signed_in("analyst").post(f"{address}/withdraw", {"why": "Fout in de bron"}).status_code == 302
        gone = signed_in("manager").get(address)
        assert gone.status_code == 410
        assert "Fout in de bron" in gone.content.decode()
        assert "utrecht-table" not in gone.content.decode()
        assert signed_in("manager").get(f"{address}/0.csv").status_code == 404
    with on_day(30):
        assert early.get(address).status_code == 404


def test_a_table_as_csv_in_the_readers_language(signed_in: As, network: Network) -> None:
    with at(DAY):
        publication = publish(asked_view(NAMED, key="=1+1"), Hat.objects.get(network=network, role="analyst"))
    client = signed_in("manager")
    with on_day(1):
        client.post(f"{page(network, publication)}/comment", {"text": "=SOM(A1)"})
        text = client.get(f"{page(network, publication)}/0.csv").content.decode("utf-8-sig")
        assert client.get(f"{page(network, publication)}/7.csv").status_code == 404
    assert text.splitlines()[:2] == ["Partner;Inwoners", f"{NAMED};40"]
    assert f"{NAMED} zegt hierbij (21 maart 2026): =SOM(A1)." in text


def test_another_network_has_nothing(signed_in: As, network: Network, other_network: Network) -> None:
    with at(DAY):
        theirs = publish(asked_view(), Hat.objects.get(network=other_network, role="analyst"))
    client = signed_in("director")
    assert client.get(page(network, theirs)).status_code == 404
    assert client.get(page(other_network, theirs)).status_code == 404
    for where in ("", "publications", "decisions", "answers", "record", "own", "sources", "decisions/new"):
        assert client.get(f"/n/{other_network.slug}/sharing/{where}").status_code == 404, where

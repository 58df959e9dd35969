"""The first screens: signing in, the start screen, another hat, another language."""

import pytest
from django.test import Client

from schakel.web.access.models import Hat, Network, Person
from schakel.web.record.append import line_of
from schakel.web.record.chain import first_break
from schakel.web.record.models import Entry, Head
from web.place import As


def test_a_stranger_is_sent_to_sign_in(network: Network, client: Client) -> None:
    answer = client.get(f"/n/{network.slug}/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in?next=")


def test_the_start_screen_greets_the_network(signed_in: As, network: Network) -> None:
    answer = signed_in("director").get("/", follow=True)
    assert answer.status_code == 200
    assert "Lindewaard" in answer.content.decode()
    assert answer["Content-Language"] == "nl"


def test_another_network_does_not_exist(signed_in: As, other_network: Network) -> None:
    assert signed_in("director").get(f"/n/{other_network.slug}/").status_code == 404


def test_a_withdrawn_hat_ends_at_the_next_request(signed_in: As, network: Network) -> None:
    client = signed_in("alderman")
    assert client.get(f"/n/{network.slug}/").status_code == 200
    from django.utils import timezone

    Hat.objects.filter(role="alderman").update(withdrawn_at=timezone.now())
    assert client.get(f"/n/{network.slug}/").status_code == 404


def test_only_the_hat_that_is_on_counts(signed_in: As, network: Network) -> None:
    client = signed_in("analyst")
    person = Person.objects.get(name="Sem Oudejans")
    other = person.hats.get(role="facilitator")
    assert client.post("/hat", {"hat": other.pk}).status_code == 302
    assert client.session["hat"] == other.pk
    foreign = Hat.objects.exclude(person=person).first()
    assert foreign is not None
    assert client.post("/hat", {"hat": foreign.pk}).status_code == 404


@pytest.mark.parametrize(("lang", "title"), [("nl", "Aanmelden"), ("en", "Sign in")])
def test_both_languages(lang: str, title: str, network: Network, client: Client) -> None:
    client.cookies["schakel-lang"] = lang
    assert title in client.get("/sign-in").content.decode()


def test_what_happens_is_recorded_and_the_chain_holds(signed_in: As, network: Network) -> None:
    signed_in("analyst").post("/sign-out")
    head = Head.objects.get()
    assert Entry.objects.filter(kind="signed_out").count() == 1
    assert first_break(map(line_of, Entry.objects.order_by("seq")), head.seq, head.hash) is None

"""The first screens: signing in, the start screen, another hat, another language."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import duckdb
import pytest
from django.test import Client
from django.urls import resolve

from schakel.data.snapshot import open_snapshot
from schakel.web.access.models import Hat, Network, Person
from schakel.web.access.role import GOVERNING, Role
from schakel.web.record.append import append, line_of
from schakel.web.record.chain import first_break
from schakel.web.record.models import Entry, Head
from schakel.web.record.notices import HEARD_BY
from schakel.web.sharing_desk.demo_publications import fill_sharing
from schakel.web.start.question import PLAIN
from schakel.web.workspace import current_workspace
from web.orchestration_file import laid_down, region
from web.place import As
from web.walk import links

CASE = re.compile(r"\b[a-z]{20}\b")  # as a log names a case or a person


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


@pytest.fixture
def empty(network: Network) -> Iterator[Network]:
    """Lindewaard before anybody put anything on the table."""
    with laid_down(network, None) as row:
        yield row


def test_an_empty_network_starts_with_ten_questions_that_lead_somewhere(empty: Network, signed_in: As) -> None:
    client = signed_in("analyst")
    answer = client.get(f"/n/{empty.slug}/")
    asked = answer.context["plain"]
    assert [one.code for one in asked] == [one.code for one in PLAIN]
    assert len(asked) == 10
    to = links(f"/n/{empty.slug}/", answer)
    for question in asked:
        assert question.href in to, question.code
        assert client.get(question.href).status_code == 200, question.code
    lacks = {one.code: one.lacks for one in asked}
    assert {lacks["wait"], lacks["call"], lacks["change"]} == {"snapshot", "network", ""}


@pytest.fixture
def busy(loaded: Network) -> Iterator[Network]:
    """A network in which everything is on: figures in dispute, words to agree on, every kind of news, and an agreement
    of the municipality that has ended."""
    made = region()
    first, *others = made.agreements
    over = replace(first, until=date(2024, 1, 1), parties=(*first.parties, "gemeente-lindehage"))
    with laid_down(loaded, replace(made, agreements=(over, *others))) as row:
        fill_sharing(row)
        for kind in HEARD_BY:
            append(kind, "publication:1", network=row)
        yield row


def _told(client: Client, network: Network) -> tuple[Any, set[str]]:
    """The start page, and the names of the screens that its news leads to."""
    answer = client.get(f"/n/{network.slug}/")
    return answer, {str(resolve(one.href.partition("#")[0]).url_name) for one in answer.context["news"]}


def test_who_governs_hears_of_agreements_only_and_meets_no_single_case(busy: Network, signed_in: As) -> None:
    _, others = _told(signed_in("director"), busy)
    assert {"sharing_publication", "orchestration_agreements"} < others
    cases = _cases(busy)
    governing: tuple[Role, ...] = tuple(sorted(GOVERNING))
    for role in governing:
        client = signed_in(role)
        answer, news = _told(client, busy)
        assert news == {"orchestration_agreements"}, role
        for link in {*links(f"/n/{busy.slug}/", answer)}:
            page = client.get(link, follow=True)
            assert page.status_code == 200, link
            assert not cases & set(CASE.findall(page.content.decode())), link


def _cases(network: Network) -> set[str]:
    """What the log calls its cases."""
    snapshot = open_snapshot(current_workspace().network(network.slug) / "logs" / network.log)
    found = duckdb.read_parquet([str(file) for file in snapshot.files("cases")]).project("case_id").fetchall()
    cases = {str(case) for (case,) in found}
    assert all(CASE.fullmatch(case) for case in cases)
    return cases

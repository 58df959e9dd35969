"""The right of reply: comments beside the number, disputes that must be answered, and what waits for whom."""

from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from django.test import Client

from schakel.report.document import Paragraph
from schakel.web.access.models import Hat, Network
from schakel.web.sharing_desk.clock import ZONE, at
from schakel.web.sharing_desk.comments import blocks, comments_of, of_publication
from schakel.web.sharing_desk.models import Comment, Publication
from schakel.web.sharing_desk.publishing import publish
from schakel.web.sharing_desk.waiting import waiting
from web.asked_views import asked_view
from web.place import As

NAMED = "Jeugdhulp Oeverlinde"
DAY = datetime(2026, 5, 1, 9, 0, tzinfo=ZONE)


def day(n: int) -> AbstractContextManager[None]:
    """The n-th day after the publication."""
    return at(DAY + timedelta(n))


@pytest.fixture
def proposed(network: Network) -> Publication:
    """A figure that names Fatima's organisation."""
    with at(DAY):
        return publish(asked_view(NAMED), Hat.objects.get(network=network, role="analyst"))


@pytest.fixture
def manager(signed_in: As) -> Client:
    """Fatima."""
    return signed_in("manager")


def comment(client: Client, publication: Publication, **form: str) -> int:
    """Say something; the status of the answer."""
    return client.post(f"/n/{publication.network.slug}/sharing/p/{publication.pk}/comment", form).status_code


def test_a_dispute_stands_beside_the_number_also_after_opening(
    manager: Client, signed_in: As, network: Network, proposed: Publication
) -> None:
    with day(2):
        assert comment(manager, proposed, text="Maart ontbreekt", disputed="1", correction="Laad maart opnieuw") == 302
    with day(20):
        shown = signed_in("council").get(f"/n/{network.slug}/sharing/p/{proposed.pk}").content.decode()
        listed = signed_in("council").get(f"/n/{network.slug}/sharing/publications").content.decode()
        found = comments_of(network, [proposed.passports[0]["id"]])
    for text in (shown, listed):
        assert f"Betwist door {NAMED}" in text
    assert "Maart ontbreekt." in shown
    assert "Gevraagde correctie: Laad maart opnieuw." in shown
    assert [(one.partner, one.disputed, one.on) for one in found] == [(NAMED, True, "2026-05-03")]


def test_a_later_comment_takes_the_place_and_both_stay(
    manager: Client, network: Network, proposed: Publication
) -> None:
    with day(1):
        comment(manager, proposed, text="Klopt niet", disputed="1", correction="Kijk nog eens")
    with day(3):
        comment(manager, proposed, text="Bij nader inzien klopt het")
    assert [one.text for one in of_publication(proposed)] == ["Bij nader inzien klopt het"]
    assert Comment.objects.count() == 2
    with day(3):
        shown = manager.get(f"/n/{network.slug}/sharing/p/{proposed.pk}").content.decode()
    assert "Klopt niet" in shown
    assert "Betwist door" not in shown


def test_a_dispute_waits_for_an_answer_that_then_stands_beside_it(
    manager: Client, signed_in: As, network: Network, proposed: Publication
) -> None:
    analyst = Hat.objects.get(network=network, role="analyst")
    with day(1):
        comment(manager, proposed, text="Klopt niet", disputed="1", correction="Kijk nog eens")
        assert [one.kind for one in waiting(analyst)] == ["answer"]
        client = signed_in("analyst")
        assert NAMED in client.get(f"/n/{network.slug}/sharing/answers").content.decode()
        said = Comment.objects.get()
        empty = client.post(f"/n/{network.slug}/sharing/answers/{said.pk}", {"text": " "})
        assert empty.status_code == 422
        assert client.post(f"/n/{network.slug}/sharing/answers/{said.pk}", {"text": "Hersteld"}).status_code == 302
        assert waiting(analyst) == []
        again = client.post(f"/n/{network.slug}/sharing/answers/{said.pk}", {"text": "Anders"})
        assert again.status_code == 404
    found = blocks(of_publication(proposed), "nl")
    assert [type(one) for one in found] == [Paragraph, Paragraph]
    texts = [one.text for one in found if isinstance(one, Paragraph)]
    assert texts[1] == "Antwoord van Gemeente Lindehage (2 mei 2026): Hersteld."


def test_a_reply_waits_for_the_manager_until_the_last_day(network: Network, proposed: Publication) -> None:
    fatima = Hat.objects.get(network=network, role="manager")
    with day(9):
        (one,) = waiting(fatima)
        assert (one.kind, str(one.until)) == ("reply", "2026-05-11")
    with day(10):
        assert waiting(fatima) == []


@pytest.mark.parametrize(
    "form",
    [{"text": ""}, {"text": " \n"}, {"text": "x", "disputed": "1"}, {"text": "x", "disputed": "1", "correction": " "}],
)
def test_words_are_needed(manager: Client, proposed: Publication, form: dict[str, str]) -> None:
    with day(1):
        assert comment(manager, proposed, **form) == 422
    assert not Comment.objects.exists()


def test_only_the_named_partners_manager_speaks(signed_in: As, network: Network, proposed: Publication) -> None:
    with day(1):
        assert comment(signed_in("analyst"), proposed, text="x") == 403
        assert comment(signed_in("professional"), proposed, text="x") == 403
        assert signed_in("manager").get(f"/n/{network.slug}/sharing/answers").status_code == 403
    assert not Comment.objects.exists()


def test_words_are_shown_as_words(manager: Client, network: Network, proposed: Publication) -> None:
    with day(1):
        comment(manager, proposed, text="<script>alert(1)</script> & {% say 'web.skip' %}")
        shown = manager.get(f"/n/{network.slug}/sharing/p/{proposed.pk}").content.decode()
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; {% say" in shown

"""Two people at one form: who is second sees both sides and chooses; nothing is overwritten silently."""

import threading
from http import HTTPStatus
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from schakel.web.access.models import Network, Organisation
from schakel.web.access.policy import allow
from schakel.web.refused import RefusedMiddleware, conflict
from schakel.web.version import Conflict, keep_version, locked, values_of, version_of

EDITED = ("name", "analyses")
WRITERS, ROWS = 2, 12


@allow("everyone", "GET", "POST")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A desk's view as it should be: take the row, compare, save."""
    row = locked(Organisation.objects.all(), pk=pk)
    keep_version(request, values_of(row, *EDITED), label=lambda field: f"veld {field}", back="/card")
    row.name = request.POST["name"]
    row.analyses = request.POST.get("analyses") == "True"
    row.save()
    return HttpResponse("saved")


def _post(path: str, **values: str) -> HttpRequest:
    request = RequestFactory().post(path, values)
    request.lang = "nl"  # type: ignore[attr-defined]
    return request


@pytest.fixture
def card(network: Network) -> Organisation:
    """A row that two people edit."""
    return Organisation.objects.create(network=network, name="Zorggroep <Oever>")


def test_a_form_of_now_is_saved_and_one_of_before_is_not(card: Organisation) -> None:
    told = version_of(values_of(card, *EDITED))
    assert edit(_post("/edit", version=told, name="Anders"), pk=card.pk).status_code == HTTPStatus.OK
    with pytest.raises(Conflict):
        edit(_post("/edit", version=told, name="Nog anders"), pk=card.pk)
    card.refresh_from_db()
    assert card.name == "Anders"
    with pytest.raises(Conflict):
        edit(_post("/edit", name="zonder versie"), pk=card.pk)


def test_the_page_shows_both_sides_and_can_save_after_all(card: Organisation) -> None:
    request = _post("/edit", version="old", name="Van <mij>", analyses="True", csrfmiddlewaretoken="x")
    middleware = RefusedMiddleware(lambda _: HttpResponse())
    try:
        edit(request, pk=card.pk)
    except Conflict as error:
        answer = middleware.process_exception(request, error)
        again = error.version
    assert answer is not None
    text = answer.content.decode()
    assert answer.status_code == HTTPStatus.CONFLICT
    for shown in ("veld name", "Zorggroep &lt;Oever&gt;", "Van &lt;mij&gt;", 'href="/card"', f'value="{again}"'):
        assert shown in text
    assert edit(_post("/edit", version=again, name="Van mij"), pk=card.pk).status_code == HTTPStatus.OK
    assert conflict(request, error_of(again)).status_code == HTTPStatus.CONFLICT


def error_of(version: str) -> Conflict:
    return Conflict((), version, "/")


def test_values_that_a_form_shows_alike_are_alike() -> None:
    assert version_of({"a": None, "b": "x\r\ny "}) == version_of({"b": "x\ny", "a": ""})
    assert version_of({"a": ["1", "2"]}) != version_of({"a": ["2", "1"]})
    assert version_of({"a": 1}) != version_of({"b": 1})


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_never_overwrite_each_other_silently() -> None:
    network = Network.objects.create(slug="n", name="N")
    cards = [Organisation.objects.create(network=network, name=f"{n}") for n in range(ROWS)]
    versions = {card.pk: version_of(values_of(card, *EDITED)) for card in cards}
    start = threading.Barrier(WRITERS)
    saved: list[tuple[int, str]] = []
    refused: list[Any] = []

    def write(who: str) -> None:
        try:
            start.wait()
            for card in cards:
                name = f"{card.pk} by {who}"
                try:
                    edit(_post("/edit", version=versions[card.pk], name=name), pk=card.pk)
                    saved.append((card.pk, name))
                except Conflict as error:
                    refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(str(n),)) for n in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(saved) == ROWS
    assert len(refused) == (WRITERS - 1) * ROWS
    assert dict(saved) == dict(Organisation.objects.values_list("pk", "name"))
    assert not transaction.get_connection().in_atomic_block

"""What comes in: forms that are too big or no text, words that try to be markup, a log that nobody can write into."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, RequestFactory

from schakel.web.access.models import Network, Organisation, Person
from schakel.web.operation.logs import LineFormatter
from schakel.web.operation.posted import PostedMiddleware
from web.place import As
from web.walk import addresses, linked

CANARY = """<b x="'y'">&kanarie</b>"""


@pytest.mark.parametrize(
    "sent",
    [
        "&".join(f"f{n}=1" for n in range(10_001)),
        "lang=" + "x" * (3 * 2**20),
        "lang=nl&next=%00",
        "lang=nl&next=%ED%A0%80",
        "lang=nl&%00=1",
        "lang=nl&next=%FF",
    ],
    ids=["10001 fields", "3 MB", "NUL", "lone surrogate", "NUL in a name", "no UTF-8"],
)
def test_a_form_that_is_none_is_a_page_that_says_so(sent: str, network: Network) -> None:
    client = Client(raise_request_exception=False)
    answer = client.post("/language", sent, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert "<h1" in answer.content.decode()


def test_the_same_in_the_query_and_the_address(network: Network, signed_in: As) -> None:
    client = signed_in("director")
    client.raise_request_exception = False
    assert client.get(f"/n/{network.slug}/?where=%00").status_code == 400
    assert client.get(f"/n/{network.slug}/?where=%ED%A0%80").status_code == 400
    assert client.get(f"/n/{network.slug}%00/").status_code in (400, 404)


def test_a_name_of_a_file_and_hidden_escapes_in_json() -> None:
    look = PostedMiddleware(lambda _: HttpResponse())
    factory = RequestFactory()
    for bad in (r'{"a": "\ud800"}', r'{"a": "\u0000"}', r'["\udfff"]'):
        with pytest.raises(SuspiciousOperation):
            look.process_view(factory.post("/", bad, content_type="application/json"), None, (), {})
    for good in (r'{"a": "\ud83d\ude00 \u00eb"}', "{broken", r'{"a": "\\u0000 in words"}'):
        look.process_view(factory.post("/", good, content_type="application/json"), None, (), {})
    form = factory.post("/", {"file": SimpleUploadedFile("a\ufffdb.csv", b"x")})
    with pytest.raises(SuspiciousOperation):
        look.process_view(form, None, (), {})
    form.close()


def test_names_come_back_escaped_on_every_page(network: Network, signed_in: As) -> None:
    network.name = CANARY
    network.save()
    for organisation in Organisation.objects.all():  # their names are unique within the network
        organisation.name = f"{CANARY} {organisation.pk}"
        organisation.save()
    Person.objects.update(name=CANARY)
    shown = 0
    for client in (signed_in("director"), signed_in("administrator")):
        pages = [client.get(one.path) for one in addresses(network.slug)]
        pages += [answer for _, answer in linked(client, f"/n/{network.slug}/")]
        pages.append(Client().get("/sign-in"))
        for page in pages:
            if page.streaming or not page["Content-Type"].startswith("text/"):
                continue
            text = page.content.decode()
            assert "<b x=" not in text
            shown += text.count("&amp;kanarie&lt;/b&gt;")
    assert shown > 10


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the process logs meanwhile."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(LineFormatter())
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


def test_a_line_says_who_what_and_when_and_nothing_of_anybody(
    log: io.StringIO, network: Network, signed_in: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in("director")
    client.raise_request_exception = False
    client.get(f"/n/{network.slug}/?resident=123456782")
    client.get("/absent/123456782%0d%0a{}")
    client.post("/hat", {"hat": "0", "name": "Jansen\r\n{}"})

    def breaks(*_: object) -> None:
        raise ValueError("resident 123456782\r\n{}")

    monkeypatch.setattr("schakel.web.start.views.render", breaks)
    client.get(f"/n/{network.slug}/", headers={"user-agent": "x\r\ny"})
    text = log.getvalue()
    assert "123456782" not in text
    assert "Jansen" not in text
    lines = [json.loads(line) for line in text.splitlines()]
    asked = [line for line in lines if line["event"] == "request"]
    assert [line["status"] for line in asked] == [200, 404, 404, 500]
    assert asked[0]["address"] == "n/<slug:network>/"
    assert asked[0]["person"] == Person.objects.get(name="Noor Verhagen").pk
    assert all(line["at"].endswith("+00:00") and line["request"] for line in lines)
    fault = next(line for line in lines if line.get("exception"))
    assert fault["exception"] == "ValueError"
    assert any("views.py" in step for step in fault["where"])

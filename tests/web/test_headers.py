"""What every answer carries and no page holds: as the one who may, as one who may not, and as a stranger."""

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from schakel.web.access.models import Network
from schakel.web.access.role import Role
from schakel.web.record.models import Entry
from web.place import As
from web.walk import Answer, Page, addresses, is_html, linked

CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
PUBLIC = ("/theme.css", "/static/")
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\b[^\"]*\"(?P<table>\w+)\"", re.I)
OF_NOBODY = {"django_session"}


def faults_of(path: str, answer: Answer) -> list[str]:
    """What this answer should say and does not, or holds and should not."""
    found = [f"{name}: {answer.get(name)}" for name, value in ALWAYS.items() if answer.get(name) != value]
    told = dict(part.strip().split(" ", 1) for part in answer.get("Content-Security-Policy", "").split(";") if part)
    found += [] if told == CSP else [f"Content-Security-Policy: {told}"]
    found += [] if "camera=()" in answer.get("Permissions-Policy", "") else ["Permissions-Policy"]
    found += [] if re.fullmatch("[0-9a-f]{32}", answer.get("X-Request-ID", "")) else ["X-Request-ID"]
    found += [name for name in ("Server", "X-Powered-By") if answer.has_header(name)]
    if not path.startswith(PUBLIC) and "no-store" not in answer.get("Cache-Control", ""):
        found.append(f"Cache-Control: {answer.get('Cache-Control')}")
    for cookie in answer.cookies.values():
        found += [] if cookie["httponly"] and cookie["samesite"] in ("Lax", "Strict") else [f"cookie {cookie.key}"]
    if is_html(answer):
        page = Page.of(answer)
        found += page.faults + page.foreign
    return [f"{path} ({answer.status_code}): {fault}" for fault in found]


@contextmanager
def no_writes() -> Iterator[list[str]]:
    """The tables that something is written to meanwhile."""
    written: list[str] = []

    def watch(execute: Callable[..., object], sql: str, *more: object) -> object:
        match = WRITES.match(sql)
        if match and match["table"] not in OF_NOBODY:
            written.append(match["table"])
        return execute(sql, *more)

    with connection.execute_wrapper(watch):
        yield written


def rows() -> dict[str, str]:
    """A hash over all rows of each table."""
    told = {}
    for model in apps.get_models():
        values = sorted(map(repr, model._default_manager.values_list()))
        told[model._meta.label] = hashlib.sha256(repr(values).encode()).hexdigest()
    return {label: value for label, value in told.items() if label != "sessions.Session"}


@pytest.fixture
def furnished(network: Network) -> Network:
    """A network with something on its pages; a desk with rows of its own adds them here."""
    return network


def test_every_address_as_who_may_who_may_not_and_a_stranger(furnished: Network, signed_in: As) -> None:
    clients: dict[str | None, Client] = {None: Client(raise_request_exception=False)}
    found: list[str] = []
    places = addresses(furnished.slug)
    for address in places:
        for wanted in (address.insider, address.outsider):
            if wanted and wanted not in clients:
                clients[wanted] = signed_in(wanted)
    before = rows()
    statuses: dict[str, set[int]] = {}
    with no_writes() as written:
        for address in places:
            for role in (None, address.insider, address.outsider):
                answer = clients[role].get(address.path)
                found += faults_of(address.path, answer)
                found += [f"{address.path} writes to {table}" for table in written]
                written.clear()
                statuses.setdefault(address.route, set()).add(answer.status_code)
    assert not found
    assert rows() == before
    assert len(statuses) > 8
    assert not {route: told for route, told in statuses.items() if 500 in told}


@pytest.mark.parametrize("role", ["director", "manager", "alderman", "privacy", "administrator"])
def test_pages_that_links_lead_to(role: Role, furnished: Network, signed_in: As) -> None:
    client = signed_in(role)
    found, walked = [], 0
    with no_writes() as written:
        for path, answer in linked(client, f"/n/{furnished.slug}/"):
            walked += 1
            found += faults_of(path, answer)
            found += [] if answer.status_code < 400 else [f"{path} answers {answer.status_code}"]
            found += [f"{path} writes to {table}" for table in written]
            written.clear()
    assert not found
    assert walked >= 2


def test_static_files_and_the_theme_carry_them_too(furnished: Network, client: Client) -> None:
    page = client.get("/sign-in").content.decode()
    paths = re.findall(r'(?:href|src)="(/static/[^"]+|/theme.css)"', page)
    assert len(paths) >= 5
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert not faults_of(path, answer)
        answer.close()


def test_pages_of_what_went_wrong(furnished: Network, signed_in: As, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in("director")
    client.raise_request_exception = False
    enforcing = Client(enforce_csrf_checks=True)
    answers = {
        400: client.post("/language", {"lang": "nl", "next": "\0"}),
        403: enforcing.post("/language", {"lang": "nl"}),
        404: client.get("/absent"),
        405: client.get("/sign-out"),
    }

    def breaks(*_: object) -> None:
        raise ZeroDivisionError("123456782")

    monkeypatch.setattr("schakel.web.start.views.render", breaks)
    answers[500] = client.get(f"/n/{furnished.slug}/")
    for status, answer in answers.items():
        assert answer.status_code == status
        assert not faults_of("/", answer)
        text = answer.content.decode()
        assert "<h1" in text
        assert "Traceback" not in text
        assert "ZeroDivision" not in text
        assert "123456782" not in text
    assert answers[405]["Allow"] == "POST"
    assert answers[500]["X-Request-ID"] in answers[500].content.decode()


def test_a_host_that_is_not_ours_is_refused_with_the_same_headers(client: Client) -> None:
    answer = client.get("/sign-in", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert not faults_of("/sign-in", answer)


def test_the_settings_promise_what_the_answers_carry() -> None:
    assert settings.DEBUG is False
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.CSRF_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_AGE <= 12 * 60 * 60


def test_the_watch_on_writes_notices_one(network: Network) -> None:
    with no_writes() as written:
        network.save()
        list(Entry.objects.all())
    assert written == ["access_network"]


def test_the_reader_of_pages_notices_what_is_forbidden() -> None:
    bad = '<form method="POST"><input></form><p style="x" onclick="y"><script>1</script><a href="javascript:x">'
    page = Page.of(HttpResponse(bad + '<img src="//elsewhere.example/x.png">'))
    assert len(page.faults) == 5
    assert page.foreign == ["//elsewhere.example/x.png"]

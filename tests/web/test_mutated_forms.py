"""Damaged copies of every form that pages offer: refused or taken, and never an error of ours."""

import itertools
from typing import Any
from urllib.parse import urlencode, urljoin

import pytest
from django.test import Client
from lxml import html

from oracle.plenty import plenty
from schakel.web.access.models import Network
from schakel.web.access.role import Role
from unit.data.damage import damaged
from web.place import As
from web.walk import linked

EVERY = plenty(12, 1)  # of the damaged copies of each form
LEFT_OUT = ("/sign-out", "/sign-in")  # after these there is nobody to go on with


def forms_of(client: Client, start: str) -> dict[str, bytes]:
    """By address the body of each form that sends something, filled in as it stands, its empty fields with a word."""
    found: dict[str, bytes] = {}
    for path, answer in linked(client, start):
        if answer.status_code != 200 or answer.streaming or "html" not in answer["Content-Type"]:
            continue
        page: Any = html.fromstring(answer.content)
        for form in page.forms:
            address = urljoin(path, form.action or path)
            if form.method == "POST" and not address.startswith(LEFT_OUT):
                values = [(name, value or "woord") for name, value in form.form_values()]
                empty = [(str(name), "woord") for name in form.fields if name and name not in dict(values)]
                found.setdefault(address, urlencode([*values, *empty]).encode())
    return found


@pytest.mark.parametrize("role", plenty(["analyst"], ["administrator", "analyst", "manager", "privacy"]))
def test_a_damaged_form_is_no_error_of_ours(role: Role, network: Network, signed_in: As) -> None:
    client = signed_in(role)
    client.raise_request_exception = False
    sent, wrong = 0, list[str]()
    for address, body in forms_of(client, f"/n/{network.slug}/").items():
        for data in itertools.islice(damaged(body), 1, None, EVERY):
            answer = client.post(address, data, content_type="application/x-www-form-urlencoded")
            sent += 1
            if answer.status_code >= 500:
                wrong.append(f"{address}: {answer.status_code} to {data[:200]!r}")
    assert not wrong, "\n".join(wrong[:20])
    assert sent > 20

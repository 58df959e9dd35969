"""Signing in at an OIDC server, through HTTP between two real servers: the workbench and one of the tests."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests

from web.serving import WITHIN_S, Visitor, fill, python, serve

PEOPLE = {
    "noor": "Noor@Lindewaard.example",  # a director of the workbench; addresses know no capitals
    "stranger": "stranger@elders.example",
    "guest": "guest@elders.example",  # invited below
    "unsure": "fatima@lindewaard.example",  # somebody else's address, that nobody checked
    "joost": "joost@lindewaard.example",  # put out below
    "second": "noor@lindewaard.example",  # another person who got the address of the first
}
PREPARE = """
import sys
from pathlib import Path
from schakel.web.database import open_workspace
open_workspace(Path(sys.argv[1]))
from schakel.web.access.hats import Terms, invite
from schakel.web.access.models import Organisation, Person
Person.objects.filter(email="joost@lindewaard.example").update(is_active=False)
invite("Guest@elders.example", "Gast", Terms(Organisation.objects.get(name="Wijkteam Lindehage"), "professional"))
"""


@dataclass(frozen=True)
class Pair:
    """Where the two servers listen."""

    workbench: str
    provider: str


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Both servers, each in a process of its own."""
    folder = tmp_path_factory.mktemp("oidc")
    root = fill(folder / "workspace", demo=False)
    python(PREPARE, str(root))
    port = _free_port()
    callback = f"http://127.0.0.1:{port}/sign-in/oidc/back"
    provider = _provider(folder, callback)
    try:
        assert provider.stdout is not None
        issuer = provider.stdout.readline().strip()
        _configure(root, issuer)
        with serve(root, port=port) as running:
            yield Pair(running.address, issuer.removesuffix("/o"))
    finally:
        provider.kill()
        provider.wait(WITHIN_S)
        assert provider.stdout is not None
        provider.stdout.close()


@pytest.fixture
def visitor(pair: Pair) -> Iterator[Visitor]:
    """Somebody with a new browser."""
    made = Visitor(pair.workbench)
    yield made
    made.close()


def at_provider(pair: Pair, visitor: Visitor, name: str) -> None:
    """Be signed in at the OIDC server as this person."""
    assert visitor.web.get(f"{pair.provider}/as", params={"name": name}, timeout=WITHIN_S).ok


def sign_in(pair: Pair, visitor: Visitor, name: str) -> requests.Response:
    """The whole way round, as a browser goes it."""
    at_provider(pair, visitor, name)
    return visitor.get("/sign-in/oidc")


def test_who_is_here_signs_in(pair: Pair, visitor: Visitor) -> None:
    page = sign_in(pair, visitor, "noor")
    assert page.status_code == 200
    assert urlsplit(page.url).path == "/n/lindewaard/"
    assert "ketenregisseur" in page.text, "a hat that needs a second step is on: the OIDC server asks for that step"
    assert sign_in(pair, visitor, "noor").status_code == 200, "once more, by the name that the server gave"


def test_the_address_alone_is_not_enough_once_it_was_linked(pair: Pair, visitor: Visitor) -> None:
    sign_in(pair, visitor, "noor")
    other = Visitor(pair.workbench)
    page = sign_in(pair, other, "second")
    assert page.status_code == 403
    assert other.get("/me").url.startswith(f"{pair.workbench}/sign-in?"), "nobody is signed in"
    other.close()


def test_who_was_invited_signs_in_with_the_hat_that_waited(pair: Pair, visitor: Visitor) -> None:
    page = sign_in(pair, visitor, "guest")
    assert page.status_code == 200
    assert "Wijkteam Lindehage" in page.text


@pytest.mark.parametrize("name", ["stranger", "unsure", "joost"])
def test_nobody_else_gets_in(pair: Pair, visitor: Visitor, name: str) -> None:
    page = sign_in(pair, visitor, name)
    assert page.status_code == 403
    assert "Aanmelden is niet gelukt" in page.text
    assert visitor.get("/me").url.startswith(f"{pair.workbench}/sign-in?"), "nobody is signed in"


def test_the_way_there_has_pkce_state_and_nonce(pair: Pair, visitor: Visitor) -> None:
    answer = visitor.get("/sign-in/oidc?next=https://elders.example/", allow_redirects=False)
    asked = parse_qs(urlsplit(answer.headers["location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert all(len(asked[name][0]) >= 32 for name in ("state", "nonce", "code_challenge"))
    at_provider(pair, visitor, "noor")
    page = visitor.web.get(answer.headers["location"], timeout=WITHIN_S)
    assert page.url.startswith(pair.workbench), "never on to another site"


@pytest.mark.parametrize("name", ["nonce", "state", "code_challenge"])
def test_an_answer_to_another_question_is_refused(pair: Pair, visitor: Visitor, name: str) -> None:
    at_provider(pair, visitor, "noor")
    address = visitor.get("/sign-in/oidc", allow_redirects=False).headers["location"]
    asked = {key: value[0] for key, value in parse_qs(urlsplit(address).query).items()}
    asked[name] = "q" * 43
    page = visitor.web.get(f"{address.split('?')[0]}?{urlencode(asked)}", timeout=WITHIN_S)
    assert page.status_code == 400, page.url
    assert page.url.startswith(pair.workbench)
    assert "Aanmelden is niet gelukt" in page.text
    assert visitor.get("/me").url.startswith(f"{pair.workbench}/sign-in?")


def test_there_are_no_passwords_beside_it(pair: Pair, visitor: Visitor) -> None:
    page = visitor.get("/sign-in").text
    assert "/sign-in/oidc" in page
    assert 'type="password"' not in page


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def _provider(folder: Path, callback: str) -> "subprocess.Popen[str]":
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SCHAKEL_")}
    environment |= {"OIDC_PROVIDER_ROOT": str(folder), "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    people = [f"{name}={email}" for name, email in PEOPLE.items()]
    words = [sys.executable, "-m", "web.oidc_provider.run", callback, *people]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment)


def _configure(root: Path, issuer: str) -> None:
    with (root / "workspace.toml").open("a", encoding="utf-8") as file:
        file.write(f'[oidc]\nissuer = "{issuer}"\nclient_id = "schakel"\n')
    secret = root / "oidc-secret"
    secret.write_text("a secret of the tests\n", encoding="utf-8")
    secret.chmod(0o600)

"""Nothing leaves by itself: no page calls anybody, and only signing in by OIDC holds a client that could."""

import ast
import socket
from pathlib import Path
from typing import Any

import pytest

import schakel
from schakel.web.access.models import Network
from web.place import As
from web.walk import addresses, linked

SOURCES = Path(schakel.__file__).parent
CLIENTS = {
    "aiohttp",
    "asyncio.open_connection",
    "ftplib",
    "http.client",
    "httpx",
    "imaplib",
    "poplib",
    "requests",
    "smtplib",
    "socket",
    "telnetlib",
    "urllib.request",
    "urllib3",
    "xmlrpc",
}
ALLOWED = {
    "data/zgw/addresses.py": {
        "socket"
    },  # `schakel fetch` asks a registration of cases, when a person gives that command
    "data/zgw/session.py": {"requests", "socket", "urllib3"},
    "web/serve.py": {"socket"},  # listens
    "web/access/oidc.py": {"requests"},  # asks the municipality's own sign-in server, if one is named
    "web/access/oidc_provider.py": {"requests"},
}


@pytest.fixture
def guarded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whom this process tries to call meanwhile."""
    called: list[str] = []
    connect = socket.socket.connect

    def watched(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not str(address[0]).startswith(("127.", "::1", "localhost")):
            called.append(str(address))
            raise PermissionError(address)
        connect(self, address)

    def looked_up(host: Any, *more: Any, **told: Any) -> Any:
        called.append(str(host))
        raise PermissionError(host)

    monkeypatch.setattr(socket.socket, "connect", watched)
    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    return called


def test_no_page_calls_anybody(network: Network, signed_in: As, guarded: list[str]) -> None:
    client = signed_in("director")
    client.raise_request_exception = False
    for address in addresses(network.slug):
        client.get(address.path)
    assert sum(1 for _ in linked(client, f"/n/{network.slug}/")) > 1
    assert not guarded


def test_the_guard_stops_a_call(guarded: list[str]) -> None:
    with pytest.raises(PermissionError), socket.socket() as one:
        one.connect(("203.0.113.7", 9))
    assert guarded


def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
    return names


def test_no_source_holds_a_client() -> None:
    found = {}
    for path in SOURCES.rglob("*.py"):
        name = path.relative_to(SOURCES).as_posix()
        imported = _imported(path)
        clients = {one for one in CLIENTS if any(i == one or i.startswith(one + ".") for i in imported)}
        if clients - ALLOWED.get(name, set()):
            found[name] = clients
    assert not found


def test_no_page_reaches_what_fetches_cases() -> None:
    """The command line may fetch from a registration; what the web imports, directly or not, may not."""
    modules = {
        path.relative_to(SOURCES.parent).with_suffix("").as_posix().replace("/", "."): path
        for path in SOURCES.rglob("*.py")
    }
    left = [name for name in modules if name.startswith("schakel.web")]
    reached = set(left)
    while left:
        found = {one for one in _imported(modules[left.pop()]) if one in modules} - reached
        reached |= found
        left += found
    assert "schakel.data.source" in reached
    assert not {name for name in reached if name.startswith("schakel.data.zgw") or name == "schakel.command_fetch"}


def test_the_engine_fetches_no_extension() -> None:
    for path in SOURCES.rglob("*.sql"):
        text = path.read_text(encoding="utf-8").lower()
        assert "http" not in text
        assert "install " not in text

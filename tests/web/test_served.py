"""A workspace behind HTTPS, served by a real process: cookies, headers, the deployment check, and nothing outbound."""

import http.client
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest

from schakel import web
from web.processes import ended, environment, schakel, started
from web.test_headers import ALWAYS

HOST = "werkbank.example"
PASSWORD = "een lange zin van vroeger"  # noqa: S105  # of a fictional person
PERSON = f"""
import sys
from pathlib import Path
from schakel.web.database import open_workspace
open_workspace(Path(sys.argv[1]))
from schakel.web.access.models import Hat, Network, Organisation, Person
network = Network.objects.create(slug="proef", name="Proef")
organisation = Organisation.objects.create(network=network, name="Gemeente Proef", analyses=True)
person = Person.objects.create_user("ans@proef.example", {PASSWORD!r}, name="Ans")
Hat.objects.create(person=person, network=network, organisation=organisation, role="resident")
"""
# Loaded by Python before anything else: whoever looks up or calls anything but this machine is stopped and noted.
GUARD = """
import os, socket, sys
def _watch(event, arguments):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.connect", "socket.sendto"):
        where = arguments[0] if event.startswith("socket.get") else arguments[1]
        host = where[0] if isinstance(where, tuple) else where
        if isinstance(host, bytes):
            host = host.decode("latin-1")
        local = host in (None, "", "localhost", "::1") or str(host).startswith(("127.", "/"))
        if not local:
            with open(os.environ["SCHAKEL_TEST_CALLS"], "a") as file:
                file.write(f"{event} {host}\\n")
            raise PermissionError(f"no calls to {host}")
sys.addaudithook(_watch)
"""


@dataclass
class Server:
    """A process and its port."""

    process: "subprocess.Popen[str]"
    port: int
    root: Path
    calls: Path
    log: Path

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, dict[str, str], list[str], str]:
        """Status, headers, cookies that are set, text; as the proxy in front of it asks."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        told = {"Host": HOST, "X-Forwarded-Proto": "https", **headers}
        if body:
            told["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body or None, told)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return (
            answer.status,
            {name.lower(): value for name, value in answer.getheaders()},
            answer.headers.get_all("Set-Cookie") or [],
            text,
        )


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("served")
    root, calls = folder / "werkbank", folder / "calls"
    schakel("workspace", "new", root, "--name", "Proef")
    file = root / "workspace.toml"
    text = file.read_text(encoding="utf-8")
    text = text.replace("https = false", "https = true").replace('["127.0.0.1", "localhost"]', f'["{HOST}"]')
    file.write_text(text.replace('contact = ""', 'contact = "beheer@proef.example"'), encoding="utf-8")
    subprocess.run([sys.executable, "-c", PERSON, str(root)], env=environment(), check=True)
    (folder / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    paths = os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])
    more = {"PYTHONPATH": paths, "SCHAKEL_TEST_CALLS": str(calls)}
    log = folder / "log"
    process = started("serve", root, "--port", "0", errors=log, **more)
    assert process.stdout is not None
    port = int(re.search(r":(\d+)/", process.stdout.readline()).group(1))  # type: ignore[union-attr]
    yield Server(process, port, root, calls, log)
    ended(process)


def _cookies(told: list[str]) -> dict[str, str]:
    return dict(one.split(";")[0].split("=", 1) for one in told)


def test_cookies_and_headers_behind_https(server: Server) -> None:
    status, headers, cookies, page = server.ask("GET", "/sign-in")
    assert status == 200
    for name, value in ALWAYS.items():
        assert headers[name.lower()] == value
    seconds = int(re.search(r"max-age=(\d+)", headers["strict-transport-security"]).group(1))  # type: ignore[union-attr]
    assert seconds >= 365 * 24 * 60 * 60
    assert "server" not in headers
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page).group(1)  # type: ignore[union-attr]
    sent = "; ".join(f"{name}={value}" for name, value in _cookies(cookies).items())
    form = urlencode({"csrfmiddlewaretoken": token, "username": "ans@proef.example", "password": PASSWORD})
    origin = {"Origin": f"https://{HOST}", "Cookie": sent}
    assert server.ask("POST", "/sign-in", form, **{**origin, "Origin": "https://elsewhere.example"})[0] == 403
    status, _, entered, _ = server.ask("POST", "/sign-in", form, **origin)
    assert status == 302
    _, _, spoken, _ = server.ask("POST", "/language", urlencode({"csrfmiddlewaretoken": token, "lang": "en"}), **origin)
    names = set()
    for cookie in (*cookies, *entered, *spoken):
        names.add(cookie.split("=")[0])
        assert cookie.startswith("__Host-")
        for wanted in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
            assert wanted in cookie
        assert "Domain" not in cookie
    assert names >= {"__Host-schakel", "__Host-schakel-csrf", "__Host-schakel-lang"}


def test_files_come_whole_and_belong_to_this_site(server: Server) -> None:
    status, headers, _, text = server.ask("GET", "/static/web/workbench.css")
    assert status == 200
    assert text.encode() == (Path(web.__file__).parent / "static" / "web" / "workbench.css").read_bytes()
    assert "access-control-allow-origin" not in headers


def test_who_comes_without_https_is_sent_to_it(server: Server) -> None:
    status, headers, _, _ = server.ask("GET", "/sign-in", **{"X-Forwarded-Proto": "http"})
    assert (status, headers["location"]) == (301, f"https://{HOST}/sign-in")


def test_the_statement_names_whom_to_write_to(server: Server) -> None:
    assert "beheer@proef.example" in server.ask("GET", "/accessibility")[3]


def test_a_backup_is_made_while_it_serves(server: Server, tmp_path: Path) -> None:
    assert server.ask("GET", "/sign-in")[0] == 200
    schakel("workspace", "backup", server.root, tmp_path / "kopie.zip")
    assert server.ask("GET", "/sign-in")[0] == 200


def test_somebody_shut_out_by_command_is_out(server: Server) -> None:
    told = schakel("workspace", "person", server.root, "--email", "Ans@proef.example", "--disable")
    assert "kan niet meer aanmelden" in told
    token_page = server.ask("GET", "/sign-in")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', token_page[3]).group(1)  # type: ignore[union-attr]
    sent = "; ".join(f"{name}={value}" for name, value in _cookies(token_page[2]).items())
    form = urlencode({"csrfmiddlewaretoken": token, "username": "ans@proef.example", "password": PASSWORD})
    assert server.ask("POST", "/sign-in", form, Origin=f"https://{HOST}", Cookie=sent)[0] == 200
    schakel("workspace", "person", server.root, "--email", "ans@proef.example", "--enable")
    assert server.ask("POST", "/sign-in", form, Origin=f"https://{HOST}", Cookie=sent)[0] == 302
    schakel("workspace", "person", server.root, "--email", "nobody@proef.example", "--enable", code=2)
    schakel("workspace", "person", server.root, "--email", "ans@proef.example", code=2)
    assert "ongebroken" in schakel("workspace", "check", server.root)


def test_it_calls_nobody_and_logs_one_line_per_event(server: Server) -> None:
    assert server.ask("GET", "/absent?resident=123456782")[0] == 404
    told = server.log.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in told.splitlines()]
    assert any(line["event"] == "request" and line["status"] == 404 for line in lines)
    assert "123456782" not in told
    assert "ans@proef" not in told.lower()
    assert not server.calls.exists()


def test_the_guard_notices_a_call(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    call = "import socket; socket.create_connection(('203.0.113.7', 9), timeout=1)"
    more = {"PYTHONPATH": str(tmp_path), "SCHAKEL_TEST_CALLS": str(tmp_path / "calls")}
    done = subprocess.run([sys.executable, "-c", call], env=environment(**more), capture_output=True, check=False)
    assert done.returncode == 1
    assert "203.0.113.7" in (tmp_path / "calls").read_text(encoding="utf-8")


def test_the_deployment_check_is_clean(server: Server) -> None:
    more = {"SCHAKEL_WORKSPACE": str(server.root), "DJANGO_SETTINGS_MODULE": "schakel.web.settings"}
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, env=environment(**more), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "0 silenced" in done.stdout + done.stderr
    waiting = [*command[:3], "makemigrations", "--check", "--dry-run"]
    done = subprocess.run(waiting, env=environment(**more), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout

"""A registration of cases as a server of its own on loopback, to the published OpenAPI; on command it misbehaves.

`python -m oracle.zgw_server '{"seed": 1, "count": 60, "page": 20}'` prints its port. It ends when its standard input
closes, and in any case after LONGEST seconds. POST /_rules takes a list of rules; GET /_seen tells what was asked.
"""

import json
import os
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

from oracle.zgw_world import World, world

LONGEST = 600
CLIENT, SECRET = "schakel-test", "een-geheim-van-meer-dan-32-tekens-lang"
APIS = {
    "/zaken/api/v1/": ("zaken", "statussen", "rollen", "resultaten"),
    "/catalogi/api/v1/": ("zaaktypen", "statustypen", "roltypen", "resultaattypen"),
}
FILTERS = ("zaaktype", "statustype", "roltype", "resultaattype", "zaak")


class Server(ThreadingHTTPServer):
    """Holds the world, the rules that still apply, and what was asked."""

    daemon_threads = True

    def __init__(self, asked: dict[str, Any]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server_address[1]}"
        self.size = asked.get("page", 20)
        self.world = world(self.base, asked.get("seed", 1), asked.get("count", 60))
        self.rules: list[dict[str, Any]] = []
        self.seen: list[dict[str, Any]] = []
        self.lock = threading.Lock()

    def rule(self, name: str, page: int) -> dict[str, Any] | None:
        """The first rule for this page, which has one time less to go."""
        with self.lock:
            for one in self.rules:
                if one["list"] == name and one.get("page", page) == page and one.get("times", 1) > 0:
                    one["times"] = one.get("times", 1) - 1
                    return one
        return None


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: Server
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Nothing is written."""

    def do_POST(self) -> None:
        """New rules."""
        self.server.rules = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.answer(200, {})

    def do_GET(self) -> None:
        """A page of a list, to who shows a good token and asks for coordinates."""
        parts = urlsplit(self.path)
        if parts.path == "/_seen":
            return self.answer(200, self.server.seen)
        name, questions = parts.path.rsplit("/", 1)[1], {k: v[0] for k, v in parse_qs(parts.query).items()}
        known = any(parts.path == prefix + one for prefix, names in APIS.items() for one in names if one == name)
        self.server.seen.append({"path": self.path, "headers": dict(self.headers)})
        if not self.is_known_client():
            return self.answer(403, {"code": "not_authenticated", "status": 403, "detail": "token", "title": ""})
        if parts.path.startswith("/zaken/") and self.headers.get("Accept-Crs") != "EPSG:4326":
            return self.answer(406, {"code": "missing_accept_crs", "status": 406, "detail": "crs", "title": ""})
        if not known:
            return self.answer(404, {"code": "not_found", "status": 404, "detail": "", "title": ""})
        page = int(questions.pop("page", "1"))
        found = self.page(name, questions, page)
        rule = self.server.rule(name, page)
        return self.misbehave(rule, found) if rule else self.answer(200, found)

    def is_known_client(self) -> bool:
        """Whether the token is signed with the secret and not older than an hour."""
        try:
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            claims = jwt.decode(token, SECRET, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            return False
        return bool(claims["client_id"] == claims["iss"] == CLIENT and abs(time.time() - claims["iat"]) < 3600)

    def page(self, name: str, questions: dict[str, str], page: int) -> dict[str, Any]:
        """count, next, previous and results."""
        every = [one for one in self.server.world.lists()[name] if matches(one, questions)]
        size, where = self.server.size, self.server.base + urlsplit(self.path).path

        def at(number: int) -> str | None:
            there = 1 <= number <= max(1, -(-len(every) // size))
            return f"{where}?{urlencode({**questions, 'page': number})}" if there else None

        part = every[(page - 1) * size : page * size]
        return {"count": len(every), "next": at(page + 1), "previous": at(page - 1), "results": part}

    def misbehave(self, rule: dict[str, Any], found: dict[str, Any]) -> None:
        """As the rule says."""
        if rule["do"] == "status":
            return self.answer(rule["status"], {"detail": "later"}, rule.get("headers", {}))
        if rule["do"] == "hang":
            time.sleep(rule["seconds"])
            return self.answer(200, found)
        if rule["do"] == "close":
            self.close_connection = True
            self.connection.close()
            return None
        if rule["do"] == "raw":
            return self.answer(200, rule["text"])
        if rule["do"] == "page":
            return self.answer(200, {**found, **rule["values"]})
        changed = [dict(one) for one in found["results"]]
        changed[rule.get("row", 0)] = deep(changed[rule.get("row", 0)], rule["key"].split("."), rule["value"])
        return self.answer(200, {**found, "results": changed})

    def answer(self, status: int, value: Any, headers: dict[str, str] | None = None) -> None:
        """JSON, or text as it is."""
        body = (value if isinstance(value, str) else json.dumps(value)).encode()
        self.send_response(status)
        for name, text in {"Content-Type": "application/json", "API-version": "1.5.1", **(headers or {})}.items():
            self.send_header(name, text)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def matches(one: dict[str, Any], questions: dict[str, str]) -> bool:
    """The filters of the two APIs that a fetch may use."""
    for name, value in questions.items():
        if name in FILTERS and one[name] != value:
            return False
        if name == "startdatum__gte" and one["startdatum"] < value:
            return False
        if name == "startdatum__lte" and one["startdatum"] > value:
            return False
    return True


def deep(found: dict[str, Any], steps: list[str], value: Any) -> dict[str, Any]:
    """A copy with one value replaced."""
    inner = value if len(steps) == 1 else deep(dict(found[steps[0]] or {}), steps[1:], value)
    return {**found, steps[0]: inner}


class Running:
    """A server that runs in a process of its own."""

    def __init__(self, port: int, seed: int, count: int) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self.world: World = world(self.base, seed, count)

    def rules(self, *rules: dict[str, Any]) -> None:
        """How it misbehaves from now on: list, page, times, do, and what `do` needs."""
        data = json.dumps(rules).encode()
        request = urllib.request.Request(f"{self.base}/_rules", data=data)  # noqa: S310 -- loopback
        urllib.request.urlopen(request, timeout=10).close()  # noqa: S310

    def seen(self) -> list[dict[str, Any]]:
        """What was asked of it."""
        with urllib.request.urlopen(f"{self.base}/_seen", timeout=10) as answer:  # noqa: S310
            return list(json.loads(answer.read()))


@contextmanager
def running(seed: int = 1, count: int = 60, page: int = 20) -> Iterator[Running]:
    """A server for the length of a block."""
    asked = json.dumps({"seed": seed, "count": count, "page": page})
    paths = os.pathsep.join([str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
    process = subprocess.Popen(
        [sys.executable, "-m", "oracle.zgw_server", asked],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": paths},
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield Running(int(process.stdout.readline()), seed, count)
    finally:
        process.stdin.close()
        process.wait(timeout=20)
        process.stdout.close()


def main() -> None:
    """Serve until the standard input closes or LONGEST seconds have passed."""
    server = Server(json.loads(sys.argv[1]))
    print(server.server_address[1], flush=True)  # noqa: T201
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    ended = threading.Event()

    def until_closed() -> None:
        sys.stdin.read()
        ended.set()

    threading.Thread(target=until_closed, daemon=True).start()
    ended.wait(LONGEST)
    server.shutdown()
    server.server_close()


if __name__ == "__main__":
    main()

"""Fifty analysts at once: each asks a page every ten seconds or so, from 200 selections; then the server is killed.

    python -m benchmarks.analysts [--minutes 10] [--analysts 50] [--scale 1.0] [--seed 1]

Prints waits (median, 95 and 99 %), errors, how many answers came from the cache, the memory of the server after the
warm-up and at the end, and whether every act that was accepted before a kill -9 is in the record afterwards.
"""

import argparse
import http.client
import json
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

from schakel.web.database import migrate, open_workspace
from schakel.web.workspace import new_workspace

SERVE = "from schakel.command import main; main()"
SCREENS = ("routes", "waits", "handovers", "findings", "flow", "partners")
MAPS = 0.6
THINK_S = 10.0
WARM_UP_SHARE = 0.2


@dataclass
class Tally:
    """What was seen by all together."""

    waits: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    again: int = 0
    accepted: int = 0
    guard: threading.Lock = field(default_factory=threading.Lock)


class Visitor:
    """A browser without pictures: its cookies and the token of its forms; a connection for each page."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies, self.token = port, dict[str, str](), ""

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """The status and the body of an answer; cookies are kept."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            body = urllib.parse.urlencode({"csrfmiddlewaretoken": self.token, **form})
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"http://127.0.0.1:{self.port}"}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        connection.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
        self.token = found[1] if found else self.token
        return answer.status, text

    def sign_in(self, name: str) -> None:
        """As one of the people of the demo."""
        _, page = self.ask("GET", "/sign-in")
        person = re.search(rf'value="(\d+)">\s*<strong>{name}', page)
        assert person, page[:400]
        status, _ = self.ask("POST", "/sign-in/as", {"person": person[1], "next": ""})
        assert status == 302, status


def main() -> None:
    """Make, serve, ask, kill, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--analysts", type=int, default=50)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="schakel-bench-") as folder:
        root = Path(folder) / "workspace"
        _fill(root, given.scale)
        port = _free()
        server = _serve(root, port)
        try:
            selections = _selections(given.seed)
            tally, memory = _visit(given.analysts, given.minutes * 60, port, selections, server.pid, given.seed)
            _print(tally, memory, given)
            _kill_in_mid_load(port, server)
        finally:
            server.kill()


def _fill(root: Path, scale: float) -> None:
    workspace = new_workspace(root, demo=True)
    open_workspace(root)
    migrate()
    from schakel.web.lindewaard import make_demo  # Django must know its workspace first

    make_demo(workspace, scale=scale)


def _free() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _serve(root: Path, port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-W", "ignore", "-c", SERVE, "serve", str(root), "--port", str(port), "--no-worker"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return process
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


def _selections(seed: int) -> list[str]:
    """200 filters of the kinds that people choose, as queries."""
    from schakel.web.access.models import Network
    from schakel.web.insight_desk.choices import choices

    network = Network.objects.get(slug="lindewaard")
    known = choices(network, network.snapshot)
    luck = random.Random(seed)  # noqa: S311 -- which pages are asked is no secret
    keys = [key for key in known.keys if known.values(key)]
    found: set[str] = {""}
    while len(found) < 200:
        pairs = [(key, luck.choice(list(known.values(key)))) for key in luck.sample(keys, luck.choice((0, 1, 1, 2)))]
        if luck.random() < 0.5:
            year, month = luck.choice((2021, 2022, 2023, 2024)), luck.randint(1, 12)
            pairs += [("from", f"{year}-{month:02}"), ("until", f"{year + 1}-{month:02}")]
        found.add(urllib.parse.urlencode(sorted(pairs)))
    return sorted(found)


def _visit(
    people: int, seconds: float, port: int, selections: list[str], pid: int, seed: int
) -> tuple[Tally, tuple[float, float]]:
    tally, ends = Tally(), time.monotonic() + seconds
    threads = [
        threading.Thread(target=_analyst, args=(tally, port, ends, selections, seed * 1000 + place), daemon=True)
        for place in range(people)
    ]
    for thread in threads:
        thread.start()
    time.sleep(seconds * WARM_UP_SHARE)
    before = _memory(pid)
    for thread in threads:
        thread.join(seconds + 120)
    return tally, (before, _memory(pid))


def _analyst(tally: Tally, port: int, ends: float, selections: list[str], seed: int) -> None:
    luck = random.Random(seed)  # noqa: S311
    visitor = Visitor(port)
    visitor.sign_in("Sem")
    while time.monotonic() < ends:
        time.sleep(min(luck.expovariate(1 / THINK_S), max(0.0, ends - time.monotonic())))
        screen = "map" if luck.random() < MAPS else luck.choice(SCREENS)
        address = f"/n/lindewaard/insight/{screen}?{luck.choice(selections)}"
        begun = time.perf_counter()
        try:
            status, _ = visitor.ask("GET", address)
        except OSError as error:
            status, address = 0, f"{address} {error}"
        took = time.perf_counter() - begun
        with tally.guard:
            tally.waits.append(took)
            tally.again += address in tally.asked
            tally.asked.add(address)
            if status != 200:
                tally.errors.append(f"{status} {address}")


def _memory(pid: int) -> float:
    """Resident memory of the server in MiB."""
    text = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", text)
    assert found
    return int(found[1]) / 1024


def _print(tally: Tally, memory: tuple[float, float], given: argparse.Namespace) -> None:
    cuts = quantiles(tally.waits, n=100)
    told = {
        "analysts": given.analysts,
        "minutes": given.minutes,
        "scale": given.scale,
        "requests": len(tally.waits),
        "p50_ms": round(cuts[49] * 1000),
        "p95_ms": round(cuts[94] * 1000),
        "p99_ms": round(cuts[98] * 1000),
        "errors": len(tally.errors),
        "asked_before_share": round(tally.again / len(tally.waits), 3),
        "memory_after_warm_up_mib": round(memory[0], 1),
        "memory_at_end_mib": round(memory[1], 1),
        "memory_growth_share": round(memory[1] / memory[0] - 1, 3),
    }
    print(json.dumps(told))
    for one in tally.errors[:10]:
        print(json.dumps({"error": one}))


def _kill_in_mid_load(port: int, server: subprocess.Popen[bytes]) -> None:
    """Ten people put hats on and off; the server is killed with -9 in the middle of it; the record is counted."""
    tally, stop = Tally(), threading.Event()
    threads = [threading.Thread(target=_acts, args=(tally, port, stop), daemon=True) for _ in range(10)]
    for thread in threads:
        thread.start()
    time.sleep(6)
    server.send_signal(signal.SIGKILL)
    server.wait()
    stop.set()
    for thread in threads:
        thread.join(60)
    from schakel.web.record.append import line_of
    from schakel.web.record.chain import first_break
    from schakel.web.record.models import Entry, Head

    head = Head.objects.get()
    kept = Entry.objects.filter(kind="hat_worn").count()
    whole = first_break(map(line_of, Entry.objects.order_by("seq").iterator()), head.seq, head.hash) is None
    told = {"accepted_before_kill": tally.accepted, "in_the_record": kept, "lost": max(0, tally.accepted - kept)}
    print(json.dumps({**told, "chain_holds": whole}))


def _acts(tally: Tally, port: int, stop: threading.Event) -> None:
    visitor = Visitor(port)
    visitor.sign_in("Sem")
    _, page = visitor.ask("GET", "/n/lindewaard/where")
    hats = re.findall(r'name="hat" value="(\d+)"', page)
    while not stop.is_set():
        try:
            status, _ = visitor.ask("POST", "/hat", {"hat": hats[0]})
        except (OSError, http.client.HTTPException):
            return
        with tally.guard:
            tally.accepted += status == 302


if __name__ == "__main__":
    main()

"""From filter to redrawn map at the server: python -m benchmarks.workbench [EVENTS].

A log of EVENTS events (default 1 000 000) in a workspace of its own, served by a process of its own on loopback. Per
selection, none asked before: seconds until the whole page is there (`http`), the same in this process (`shown`), and of
that the time in DuckDB (`sql`) and in Graphviz (`dot`). `bound`: one plain scan of the same columns of the steps, by
DuckDB from Parquet, in the same run. The last line is the median over the selections and its ratio to the bound.
"""

import json
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from statistics import median

import duckdb
from benchmarks.make_log import write

from schakel.data.load import load
from schakel.web.database import migrate, open_workspace
from schakel.web.workspace import new_workspace

GOAL_S = 0.3
SELECTIONS: tuple[dict[str, object], ...] = (
    {"region": "region 3"},
    {"from": "2020-01", "until": "2021-06"},
    {"partner": "Partner 07"},
    {"region": ["region 1", "region 2", "region 4", "region 5"]},
    {"activity": "Activity 09", "from": "2019-06", "by": "active"},
)
BOUND = """
SELECT activity, partner, next_activity, COUNT(*), COUNT(DISTINCT resident_no), SUM(wait_us), SUM(touch_us)
FROM read_parquet('{steps}/*/*.parquet', hive_partitioning = false) GROUP BY ALL
"""
SERVE = "from schakel.command import main; main()"


def main(events: int = 1_000_000) -> None:
    """Make, serve, ask, print."""
    with tempfile.TemporaryDirectory(prefix="schakel-bench-") as folder:
        root = Path(folder) / "workspace"
        steps = _fill(root, events, Path(folder))
        bound = _least(lambda: duckdb.connect().execute(BOUND.format(steps=steps)).fetchall())
        with _served(root) as open_page:
            first = _timed(lambda: open_page({}))
            http = [_timed(lambda one=one: open_page(one)) for one in SELECTIONS]  # type: ignore[misc]
            again = _timed(lambda: open_page(SELECTIONS[0]))
        _inside(http)
        print(json.dumps({"events": events, "first_s": round(first, 3), "from_cache_s": round(again, 3)}))
        told = {"median_s": round(median(http), 3), "goal_s": GOAL_S, "bound_s": round(bound, 3)}
        print(json.dumps({**told, "ratio": round(median(http) / bound, 2)}))


def _fill(root: Path, events: int, folder: Path) -> Path:
    """A workspace with the log published; the folder of its steps."""
    workspace = new_workspace(root, demo=True)
    open_workspace(root)
    migrate()
    from schakel.web.lindewaard import fill_network  # Django must know its workspace first

    write(events, folder / "made.parquet")
    log = workspace.network("lindewaard") / "logs" / "made"
    snapshot = load(folder / "made.parquet", log, public=True)
    (folder / "made.parquet").unlink()
    network = fill_network(())
    network.log, network.snapshot = "made", snapshot.id
    network.save()
    return snapshot.folder / "steps"


@contextmanager
def _served(root: Path) -> Iterator[Callable[[dict[str, object]], bytes]]:
    """A way to open the map with filters, as somebody who is signed in."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-c", SERVE, "serve", str(root), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        base = f"http://127.0.0.1:{port}"
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        _sign_in(opener, base)

        def open_page(filters: dict[str, object]) -> bytes:
            query = urllib.parse.urlencode(filters, doseq=True)
            return bytes(opener.open(f"{base}/n/lindewaard/insight/map?{query}").read())

        yield open_page
    finally:
        process.terminate()
        process.wait(30)


def _sign_in(opener: urllib.request.OpenerDirector, base: str) -> None:
    for _ in range(400):
        try:
            page = opener.open(f"{base}/sign-in").read().decode()
            break
        except urllib.error.URLError:
            time.sleep(0.1)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    person = re.search(r'name="person" value="(\d+)"', page) or re.search(r'value="(\d+)"', page)
    assert token
    assert person
    told = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], "person": person[1]}).encode()
    opener.open(urllib.request.Request(f"{base}/sign-in/as", told, {"Referer": base})).read()  # noqa: S310 -- loopback


def _inside(http: list[float]) -> None:
    """The same in this process, with what takes the time."""
    from django.http import QueryDict

    from schakel.draw import map_layout
    from schakel.insight import cells, view
    from schakel.web.access.models import Network
    from schakel.web.insight_desk.look import Look
    from schakel.web.insight_desk.shown import shown

    spent = {"sql": 0.0, "dot": 0.0}
    for module, name, kind in (
        *((module, name, "sql") for module in (view, cells) for name in ("rows", "run")),
        (map_layout, "_run", "dot"),
    ):
        setattr(module, name, _counted(getattr(module, name), spent, kind))
    network = Network.objects.get()
    shown(network, Look.of(network, "map", QueryDict("")), "nl")
    for one, seconds in zip(SELECTIONS, http, strict=True):
        query = urllib.parse.urlencode(list(one.items()), doseq=True)
        spent.update(sql=0.0, dot=0.0)
        processor = time.process_time()
        took = _timed(lambda query=query: shown(network, Look.of(network, "map", QueryDict(query)), "nl"))  # type: ignore[misc]
        told = {"http_s": seconds, "shown_s": took, "cpu_s": time.process_time() - processor, **spent}
        print(json.dumps({"selection": query, **{name: round(value, 3) for name, value in told.items()}}))


def _counted(function: Callable[..., object], spent: dict[str, float], name: str) -> Callable[..., object]:
    def timed(*given: object, **named: object) -> object:
        start = time.perf_counter()
        try:
            return function(*given, **named)
        finally:
            spent[name] += time.perf_counter() - start

    return timed


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _least(work: Callable[[], object], times: int = 5) -> float:
    return min(_timed(work) for _ in range(times))


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))

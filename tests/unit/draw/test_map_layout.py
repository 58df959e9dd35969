"""Places come from Graphviz, one call at a time, and are the same every time."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from schakel.draw import map_layout
from schakel.draw.map_layout import Box, LayoutError, Line, layout
from unit.draw import examples

BOXES = (
    Box(28, 28, True, is_first=True, is_round=True),
    Box(120, 50, True),
    Box(90, 60, True),
    Box(100, 50),
    Box(28, 28, True, is_last=True, is_round=True),
)
LINES = (Line(0, 1, 40), Line(1, 2, 40), Line(2, 4, 40), Line(1, 3), Line(3, 2), Line(2, 1), Line(3, 1), Line(1, 1))


def test_the_spine_is_straight_and_runs_down() -> None:
    found = layout(BOXES, LINES)
    xs = {round(found.centres[place][0], 2) for place in (0, 1, 2, 4)}
    assert len(xs) == 1
    ys = [found.centres[place][1] for place in (0, 1, 2, 4)]
    assert ys == sorted(ys)


def test_curves_start_and_end_at_their_boxes() -> None:
    found = layout(BOXES, LINES)
    for line, curve in zip(LINES, found.curves, strict=True):
        assert len(curve) % 3 == 1
        for place, point, slack in ((line.source, curve[0], 2), (line.target, curve[-1], line.tip + 2)):
            box, centre = BOXES[place], found.centres[place]
            assert abs(point[0] - centre[0]) <= box.width / 2 + slack
            assert abs(point[1] - centre[1]) <= box.height / 2 + slack


def test_boxes_do_not_overlap() -> None:
    found = layout(BOXES, LINES)
    for one in range(len(BOXES)):
        for other in range(one):
            (x, y), (u, v) = found.centres[one], found.centres[other]
            wide, high = (BOXES[one].width + BOXES[other].width) / 2, (BOXES[one].height + BOXES[other].height) / 2
            assert abs(x - u) >= wide or abs(y - v) >= high


def test_a_hidden_line_orders_boxes_and_has_no_curve() -> None:
    found = layout(BOXES[1:3], (Line(1, 0, hidden=True),))
    assert found.curves == ((),)
    assert found.centres[1][1] < found.centres[0][1]


def test_nothing_gives_nothing() -> None:
    assert layout((), ()).centres == ()


def test_four_threads_get_what_one_gets() -> None:
    """The WebAssembly instance aborts the whole process when two threads enter it, so this is a process of its own."""
    script = (
        "import threading\n"
        "from schakel.draw.map_layout import Box, Line, layout\n"
        "found = {}\n"
        "def work(start):\n"
        "    for n in range(start, 24, 4):\n"
        "        boxes = tuple(Box(60 + n, 40) for _ in range(12))\n"
        "        lines = tuple(Line(a, b) for a in range(12) for b in range(12) if (a * 5 + b + n) % 4 == 0)\n"
        "        found[n] = layout(boxes, lines)\n"
        "threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]\n"
        "[t.start() for t in threads]; [t.join() for t in threads]\n"
        "print(len(found), sum(round(f.width + f.height) for f in found.values()))\n"
    )
    env = {**os.environ, "PYTHONPATH": str(Path(map_layout.__file__).parents[2])}
    done = [
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=env, check=True).stdout
        for _ in range(2)
    ]
    assert done[0] == done[1]
    assert done[0].startswith("24 ")


def test_threads_share_the_lock_in_this_process() -> None:
    found: list[map_layout.MapLayout] = []
    threads = [
        threading.Thread(target=lambda n=n: found.append(layout((Box(50 + n, 40), Box(50, 40)), (Line(0, 1),))))
        for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4


def test_without_the_wheel_and_without_dot_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    map_layout._run.cache_clear()
    monkeypatch.setitem(sys.modules, "schakel.draw.graphviz_wheel", None)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(LayoutError, match="no dot program"):
        layout(BOXES[:2], (Line(0, 1, 3),))


def test_without_the_wheel_a_system_dot_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    wanted = layout(BOXES, LINES)
    answer = tmp_path / "answer.txt"
    answer.write_text(map_layout._run(map_layout._source(BOXES, LINES, map_layout._upwards(5, LINES), 24, 44)))
    program = tmp_path / "dot"
    program.write_text(f"#!/bin/sh\ncat >/dev/null\ncat '{answer}'\n")
    program.chmod(0o755)
    map_layout._run.cache_clear()
    monkeypatch.setitem(sys.modules, "schakel.draw.graphviz_wheel", None)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert layout(BOXES, LINES) == wanted
    map_layout._run.cache_clear()


def test_golden_places_of_the_invented_chain() -> None:
    """Another Graphviz, or other weights, may move the map; look at it before renewing this (examples.py --renew)."""
    wanted = json.loads((examples.GOLDEN / "chain_layout.json").read_text(encoding="utf-8"))
    assert examples.chain_layout() == wanted


def test_a_home_that_may_not_be_written_gives_the_same_places(tmp_path: Path) -> None:
    script = (
        "from schakel.draw.map_layout import Box, Line, layout;"
        "print(layout((Box(50, 40), Box(60, 40)), (Line(0, 1, 3),)))"
    )
    home = tmp_path / "file"
    home.write_text("not a folder", encoding="utf-8")
    env = {key: value for key, value in os.environ.items() if key not in ("HOME", "XDG_CACHE_HOME")}
    places = {
        subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, env={**env, "HOME": where}, check=True
        ).stdout
        for where in (str(tmp_path), str(home))
    }
    assert len(places) == 1

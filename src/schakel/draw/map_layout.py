"""Where boxes and lines go: Graphviz `dot`, from its WebAssembly wheel, else from the system. It draws nothing."""

import shutil
import subprocess
import threading
from dataclasses import dataclass
from functools import lru_cache

from schakel.draw.svg import Point

# One WebAssembly instance serves the process, and it aborts the process when two threads enter it.
_ONE_AT_A_TIME = threading.Lock()
INCH = 72.0
SECONDS = 30


class LayoutError(RuntimeError):
    """Neither the wheel nor a system `dot` could lay the graph out."""


@dataclass(frozen=True)
class Box:
    """Something to place, in px. first and last keep it above or below everything else."""

    width: float
    height: float
    on_spine: bool = False
    is_first: bool = False
    is_last: bool = False
    is_round: bool = False


@dataclass(frozen=True)
class Line:
    """From box to box, by their places in the list. weight 1..: how short and straight; tip: px left for an arrow.

    hidden: keeps its boxes in order but has no curve. into_top: ends at the middle of the target's upper side, or of
    its left side in a layout that runs across.
    """

    source: int
    target: int
    weight: int = 1
    tip: float = 8.0
    hidden: bool = False
    into_top: bool = False


@dataclass(frozen=True)
class MapLayout:
    """centres: per box. curves: per line, a start and triples of Bezier points, ending where the arrow tip begins."""

    width: float
    height: float
    centres: tuple[Point, ...]
    curves: tuple[tuple[Point, ...], ...]


def layout(
    boxes: tuple[Box, ...], lines: tuple[Line, ...], *, aside: float = 24, below: float = 44, across: bool = False
) -> MapLayout:
    """Places in px, y downwards; the same input gives the same places. aside, below: least room between boxes.

    across: from left to right instead of downwards; below is then the room from one to the next.

    Lines that would close a cycle with those before them in the list run upwards, so put the main ones first.
    """
    if not boxes:
        return MapLayout(0, 0, (), ())
    upwards = _upwards(len(boxes), lines)
    return _read(_run(_source(boxes, lines, upwards, aside, below, across)), len(boxes), lines, upwards)


def _upwards(boxes: int, lines: tuple[Line, ...]) -> frozenset[int]:
    """Lines to turn so that no cycle is left: each that goes against the lines before it."""
    below: list[set[int]] = [{box} for box in range(boxes)]  # everything that can be reached from a box
    turned = set()
    for place, line in enumerate(lines):
        source, target = line.source, line.target
        if source == target:
            continue
        if source in below[target]:
            turned.add(place)
            source, target = target, source
        for reached in below:
            if source in reached:
                reached |= below[target]
    return frozenset(turned)


def _source(
    boxes: tuple[Box, ...],
    lines: tuple[Line, ...],
    upwards: frozenset[int],
    aside: float,
    below: float,
    across: bool = False,
) -> str:
    rows = [
        "digraph g {",
        f"rankdir={'LR' if across else 'TB'}; splines=spline; margin=0;",
        f"nodesep={aside / INCH:.4f}; ranksep={below / INCH:.4f};",
        'node [shape=box, fixedsize=true, label=""];',
        'edge [label=""];',
    ]
    for place, box in enumerate(boxes):
        more = ', group="spine"' if box.on_spine else ""
        more += ", shape=circle" if box.is_round else ""
        rows.append(f"n{place} [width={box.width / INCH:.4f}, height={box.height / INCH:.4f}{more}];")
        if box.is_first or box.is_last:
            rows.append(f"{{rank={'source' if box.is_first else 'sink'}; n{place};}}")
    for place, line in enumerate(lines):
        ends = (line.target, line.source) if place in upwards else (line.source, line.target)
        look = f"weight={line.weight}, arrowsize={line.tip / 10:.3f}, color=e{place}"  # the colour tells it back to us
        look += ", dir=back" if place in upwards else ""
        look += ", style=invis" if line.hidden else ""
        look += f", headport={'w' if across else 'n'}" if line.into_top else ""
        rows.append(f"n{ends[0]} -> n{ends[1]} [{look}];")
    return "\n".join((*rows, "}", ""))


@lru_cache(maxsize=64)
def _run(source: str) -> str:
    try:
        with _ONE_AT_A_TIME:
            from schakel.draw.graphviz_wheel import plain  # loads WebAssembly: only where a map is drawn

            return plain(source)
    except Exception as problem:  # the young wheel may fail in any way; a system dot gives the same places
        return _run_system(source, problem)


def _run_system(source: str, first: Exception) -> str:
    program = shutil.which("dot")
    if program is None:
        raise LayoutError("no graphviz: the wheel failed and there is no dot program") from first
    done = subprocess.run(  # noqa: S603 the program is found on the path and reads generated text only
        [program, "-Tplain"], input=source, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    if done.returncode:
        raise LayoutError(done.stderr.strip()[:200]) from first
    return done.stdout


def _read(plain: str, boxes: int, lines: tuple[Line, ...], upwards: frozenset[int]) -> MapLayout:
    size = (0.0, 0.0)
    centres: dict[int, Point] = {}
    curves: dict[int, tuple[Point, ...]] = {}
    for row in plain.replace("\\\n", "").splitlines():
        words = row.split()
        if words[0] == "graph":
            size = float(words[2]) * INCH, float(words[3]) * INCH
        elif words[0] == "node":
            centres[int(words[1][1:])] = float(words[2]) * INCH, size[1] - float(words[3]) * INCH
        elif words[0] == "edge":
            numbers = [float(word) * INCH for word in words[4 : 4 + 2 * int(words[3])]]
            points = tuple((x, size[1] - y) for x, y in zip(numbers[::2], numbers[1::2], strict=True))
            place = int(words[-1][1:])
            curves[place] = points[::-1] if place in upwards else points
    return MapLayout(
        *size,
        tuple(centres[place] for place in range(boxes)),
        tuple(() if line.hidden else curves[place] for place, line in enumerate(lines)),
    )

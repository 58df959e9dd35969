"""A replay of a simulated log that needs no script: clients as marks that move between stages, in one SVG.

Where movement is not wanted, on paper, and in programs that know no animation, it is a still with the last numbers.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from schakel.draw.map_choice import connected_first
from schakel.draw.map_data import MapEdge
from schakel.draw.map_layout import MapLayout
from schakel.draw.map_lines import MapLine, draw_line
from schakel.draw.palette import ACCENT, INK, LINE, PAPER, SPINE
from schakel.draw.picture import Picture, Twin
from schakel.draw.simulated.chain_layout import Flow, chain_layout
from schakel.draw.simulated.replay_box import ReplayBox, draw_replay_box, end_width, replay_box, strip_place
from schakel.draw.simulated.replay_counts import (
    PeriodCount,
    StageCount,
    period_counts,
    replay_twins,
    stage_counts,
)
from schakel.draw.simulated.replay_data import ReplayClient, ReplayData, ReplayStage, Visit
from schakel.draw.simulated.replay_path import Stay, cells, frames, keyframes
from schakel.draw.simulated.replay_style import controls, progress, strip, style
from schakel.draw.simulated.scope import simulated_lines
from schakel.draw.simulated.sheet import SMALL, WIDTH, Key, Look, sheet
from schakel.draw.svg import Point, label, number, tag
from schakel.draw.wording import count
from schakel.texts import say

__all__ = ["ReplayClient", "ReplayData", "ReplayStage", "Visit", "replay"]

GLIDE = 0.5  # seconds that a step from field to field takes
END_HIGH = 24.0
TOP = 44.0  # px of the controls and the week
OUTS = ("done", "gone")
MOST_BYTES = 450_000
MOST_BOXES, MOST_LINES = 14, 26
SHORT = 4  # weeks between the numbers in the boxes, quarters in a long replay
LONG = 160
MARK = 3.6
MANY = 1000  # beside which every line is thin


@dataclass(frozen=True)
class _Stage:
    """The still part with its places: boxes, ends, and the numbers per period."""

    boxes: tuple[ReplayBox, ...]
    layout: MapLayout
    first: dict[str, StageCount]  # at week 0
    periods: tuple[PeriodCount, ...]
    ends: tuple[str, ...]  # words of where clients come in and go out

    def centre(self, stage: str) -> tuple[ReplayBox, Point]:
        """The box of a stage and its centre."""
        place = next(place for place, box in enumerate(self.boxes) if box.stage.id == stage)
        return self.boxes[place], self.layout.centres[place + 1]


def replay(data: ReplayData, lang: str, *, name: str = "replay") -> Picture:
    """The picture, below half a million bytes: with fewer marks where many steps would make it larger.

    LayoutError when there is no working Graphviz.
    """
    shown = data.merged(MOST_BOXES, say("draw.replay.rest", lang))
    clients = shown.sampled
    while True:
        picture = _replay(shown, clients, replay_twins(data, lang), lang, name)
        if len(picture.svg.encode()) <= MOST_BYTES or len(clients) < 2:
            return picture
        clients = clients[::2]


def _replay(
    data: ReplayData, clients: Sequence[ReplayClient], twins: tuple[Twin, Twin], lang: str, name: str
) -> Picture:
    parts: list[str] = []
    width, y = WIDTH, 0.0
    if clients and data.stages:
        parts, width, y = _drawn(data, clients, lang, name)
    sampled = say("draw.replay.sampled", lang, n=len(clients), all=len(data.clients))
    key = "description" if parts else "description_empty"
    return sheet(
        name,
        say("draw.replay.title", lang),
        say(f"draw.replay.{key}", lang, seconds=data.seconds, weeks=data.scope.weeks, n=len(clients)),
        (parts, y),
        twins,
        lang,
        keys=_keys(lang),
        phrases=simulated_lines(data.scope, lang, (sampled, say("draw.replay.one_run", lang))),
        width=width,
        links=bool(parts),
    )


def _drawn(data: ReplayData, clients: Sequence[ReplayClient], lang: str, name: str) -> tuple[list[str], float, float]:
    """The whole drawing, its width and where it ends."""
    given, most = cells(clients)
    stage = _stage(data, most, lang)
    left = min(0.0, *(x for line in stage.layout.curves for x, _ in line))
    right = max(stage.layout.width, *(x for line in stage.layout.curves for x, _ in line))
    width = max(WIDTH, right - left)
    still, moving = _numbers(stage, lang, name)
    marks, rules = _marks(data, clients, stage, given, name)
    shift = f"translate({number((width - right + left) / 2 - left)} {number(TOP)})"
    buttons, x = controls(name, width, lang)
    field = tag("rect", x=left, width=right - left, height=stage.layout.height, fill="none", pointer_events="all")
    run = [
        field,
        *_lines(stage),
        *(tag("g", *draw_replay_box(box, centre, lang)) for box, centre in _placed(stage)),
        *_ends(stage),
        tag("g", *still, class_=f"{name}-still"),
        tag("g", *moving, *marks, class_=f"{name}-moving", display="none", aria_hidden="true"),
    ]
    return (
        [
            tag("style", style(name, data.seconds, data.scope.weeks, len(stage.periods)) + "".join(rules)),
            *buttons,
            tag("g", *run, class_=f"{name}-run", transform=shift),
            progress(name, data.scope.weeks, x + 14, lang),
        ],
        width,
        TOP + stage.layout.height + 8,
    )


def _stage(data: ReplayData, most: dict[str, int], lang: str) -> _Stage:
    boxes = tuple(replay_box(stage, most.get(stage.id, 0)) for stage in data.stages)
    ends = tuple(say(f"draw.replay.end_{key}", lang) for key in ("new", *OUTS))
    small = [(end_width(text), END_HIGH) for text in ends]
    sizes = [small[0], *((box.width, box.height) for box in boxes), *small[1:]]
    flows = _flows(data)
    length = SHORT if data.scope.weeks <= LONG else 13
    layout = chain_layout(sizes, flows, [7.0] * len(flows), lasts=len(OUTS))
    return _Stage(boxes, layout, stage_counts(data, 0, 0), period_counts(data, length), ends)


def _flows(data: ReplayData) -> list[Flow]:
    """How many clients go from which box to which, by their places in the layout: the ways that most go."""
    place = {stage.id: number + 1 for number, stage in enumerate(data.stages)}
    out = {kind: len(data.stages) + 1 + number for number, kind in enumerate(OUTS)}
    pairs: Counter[tuple[int, int]] = Counter()
    for client in data.clients:
        way = [place[visit.stage] for visit in client.visits]
        if client.came > 0:
            way.insert(0, 0)
        if client.outcome != "running":
            way.append(out[client.outcome])
        pairs.update(pairwise(way))
    edges = [MapEdge(str(source), str(target), n) for (source, target), n in pairs.most_common() if source != target]
    ranked = sorted(edges, key=lambda edge: (-edge.number, int(edge.source), int(edge.target)))
    return [(int(one.source), int(one.target), float(one.number)) for one in connected_first(ranked, MOST_LINES)]


def _placed(stage: _Stage) -> list[tuple[ReplayBox, Point]]:
    return list(zip(stage.boxes, stage.layout.centres[1:], strict=False))


def _lines(stage: _Stage) -> list[str]:
    thin = MapEdge("", "", 1)
    lines = (MapLine(thin, curve, 1.3, LINE, False, ("", ""), "") for curve in stage.layout.curves)
    return [tag("g", *(draw_line(line, MANY).replace("<title/>", "") for line in lines), aria_hidden="true")]


def _ends(stage: _Stage) -> list[str]:
    parts = []
    for text, (x, y), wide in _end_places(stage):
        look: Look = {"rx": END_HIGH / 2, "fill": SPINE}
        parts.append(tag("rect", x=x - wide / 2, y=y - END_HIGH / 2, width=wide, height=END_HIGH, **look))
        parts.append(label(x - wide / 2 + 10, y + 4, text, SMALL, PAPER, font_weight="bold"))
    return parts


def _end_places(stage: _Stage) -> list[tuple[str, Point, float]]:
    centres = stage.layout.centres
    places = (centres[0], *centres[-len(OUTS) :])
    return [(text, centre, end_width(text)) for text, centre in zip(stage.ends, places, strict=True)]


def _numbers(stage: _Stage, lang: str, name: str) -> tuple[list[str], list[str]]:
    """The numbers of the last period, for the still; and strips with those of all periods, that step."""
    shown: list[tuple[Point, list[str], str, str]] = []  # corner, numbers, colour, anchor
    for box, centre in _placed(stage):
        for kind, is_helped in (("waiting", False), ("helped", True)):
            values = [getattr(stage.first[box.stage.id], kind)]
            values += [getattr(period.stages[box.stage.id], kind) for period in stage.periods]
            corner = strip_place(box, centre, is_helped=is_helped)
            shown.append((corner, [count(value, lang) for value in values], INK, "start"))
    for kind, (_, (x, y), wide) in zip(("new", *OUTS), _end_places(stage), strict=True):
        added = accumulate((getattr(period, kind) for period in stage.periods), initial=0)
        shown.append(((x + wide / 2 - 10, y - 7), [count(n, lang) for n in added], PAPER, "end"))
    still = []
    for (x, y), values, colour, anchor in shown:
        at = anchor if anchor != "start" else None
        still.append(label(x, y + 11, values[-1], SMALL, colour, font_weight="bold", text_anchor=at))
    return still, [strip(name, "counts", *one) for one in shown]


def _marks(
    data: ReplayData,
    clients: Sequence[ReplayClient],
    stage: _Stage,
    given: dict[tuple[int, int], int],
    name: str,
) -> tuple[list[str], list[str]]:
    """A mark per client, and the CSS of its way."""
    centres = stage.layout.centres
    outs = dict(zip(OUTS, centres[-len(OUTS) :], strict=True))
    marks, rules = [], []
    for place, client in enumerate(clients):

        def where(turn: int, stay: Stay, place: int = place) -> Point:
            box, centre = stage.centre(stay[2])
            return box.cell(given[place, turn], centre, is_helped=stay[3] == "help")

        ends = centres[0], outs.get(client.outcome, centres[-1])
        found = frames(client, data.scope.weeks, GLIDE / data.seconds, where, ends)
        rules.append(keyframes(f"{name}-{place}", found))
        marks.append(tag("circle", r=MARK, class_=f"{name}-m", style=f"animation-name:{name}-{place}"))
    return marks, rules


def _keys(lang: str) -> list[Key]:
    dot = tag("circle", cx=5, cy=7, r=MARK, fill=ACCENT)
    wait = tag("rect", x=0.5, y=1, width=22, height=12, fill=PAPER, stroke=LINE, stroke_dasharray="3 2")
    helped = tag("rect", x=0.5, y=1, width=22, height=12, fill="#e7eef4", stroke=ACCENT)
    return [
        (dot, 10.0, say("draw.replay.key_mark", lang)),
        (wait, 23.0, say("draw.replay.key_wait", lang)),
        (helped, 23.0, say("draw.replay.key_help", lang)),
    ]

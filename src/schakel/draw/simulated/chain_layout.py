"""Places for the boxes of a chain, from where clients come in to where they go out."""

from collections.abc import Sequence
from itertools import pairwise

from schakel.draw.map_layout import Box, Line, MapLayout
from schakel.draw.map_placing import as_wide_as_fits
from schakel.draw.svg import Point

Flow = tuple[int, int, float]  # from box, to box, how much


def chain_layout(sizes: Sequence[Point], flows: Sequence[Flow], tips: Sequence[float], *, lasts: int = 1) -> MapLayout:
    """sizes: width and height of each box in px; the first is where clients come in, the last `lasts` where they go
    out. The largest way through runs straight down. Curves stand in the order of the flows.

    tips: px that each line leaves for its arrow. LayoutError when there is no working Graphviz.
    """
    spine = main_way(flows, len(sizes) - lasts)
    boxes = tuple(
        Box(*size, on_spine=place in spine, is_first=place == 0, is_last=place >= len(sizes) - lasts)
        for place, size in enumerate(sizes)
    )
    most = max((flow[2] for flow in flows), default=0.0) or 1.0
    pairs = set(pairwise(spine))
    order = sorted(range(len(flows)), key=lambda n: (flows[n][:2] not in pairs, -flows[n][2], flows[n][:2]))
    lines = []
    for place in order:
        source, target, much = flows[place]
        weight = max(1, round(40 * much / most)) * (6 if (source, target) in pairs else 1)
        lines.append(Line(source, target, weight, tips[place]))
    found = as_wide_as_fits(boxes, tuple(lines))
    curves = dict(zip(order, found.curves, strict=True))
    return MapLayout(found.width, found.height, found.centres, tuple(curves[place] for place in range(len(flows))))


def main_way(flows: Sequence[Flow], end: int) -> tuple[int, ...]:
    """Boxes from the first to `end` along the largest flow each time, until a box comes back."""
    way = [0]
    while way[-1] != end:
        ahead = [flow for flow in flows if flow[0] == way[-1] and flow[1] not in way]
        if not ahead:
            break
        way.append(max(ahead, key=lambda flow: (flow[2], -flow[1]))[1])
    return tuple(way)

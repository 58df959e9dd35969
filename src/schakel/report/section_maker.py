"""The sections of a report, each made only if it is wanted, and what several of them share counted once."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import cached_property

from schakel.chain.table import Table
from schakel.report import (
    data_section,
    flow_section,
    handover_section,
    map_section,
    own_section,
    partner_section,
    pinch_section,
    punctuality_section,
    routes_section,
    time_section,
)
from schakel.report.document import Section
from schakel.report.limits_section import limits_section
from schakel.report.material import Material

Finish = Callable[[], Section]


class SectionMaker:
    """Makes sections from one report's material. charts, maps: where pictures are drawn meanwhile."""

    def __init__(self, material: Material, charts: Executor, maps: Executor) -> None:
        self.material, self.charts, self.maps = material, charts, maps
        # In this order: what takes longest to draw is counted first.
        self.drawn: dict[str, Callable[[], Finish]] = {
            "months": self._months,
            "map": self._map,
            "handovers": self._handovers,
            "punctuality": self._punctuality,
            "time": self._time,
        }

    @cached_property
    def links(self) -> Table:
        """The transitions as released."""
        return map_section.edges(self.material)

    @cached_property
    def routes(self) -> routes_section.Routes:
        """The dominant routes as released."""
        return routes_section.dominant_routes(self.material)

    def counted(self, name: str) -> Section:
        """A section that has no chart or map to wait for."""
        material = self.material
        if name == "pinch":
            return pinch_section.pinch_section(pinch_section.pinches(material), material)
        if name == "routes":
            return routes_section.routes_section(self.routes, material)
        makers = {
            "own": own_section.own_section,
            "partners": partner_section.partner_section,
            "data": data_section.data_section,
            "definitions": data_section.definitions_section,
            "limits": limits_section,
        }
        return makers[name](material)

    def _months(self) -> Finish:
        found = flow_section.flow(self.material)
        drawing = self.charts.submit(flow_section.flow_picture, found, self.material)
        return lambda: flow_section.flow_section(found, drawing.result(), self.material)

    def _map(self) -> Finish:
        chain = map_section.found_map(self.material, self.links)
        drawing = self.maps.submit(map_section.draw_map, chain, self.material)
        return lambda: map_section.map_section(chain, drawing.result(), self.material)

    def _handovers(self) -> Finish:
        found = handover_section.handovers(self.material)
        drawing = self.charts.submit(handover_section.handover_picture, self.material, found)
        return lambda: handover_section.handover_section(self.material, found, drawing.result())

    def _punctuality(self) -> Finish:
        found = punctuality_section.punctuality(self.material)
        drawing = self.charts.submit(punctuality_section.punctuality_picture, found, self.material)
        return lambda: punctuality_section.punctuality_section(found, drawing.result(), self.material)

    def _time(self) -> Finish:
        links = self.links
        data = time_section.time_data(self.material, links)
        drawing = self.charts.submit(time_section.time_pictures, data, self.material.lang)
        return lambda: time_section.time_section(self.material, links, drawing.result())


def make_sections(material: Material, wanted: Sequence[str]) -> tuple[routes_section.Routes, tuple[Section, ...]]:
    """The dominant routes, which the top of a report tells too, and the sections wanted, in that order.

    Graphviz and Vega take their time outside Python, so they draw while the rest is counted.
    """
    material.scope("cases")  # kept from here on: only this thread may ask the view
    with ThreadPoolExecutor(1) as charts, ThreadPoolExecutor(1) as maps:
        maker = SectionMaker(material, charts, maps)
        started = {name: start() for name, start in maker.drawn.items() if name in wanted}
        routes = maker.routes
        made = {name: maker.counted(name) for name in wanted if name not in maker.drawn}
        made |= {name: finish() for name, finish in started.items()}
    return routes, tuple(made[name] for name in wanted)

"""The sections of each screen: those of the report of a chain, on the selection of the look."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import ceil

from schakel.draw.map_choice import MOST_BOXES, MOST_EDGES
from schakel.report import (
    flow_section,
    handover_section,
    map_section,
    partner_section,
    pinch_section,
    routes_section,
    time_section,
)
from schakel.report.document import Section
from schakel.report.map_section import ChainMap
from schakel.report.material import Material
from schakel.web.insight_desk.addresses import Addresses
from schakel.web.insight_desk.look import Look

LEAST_BOXES, LEAST_EDGES = 2, 3


@dataclass(frozen=True)
class Sides:
    """What a screen is made from: one material, or two that stand beside each other."""

    materials: tuple[Material, ...]
    look: Look
    addresses: Addresses

    @property
    def material(self) -> Material:
        """The first, or only one."""
        return self.materials[0]


def linked_map(sides: Sides, material: Material, *, name: str) -> Section:
    """The map with as much as the sliders say, of which each box and line leads to its own page."""
    look = sides.look
    found = map_section.found_map(material, map_section.edges(material))
    if found:
        found = _linked(found, sides.addresses)
    boxes = _part(look.option("activities"), len(found.data.nodes) if found else 0, MOST_BOXES, LEAST_BOXES)
    edges = _part(look.option("paths"), len(found.data.edges) if found else 0, MOST_EDGES, LEAST_EDGES)
    picture = map_section.draw_map(found, material, name=name, boxes=boxes, edges=edges)
    return map_section.map_section(found, picture, material)


def _part(percent: str, there: int, most: int, least: int) -> int:
    return max(least, ceil(min(there, most) * int(percent) / 100))


def _linked(found: ChainMap, addresses: Addresses) -> ChainMap:
    """Boxes lead to their activity, lines to what goes over them. Partners have no page of their own here."""
    if found.by_partner:
        nodes = found.data.nodes
        edges = tuple(
            replace(edge, link=addresses.detail("handover", source=edge.source, target=edge.target))
            for edge in found.data.edges
        )
    else:
        nodes = tuple(replace(node, link=addresses.detail("activity", name=node.label)) for node in found.data.nodes)
        labels = {node.id: node.label for node in found.data.nodes}
        edges = tuple(
            replace(edge, link=addresses.detail("handover", step=labels[edge.source], next=labels[edge.target]))
            if edge.is_inner
            else edge
            for edge in found.data.edges
        )
    return replace(found, data=replace(found.data, nodes=nodes, edges=edges))


def _map(sides: Sides) -> tuple[Section, ...]:
    return (linked_map(sides, sides.material, name="chain-map"),)


def _routes(sides: Sides) -> tuple[Section, ...]:
    return (routes_section.routes_section(routes_section.dominant_routes(sides.material), sides.material),)


def _waits(sides: Sides) -> tuple[Section, ...]:
    material = sides.material
    links = map_section.edges(material)
    pictures = time_section.time_pictures(time_section.time_data(material, links), material.lang)
    return (time_section.time_section(material, links, pictures),)


def _handovers(sides: Sides) -> tuple[Section, ...]:
    material = sides.material
    table = handover_section.handovers(material)
    picture = handover_section.handover_picture(material, table)
    return (handover_section.handover_section(material, table, picture),)


def _findings(sides: Sides) -> tuple[Section, ...]:
    return (pinch_section.pinch_section(pinch_section.pinches(sides.material), sides.material),)


def _flow(sides: Sides) -> tuple[Section, ...]:
    found = flow_section.flow(sides.material)
    return (flow_section.flow_section(found, flow_section.flow_picture(found, sides.material), sides.material),)


def _partners(sides: Sides) -> tuple[Section, ...]:
    return (partner_section.partner_section(sides.material),)


SECTIONS: dict[str, Callable[[Sides], tuple[Section, ...]]] = {
    "map": _map,
    "routes": _routes,
    "waits": _waits,
    "handovers": _handovers,
    "findings": _findings,
    "flow": _flow,
    "partners": _partners,
}

"""The map of a selection, whose boxes and lines lead to pages of their own."""

from dataclasses import replace
from math import ceil

from schakel.draw.map_choice import MOST_BOXES, MOST_EDGES
from schakel.draw.process_map import NARROWEST
from schakel.report import map_section
from schakel.report.document import Section
from schakel.report.map_section import ChainMap
from schakel.report.material import Material
from schakel.web.insight_desk.addresses import Addresses
from schakel.web.insight_desk.sides import Sides

LEAST_BOXES, LEAST_EDGES = 2, 3


def linked_map(sides: Sides, material: Material, *, name: str, narrowest: float = NARROWEST) -> Section:
    """The map with as much as the sliders say, of which each box and line leads to its own page."""
    look = sides.look
    found = map_section.found_map(material, map_section.edges(material))
    if found:
        found = _linked(found, sides.addresses)
    boxes = _part(look.option("activities"), len(found.data.nodes) if found else 0, MOST_BOXES, LEAST_BOXES)
    edges = _part(look.option("paths"), len(found.data.edges) if found else 0, MOST_EDGES, LEAST_EDGES)
    picture = map_section.draw_map(found, material, name=name, boxes=boxes, edges=edges, narrowest=narrowest)
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

"""The sections of each screen: those of the report of a chain, on the selection of the look."""

from collections.abc import Callable

from schakel.report import (
    flow_section,
    handover_section,
    map_section,
    partner_section,
    pinch_section,
    punctuality_section,
    routes_section,
    time_section,
)
from schakel.report.document import Section
from schakel.web.insight_desk.beside import beside
from schakel.web.insight_desk.details import activity, handover
from schakel.web.insight_desk.maps import linked_map
from schakel.web.insight_desk.sides import Sides


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


def _punctuality(sides: Sides) -> tuple[Section, ...]:
    material = sides.material
    found = punctuality_section.punctuality(material)
    picture = punctuality_section.punctuality_picture(found, material)
    return (punctuality_section.punctuality_section(found, picture, material),)


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
    "punctuality": _punctuality,
    "findings": _findings,
    "flow": _flow,
    "partners": _partners,
    "beside": beside,
    "activity": activity,
    "handover": handover,
}

"""The partners of a sheet, and how many clients each can help at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from schakel.simulation.model.model import Model
from schakel.simulation.model.partner import Partner
from schakel.simulation.model.quantity import assumed, given
from schakel.simulation.sheet.assumption import around
from schakel.simulation.sheet.layout import text
from schakel.simulation.sheet.offered_load import Load
from schakel.simulation.sheet.read_sheet import Filled
from schakel.simulation.sheet.roles import ROLE, ROLES, Role
from schakel.simulation.sheet.rows import PARTNERS
from schakel.simulation.sheet.waiting_room import mean_wait, places_for

ABSENCE = assumed(0.07, 0.05, 0.1)
TINY = 1e-6  # keeps the whole part of people x slots what it should be


@dataclass(frozen=True)
class Member:
    """A partner with a role. people: full-time people, None where nobody told."""

    name: str
    role: Role
    people: float | None = None


def partners_of(filled: Filled) -> tuple[Member, ...]:
    """Those of the sheet, and one for every role that nobody has, named after it."""
    told = [
        Member(filled.word(f"partner{turn}"), ROLE[filled.word(f"role{turn}")], filled.number(f"people{turn}"))
        for turn in range(1, PARTNERS + 1)
        if filled.word(f"partner{turn}")
    ]
    had = {member.role.key for member in told}
    lacking = [Member(text("assumed_partner", filled.lang, role=_word(role, filled)), role) for role in ROLES]
    return (*told, *(member for member in lacking if member.role.key not in had))


def coordinator(filled: Filled) -> str:
    """The name of who brings partners together, empty where there is nobody or nobody told."""
    return text("coordinator", filled.lang) if filled.word("coordinator") == "yes" else ""


def unsized(filled: Filled, members: tuple[Member, ...]) -> Iterator[Partner]:
    """The partners of the model with places for all; first the resident, the network and general practitioners."""
    yield Partner(text("resident", filled.lang), ("Eigen plan", "Zelf naar werk zoeken"))
    yield Partner(text("network", filled.lang), ("Netwerkberaad",))
    yield Partner(text("practitioners", filled.lang), ("Consult huisarts",))
    for member in members:
        yield Partner(member.name, member.role.stages, weight=around(_weight(member, members)))
    if coordinator(filled):
        yield Partner(coordinator(filled), ())


def with_places(
    filled: Filled, members: tuple[Member, ...], model: Model, load: Mapping[str, Load]
) -> tuple[tuple[Partner, ...], dict[str, float]]:
    """The partners with places for their part of the load; and the weeks of wait, by name, that places do not explain.

    What a partner does is shared by people. Stages with meetings and those that take no place are left out.
    """
    continuous = {stage.name for stage in model.stages if stage.work == "continuous"}
    by_name = {member.name: member for member in members}
    sized, delays = [], {}
    for partner in model.partners:
        if member := by_name.get(partner.name):
            whole = sum((load[one] for one in member.role.stages if one in continuous), Load(0, 0))
            part = _weight(member, members) / sum(_weight(one, members) for one in members if one.role == member.role)
            partner, delays[partner.name] = _sized(
                filled, partner, member, Load(whole.helped * part, whole.starts * part)
            )
        sized.append(partner)
    return tuple(sized), delays


def _sized(filled: Filled, partner: Partner, member: Member, load: Load) -> tuple[Partner, float]:
    told = filled.number(f"wait_{member.role.key}")
    wait = member.role.wait if told is None else told
    weeks = load.helped / load.starts if load.starts else 1.0
    places = places_for(wait, load.helped, weeks)
    left = max(0.0, wait - mean_wait(places, load.helped, weeks))
    present = 1 - ABSENCE.value
    people = given(member.people) if member.people is not None else around(places / present / member.role.slots)
    slots = around((places + TINY) / present / people.value)
    return replace(partner, people=people, slots=slots, absence=ABSENCE), left


def _weight(member: Member, members: tuple[Member, ...]) -> float:
    """Its people, or as many as the others of its role have on average."""
    told = [one.people for one in members if one.role == member.role and one.people is not None]
    return member.people if member.people is not None else (sum(told) / len(told) if told else 1.0)


def _word(role: Role, filled: Filled) -> str:
    return text(f"role.{role.key}", filled.lang)

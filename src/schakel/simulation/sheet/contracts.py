"""What municipalities pay in a model from a sheet: forms and prices by role, all assumed."""

from collections.abc import Iterator

from schakel.simulation.model.contract import Contract
from schakel.simulation.model.model import Model
from schakel.simulation.sheet.assumption import around
from schakel.simulation.sheet.partners import Member


def contracts(members: tuple[Member, ...], model: Model) -> Iterator[Contract]:
    """One per partner for a task, else one per stage that is paid, with all municipalities together."""
    people = {partner.name: partner.people.value for partner in model.partners}
    for member in members:
        role = member.role
        if role.form == "task":
            yield Contract(member.name, "task", around(role.price * people[member.name]))
            continue
        for stage in role.stages:
            if stage not in role.unpaid:
                price = around(role.prices.get(stage, role.price))
                yield Contract(member.name, role.form, price, stage=stage, cap_rule="waitlist")

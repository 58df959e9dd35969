"""How residents pass from partner to partner in a model from a sheet."""

from collections.abc import Mapping

from schakel.simulation.model.handover import Handover
from schakel.simulation.model.quantity import Quantity, assumed, given
from schakel.simulation.sheet.assumption import around
from schakel.simulation.sheet.layout import text
from schakel.simulation.sheet.partners import Member, coordinator
from schakel.simulation.sheet.read_sheet import Filled

DELAY, LOST, KEPT, KEPT_WARM = 0.5, 0.015, 0.85, 0.95
WARM = 0.5  # of what is lost otherwise
SHORT = 0.1  # weeks of delay that are not worth a row


def handovers(filled: Filled, members: tuple[Member, ...], delays: Mapping[str, float]) -> tuple[Handover, ...]:
    """A row for all, one to the resident, and one to each partner with a wait of its own in weeks.

    That of a district team holds for who comes from access only: it is the wait for the first conversation.
    """
    access = [member.name for member in members if member.role.key == "access"]
    is_warm = filled.word("warm") == "yes"
    broker = coordinator(filled)
    lost = around(LOST * (WARM if is_warm else 1), 0.5)
    kept = assumed(KEPT_WARM, 0.85, 1) if is_warm else assumed(KEPT, 0.75, 0.95)

    def row(partner: str, next_partner: str, delay: Quantity) -> Handover:
        return Handover(partner, next_partner, delay, lost, kept, broker)

    return (
        row("", "", around(DELAY)),
        row("", text("resident", filled.lang), given(0)),
        *(
            row(before, member.name, around(delays[member.name]))
            for member in members
            if delays.get(member.name, 0) > SHORT
            for before in (access if member.role.key == "team" else ("",))
        ),
    )

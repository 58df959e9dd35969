"""Who may change what: whoever analyses for the network everything, a manager what is of the own organisation."""

from dataclasses import dataclass
from typing import Any

from schakel.orchestration.names import partner_called
from schakel.orchestration.network import Network
from schakel.web.access.models import Hat
from schakel.web.access.policy import may
from schakel.web.access.reach import reach

OWN_KINDS = ("card", "person")


@dataclass(frozen=True)
class Rights:
    """everything: the whole file. own: key of the own partner where its card may be changed, else "".

    lines: may see how single people are reached.
    """

    everything: bool
    own: str
    lines: bool

    def edit(self, kind: str, item: Any) -> bool:
        """Whether this item may be changed or taken away."""
        if self.everything:
            return True
        whose = {"card": "partner", "person": "organisation"}.get(kind)
        return bool(self.own) and whose is not None and getattr(item, whose) == self.own

    def add(self, kind: str) -> bool:
        """Whether an item of this kind may be added; by a manager for the own organisation."""
        return self.everything or (bool(self.own) and kind in OWN_KINDS)

    def speaks_for(self, partner: str) -> bool:
        """Whether this hat may say what a partner means, or answer for it."""
        return bool(partner) and (self.everything or partner == self.own)


def rights_of(hat: Hat, network: Network) -> Rights:
    """What a hat may change in this network."""
    whole = may(hat, "edit_network") and (may(hat, "direct") or reach(hat).free)
    partner = partner_called(network, hat.organisation.name)
    own = partner.key if partner and may(hat, "edit_own_card") else ""
    return Rights(whole, own, not reach(hat).governing)

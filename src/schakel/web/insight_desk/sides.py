"""What a screen is made from."""

from dataclasses import dataclass

from schakel.report.material import Material
from schakel.web.insight_desk.addresses import Addresses
from schakel.web.insight_desk.look import Look


@dataclass(frozen=True)
class Sides:
    """One material, or two that stand beside each other; the look that asks, and where its figures lead."""

    materials: tuple[Material, ...]
    look: Look
    addresses: Addresses

    @property
    def material(self) -> Material:
        """The first, or only one."""
        return self.materials[0]

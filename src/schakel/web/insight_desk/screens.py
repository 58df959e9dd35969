"""The screens of the insight desk, and the options that each has beside the filters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from schakel.web.insight_desk.choices import Choices

PERCENT = tuple(str(n) for n in range(1, 101))


@dataclass(frozen=True)
class Screen:
    """options: names with what is usual. is_double: two selections beside each other. is_detail: not in the menu."""

    name: str
    options: Mapping[str, str] = field(default_factory=dict)
    is_double: bool = False
    is_detail: bool = False

    def allowed(self, option: str, known: Choices) -> Sequence[str]:
        """What an option may be."""
        if option in ("activities", "paths"):
            return PERCENT
        if option == "size":
            return ("fit", "full")
        return known.values("activity" if option in ("name", "step", "next") else "partner")


_MAP = {"activities": "100", "paths": "100", "size": "fit"}
SCREENS: dict[str, Screen] = {
    screen.name: screen
    for screen in (
        Screen("map", _MAP),
        Screen("routes"),
        Screen("waits"),
        Screen("handovers"),
        Screen("punctuality"),
        Screen("findings"),
        Screen("flow"),
        Screen("partners"),
        Screen("beside", {"activities": "60", "paths": "40"}, is_double=True),
        Screen("activity", {"name": ""}, is_detail=True),
        Screen("handover", {"source": "", "target": "", "step": "", "next": ""}, is_detail=True),
    )
}
MENU = tuple(screen.name for screen in SCREENS.values() if not screen.is_detail)

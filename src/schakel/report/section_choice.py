"""Which sections a report may have, and the choice of some of them."""

from collections.abc import Iterable

from schakel.chain.problem import Problem, Refusal
from schakel.texts import say

SECTIONS = (
    "pinch",
    "routes",
    "map",
    "time",
    "months",
    "handovers",
    "punctuality",
    "own",
    "partners",
    "data",
    "definitions",
    "limits",
)
WHOLE = SECTIONS[:-1]  # a whole report tells its limits where they matter
MEETING = ("pinch", "routes", "map", "time", "limits")  # what a meeting looks at together


def section_titles(lang: str) -> dict[str, str]:
    """The title of each section there is, by its id, in the order of a whole report."""
    return {name: say(f"report.section.{name}", lang) for name in SECTIONS}


def chosen(names: Iterable[str] | None, default: tuple[str, ...] = WHOLE) -> tuple[str, ...]:
    """The sections asked for, each once, in the order asked. Refusal (`section_unknown`) names those there are."""
    if names is None:
        return default
    asked = tuple(dict.fromkeys(name.strip() for name in names if name.strip()))
    allowed = ", ".join(SECTIONS)
    unknown = [Problem("section_unknown", value=name[:60], allowed=allowed) for name in asked if name not in SECTIONS]
    if unknown or not asked:
        raise Refusal(tuple(unknown) or (Problem("section_unknown", value="", allowed=allowed),))
    return asked

"""A scenario as the text of a TOML file, which `read_scenario` reads back as the same scenario."""

from collections.abc import Iterator

from schakel.data.deliveries.proposal.toml_text import quoted
from schakel.simulation.model.model_text import number
from schakel.simulation.scenario import Change, Scenario


def scenario_text(scenario: Scenario) -> str:
    """One table per change, in order; what is as by default is left out."""
    parts = [f"name = {quoted(scenario.name)}", *("\n".join(_lines(change)) for change in scenario.changes)]
    return "\n\n".join(parts) + "\n"


def _lines(change: Change) -> Iterator[str]:
    yield "[[change]]"
    yield f"cause = {quoted(change.cause)}"
    if change.from_week:
        yield f"from_week = {number(change.from_week)}"
    if change.to_week is not None:
        yield f"to_week = {number(change.to_week)}"
    if change.who:
        yield f"who = {quoted(change.who)}"
    yield f"key = {quoted(change.key)}"
    yield f"value = {quoted(change.value) if isinstance(change.value, str) else number(change.value)}"

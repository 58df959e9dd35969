"""Rework: steps that a case had before. Their waits are lost weeks; the work on them stands beside those, not added."""

from collections.abc import Mapping
from dataclasses import replace

from duckdb import DuckDBPyConnection

from schakel.chain.finding import Finding, Number
from schakel.insight.findings.link import WEEK_US, Key
from schakel.insight.findings.tables import records


def with_work(connection: DuckDBPyConnection, found: Mapping[Key, Finding]) -> dict[Key, Finding]:
    """The rework findings with the number of repeats and, where ends are known, the weeks that working on them took."""
    made = dict(found)
    for activity, partner, repeats, touch_us in records(connection, "rework"):
        key: Key = ("rework", "", "", activity, partner)
        if key in made:
            numbers = [*made[key].numbers, ("repeats", Number(int(repeats), unit="steps"))]
            if touch_us is not None:
                numbers.append(("work_weeks", Number(int(touch_us) / WEEK_US, unit="weeks")))
            made[key] = replace(made[key], numbers=tuple(numbers))
    return made

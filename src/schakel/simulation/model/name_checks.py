"""Names of a model: those that are given, and those that refer to them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from schakel.chain.problem import Problem
from schakel.simulation.model.limits import DOMAINS
from schakel.simulation.model.model import Model
from schakel.simulation.model.place import placed, said
from schakel.simulation.model.route import END
from schakel.simulation.model.row_reading import nearest

LONGEST_NAME = 100
NAMED = ("municipality", "type", "stage", "partner")
# Per table its fields that hold names, and of what. A route may lead to END as well.
REFERS: dict[str, dict[str, str]] = {
    "type": {"start": "stage", "factors": "municipality", "companions": "type", "durations": "stage"},
    "stage": {"escalates_to": "stage"},
    "partner": {"stages": "stage", "municipalities": "municipality", "helps": "stage"},
    "route": {"stage": "stage", "to": "stage", "type": "type"},
    "handover": {"partner": "partner", "next_partner": "partner", "broker": "partner"},
    "contract": {"partner": "partner", "municipality": "municipality", "stage": "stage"},
    "solidarity": {"municipalities": "municipality"},
}
# What makes a row one of a kind: a second one with the same would never be used.
UNIQUE: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(NAMED, ("name",)),
    "handover": ("partner", "next_partner"),
    "contract": ("partner", "municipality", "stage"),
}


def names(model: Model, table: str) -> tuple[str, ...]:
    """The names of one table's rows, in order."""
    return tuple(row.name for _, _, row in placed(model, table))


def name_problems(model: Model, file: str) -> Iterator[Problem]:
    """Names that cannot be told apart from a sign that means something in a scenario, and names left empty."""
    for table in NAMED:
        for _, place, row in placed(model, table):
            if not _fits(row.name) or (table == "stage" and row.name == END):
                yield _problem("model_name", file, place, "name", row.name, str(LONGEST_NAME))
    for table, refers in REFERS.items():
        for _, place, row in placed(model, table):
            for field in ("start", "stage", "to"):
                if field in refers and table != "contract" and not getattr(row, field):
                    yield _problem("model_field_missing", file, place, field, "", '"..."')
    for _, place, row in placed(model, "contract"):
        if not row.partner:
            yield _problem("model_field_missing", file, place, "partner", "", '"..."')


def double_problems(model: Model, file: str) -> Iterator[Problem]:
    """Rows that say the same as an earlier row."""
    for table, fields in UNIQUE.items():
        first: dict[tuple[str, ...], str] = {}
        for _, place, row in placed(model, table):
            key = tuple(getattr(row, field) for field in fields)
            if key in first:
                value = " / ".join(part or "*" for part in key)
                yield _problem("model_double", file, place, fields[0], value, first[key])
            first.setdefault(key, place)
    yield from _double_routes(model, file)


def unknown_problems(model: Model, file: str) -> Iterator[Problem]:
    """Names that nothing has."""
    known = {table: names(model, table) for table in NAMED}
    for table, refers in REFERS.items():
        for _, place, row in placed(model, table):
            for field, of in refers.items():
                options = (*known[of], END) if (table, field) == ("route", "to") else known[of]
                for name in _held(getattr(row, field)):
                    if name not in options:
                        yield _problem("model_name_unknown", file, place, field, name, nearest(name, options))


def domain_problems(model: Model, file: str) -> Iterator[Problem]:
    """More life domains than a client has scores for."""
    found = dict.fromkeys(row.domain for table in ("type", "stage") for _, _, row in placed(model, table) if row.domain)
    if len(found) > DOMAINS:
        yield Problem(
            "model_domains",
            file,
            value=", ".join(map(said, found)),
            allowed=str(DOMAINS),
            more=(("found", len(found)),),
        )


def _double_routes(model: Model, file: str) -> Iterator[Problem]:
    seen: Counter[tuple[str, ...]] = Counter()
    for _, place, row in placed(model, "route"):
        key = (row.type, row.stage, "" if row.is_up else row.to, str(row.is_up))
        seen[key] += 1
        if seen[key] > 1:
            yield _problem("model_route_double", file, place, "is_up" if row.is_up else "to", row.to, "")


def _fits(name: str) -> bool:
    plain = name == name.strip(" >/") and name.isprintable() and 0 < len(name) <= LONGEST_NAME
    return plain and name != "*" and " > " not in name and " / " not in name


def _held(value: Any) -> tuple[str, ...]:
    """Names that a field holds: one, several, or keys. An empty one refers to nothing."""
    held = tuple(value) if isinstance(value, tuple | Mapping) else (value,)
    return tuple(name for name in held if name)


def _problem(code: str, file: str, place: str, column: str, value: str, allowed: str) -> Problem:
    return Problem(code, file, column=column, value=said(value), allowed=allowed, more=(("place", place),))

"""What a form sends, made into the values of an item; and the values of an item as a form holds them."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict

from schakel.chain.problem import Problem
from schakel.orchestration.inputs import Field, inputs

Values = Mapping[str, list[str]]  # by the name of the box, as "member.2.until"
MOST_ROWS = 200
_PART = re.compile(r"([a-z_]+)\.([0-9]{1,3})\.([a-z_]+)")


def as_filled(kind: str, item: Any, before: str = "") -> dict[str, list[str]]:
    """The values of an item as its form holds them; what is empty is left out."""
    found: dict[str, list[str]] = {}
    for one in inputs()[kind].fields:
        value, name = getattr(item, one.name), f"{before}{one.name}"
        if one.type == "parts":
            for number, part in enumerate(value, 1):
                found |= as_filled(one.of, part, f"{name}.{number}.")
        elif (told := _filled(one, value)) != [""]:
            found[name] = told
    return {name: told for name, told in found.items() if told}


def _filled(one: Field, value: Any) -> list[str]:
    if one.type in ("texts", "where"):
        return ["\n".join(value)]
    if one.type == "refs":
        return list(value)
    if isinstance(value, bool):
        return ["on"] if value else []
    if value is None:
        return []
    if isinstance(value, date):
        return [value.isoformat()]
    return [f"{value:g}" if isinstance(value, float) else str(value)]


def as_posted(post: QueryDict) -> dict[str, list[str]]:
    """What was sent, by the names of the boxes, without what belongs to the form itself."""
    told = {name: [str(value) for value in values] for name, values in post.lists()}
    own = {"csrfmiddlewaretoken", "version", "save", "more"}
    return {name: values for name, values in told.items() if name not in own and any(values)}


@dataclass
class Posted:
    """Values for `edits.item_from`. rows: per list the numbers that its rows had in the form, in order."""

    values: dict[str, Any]
    rows: dict[str, list[int]] = field(default_factory=dict)

    def box_of(self, problem: Problem) -> str:
        """The name of the box that a problem is about."""
        name, _, rest = problem.column.partition(".")
        place, _, inner = rest.partition(".")
        numbers = self.rows.get(name, [])
        if place.isdecimal() and 0 < int(place) <= len(numbers):
            return f"{name}.{numbers[int(place) - 1]}.{inner.partition('.')[0]}"
        return name


def posted(kind: str, sent: Values, hidden: Container[str]) -> Posted:
    """The values that were sent for an item of this kind; rows in which nothing stands are left out."""
    made = Posted({})
    for one in inputs()[kind].fields:
        if one.name in hidden:
            continue
        if one.type == "parts":
            made.values[one.name], made.rows[one.name] = _parts(one, sent)
        else:
            made.values[one.name] = _value(one, sent.get(one.name, []))
    return made


def _parts(one: Field, sent: Values) -> tuple[list[dict[str, Any]], list[int]]:
    rows: dict[int, dict[str, list[str]]] = {}
    for name, values in sent.items():
        found = _PART.fullmatch(name)
        if found and found[1] == one.name and any(value.strip() for value in values) and int(found[2]) <= MOST_ROWS:
            rows.setdefault(int(found[2]), {})[found[3]] = values
    numbers = sorted(rows)
    part = inputs()[one.of]
    return [{f.name: _value(f, rows[n].get(f.name, [])) for f in part.fields} for n in numbers], numbers


def _value(one: Field, sent: list[str]) -> Any:
    text = sent[0] if sent else ""
    if one.type in ("texts", "where"):
        return [line.strip() for line in text.replace("\r", "\n").split("\n") if line.strip()]
    if one.type == "refs":
        return [value for value in sent if value]
    if one.type == "yes":
        return bool(text)
    return (text if one.type == "prose" else " ".join(text.split())).strip() or None

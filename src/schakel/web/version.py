"""Two people, one form: who saves last does not overwrite silently what the other saved meanwhile.

A form carries `version`, a token of the values it was made from. When it comes back, the desk compares: the same, and
the change is saved; another, and `Conflict` becomes a page (409) with both sides, field by field. On a database that
knows row locks, take the row with `locked` first, so that nobody comes between comparing and saving.

    row = locked(Card.objects.filter(network=request.network), pk=card)
    keep_version(request, values_of(row, "want", "can"), label=lambda field: say(f"orchestration.card.{field}", lang))
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

VERSION = "version"
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Sides:
    """One field in two versions. theirs: what stands there now; mine: what was sent. As people wrote it."""

    label: str
    theirs: str
    mine: str

    @property
    def differ(self) -> bool:
        """Whether there is anything to choose."""
        return self.theirs != self.mine


class Conflict(Exception):
    """The form was made from values that are no longer there. Nothing was saved."""

    def __init__(self, sides: tuple[Sides, ...], version: str, back: str) -> None:
        super().__init__("the form is older than what stands there")
        self.sides, self.version, self.back = sides, version, back


def version_of(values: Mapping[str, object]) -> str:
    """A token of sixteen hexadecimal digits; equal values, equal token."""
    text = json.dumps({name: as_text(value) for name, value in values.items()}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def values_of(row: Model, *fields: str) -> dict[str, object]:
    """The values of a row that a form edits. A relation counts by its key."""
    return {field: row.serializable_value(field) for field in fields}


def locked(rows: "QuerySet[Row]", **lookup: object) -> Row:
    """The row, held until the transaction ends (SQLite holds the whole database since it began). Http404 if none."""
    return get_object_or_404(rows.select_for_update(), **lookup)


def keep_version(
    request: HttpRequest, now: Mapping[str, object], *, label: Callable[[str], str] = str, back: str = ""
) -> None:
    """Compare the form's `version` with what stands there now. Conflict if they differ.

    now: the values by the names of the form's fields. label: a field's name as people see it. back: the address of
    what stands there now, by default that of the form.
    """
    current = version_of(now)
    if request.POST.get(VERSION, "") == current:
        return
    sides = tuple(Sides(label(name), as_text(value), _sent(request, name)) for name, value in now.items())
    raise Conflict(sides, current, back or request.path)


def as_text(value: object) -> str:
    """A value as a form shows it: none is empty, line ends are one kind, several are a line each."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "\n".join(as_text(one) for one in value)
    return str(value).replace("\r\n", "\n").strip()


def _sent(request: HttpRequest, name: str) -> str:
    return as_text(request.POST.getlist(name))

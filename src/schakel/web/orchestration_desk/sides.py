"""Two people, one item: the form of a network item against what stands there now, field by field."""

from collections.abc import Container
from typing import Any

from schakel.orchestration.inputs import inputs
from schakel.orchestration.sentences import label, noun_word
from schakel.web.orchestration_desk.desk import Desk
from schakel.web.orchestration_desk.posted import Values, as_filled, as_posted
from schakel.web.version import VERSION, Conflict, Sides, as_text, version_of


def visible(kind: str, item: Any, hidden: Container[str]) -> Values:
    """The values of an item as far as a form asks them; a version is made of these only."""
    return {name: told for name, told in as_filled(kind, item).items() if not _is_hidden(kind, name, hidden)}


def keep_item(desk: Desk, kind: str, item: Any, hidden: Container[str]) -> None:
    """Conflict (409, with both sides) if the item is another than when the form was opened; nothing is saved then."""
    now = visible(kind, item, hidden)
    current = version_of(now)
    if desk.request.POST.get(VERSION, "") == current:
        return
    sent = {name: told for name, told in as_posted(desk.request.POST).items() if not name.startswith("rows.")}
    names = [*now, *(name for name in sent if name not in now)]
    sides = [
        Sides(box_label(kind, name, desk.lang), as_text(now.get(name, [])), as_text(sent.get(name, [])))
        for name in names
    ]
    differing = [one for one in sides if one.differ] or sides
    raise Conflict(tuple(differing), current, desk.links.href(kind, item.key))


def box_label(kind: str, name: str, lang: str) -> str:
    """What a box is called, also one in a row of parts."""
    first, number, inner = _parts(name)
    noun = inputs()[kind]
    if first not in noun.names:
        return name
    part = noun.field(first).of
    if not part or inner not in inputs()[part].names:
        return label(kind, first, lang)
    return f"{noun_word(part, lang)} {number}: {label(part, inner, lang)}"


def _parts(name: str) -> tuple[str, str, str]:
    first, _, rest = name.partition(".")
    number, _, inner = rest.partition(".")
    return first, number, inner


def _is_hidden(kind: str, name: str, hidden: Container[str]) -> bool:
    first, _, inner = _parts(name)
    return first in hidden or bool(inner and f"{inputs()[kind].field(first).of}.{inner}" in hidden)

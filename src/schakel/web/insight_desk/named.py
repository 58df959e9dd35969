"""Which partners a figure names or reveals: those see it first, and may say something beside it."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from schakel.report.document import Section
from schakel.report.map_section import DOERS
from schakel.report.material import Material


def named_partners(material: Material, sections: Iterable[Section]) -> set[str]:
    """Partners whose name stands anywhere in the sections; whom the selection is about; and who alone does a step that
    is named, because everybody then knows who it is."""
    text = "\n".join(_texts(tuple(sections)))
    known = {*material.partner_names, *material.unseen}
    found = {name for name in known if name in text}
    found |= {value for key, value in material.view.selection.where if key == "partner"}
    doers: dict[str, set[str]] = {}
    for activity, partner, _ in material.asked(DOERS):
        doers.setdefault(activity, set()).add(partner)
    return found | {next(iter(who)) for activity, who in doers.items() if len(who) == 1 and activity in text}


def _texts(value: Any) -> Iterator[str]:
    """All text in blocks, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))

"""sources.toml of a log: which sources it was made from, what a case is in it, and the declared order of activities."""

import json
from collections.abc import Iterator

from schakel.data.manifest import Manifest


def to_toml(manifest: Manifest) -> str:
    """The file's text. It is for people and for tools that load a source again; a snapshot does not depend on it."""
    return "\n".join(_lines(manifest)) + "\n"


def _lines(manifest: Manifest) -> Iterator[str]:
    yield "[case]"
    yield f"unit = {_text(manifest.unit)}"
    if manifest.unit == "trajectory":
        yield f"gap_days = {manifest.gap_days}"
    yield f"closing = [{', '.join(map(_text, manifest.closing))}]"
    if manifest.ranks:
        yield "\n[ranks]"
        yield from (f"{_text(activity)} = {rank}" for activity, rank in sorted(manifest.ranks.items()))
    for source in manifest.sources:
        reference = manifest.reference[source.name]
        yield "\n[[source]]"
        yield f"name = {_text(source.name)}"
        yield f"delivered_by = {_text(source.delivered_by)}"
        yield f"file = {_text(source.file)}"
        yield f"format = {_text(source.format)}"
        yield f"lifecycle = {_text(source.lifecycle)}"
        yield f"time_zone = {_text(source.time_zone)}"
        yield f"reference_date = {reference.on}"
        yield f"reference_declared = {str(reference.declared).lower()}"


def _text(value: str) -> str:
    """A TOML basic string: those of JSON without surrogate pairs, and with DEL escaped."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

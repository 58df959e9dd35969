"""sources.toml, written: for people to go on with, and for loading again."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from schakel.data.deliveries.sources import FILE, KEEP_PROCESSING, DeliveryEntry, SourceEntry, Sources
from schakel.data.deliveries.sources_file import read_sources
from schakel.data.mapping import CaseRule, Mapping
from schakel.data.messages.archive import PATTERN
from schakel.data.staged import Delivery

OURS = "# schakel load wrote this file and writes it anew each time, until you take this line out."


def is_ours(folder: Path) -> bool:
    """Whether the folder has no sources file, or one that a load wrote and nobody made their own."""
    path = folder / FILE
    return not path.is_file() or path.read_text(encoding="utf-8", errors="replace").startswith(OURS)


def to_toml(sources: Sources) -> str:
    """The text of a sources file, with the line that says that a load wrote it."""
    return "\n".join([OURS, *_lines(sources)]) + "\n"


def of_one_file(folder: Path, path: Path, mapping: Mapping | None, delivery: Delivery) -> str:
    """The text for a log that was made from one file. How long the source and the processing log are kept, and under
    which processing activity it falls, stays as it was."""
    entry = DeliveryEntry((path_from(folder, path),), reference_date=delivery.reference_date)
    used = path_from(folder, Path(mapping.path)) if mapping and mapping.path else ""
    given, before = mapping or Mapping(), read_sources(folder) if (folder / FILE).is_file() else Sources()
    known = before.source(delivery.name) or SourceEntry(delivery.name)
    source = replace(
        SourceEntry(delivery.name, delivery.delivered_by, used, deliveries=(entry,)),
        keep_months=known.keep_months,
        processing_activity=known.processing_activity,
    )
    return to_toml(replace(before, case=given.case, ranks=given.ranks, sources=(source,)))


def path_from(folder: Path, path: Path) -> str:
    """A path as a sources file names it: from the folder where it lies within, else from the root. Of a folder: all
    messages in it."""
    found, within = path.resolve(), folder.resolve()
    if path.is_dir():  # of messages: all that lie in it
        found /= PATTERN
    return found.relative_to(within).as_posix() if found.is_relative_to(within) else os.fspath(found)


def source_lines(source: SourceEntry) -> Iterator[str]:
    """The lines of one source."""
    yield "\n[[source]]"
    yield f"name = {_text(source.name)}"
    if source.delivered_by:
        yield f"delivered_by = {_text(source.delivered_by)}"
    if source.mapping:
        yield f"mapping = {_text(source.mapping)}"
    if source.period_by != "started":
        yield f"period_by = {_text(source.period_by)}"
    if source.keep_months is not None:
        yield f"keep_months = {source.keep_months}"
    if source.processing_activity:
        yield f"processing_activity = {_text(source.processing_activity)}"
    if len(source.deliveries) == 1:
        yield from _delivery_lines(source.deliveries[0])
        return
    for entry in source.deliveries:
        yield "\n[[source.delivery]]"
        yield from _delivery_lines(entry)


def _lines(sources: Sources) -> Iterator[str]:
    if sources.ranks:
        yield f"ranks = [{', '.join(_text(activity) for activity, _ in sorted(sources.ranks, key=lambda r: r[1]))}]"
    if sources.processing_activity:
        yield f"processing_activity = {_text(sources.processing_activity)}"
    if sources.keep_processing_months != KEEP_PROCESSING:
        yield f"keep_processing_months = {sources.keep_processing_months}"
    yield from _case_lines(sources.case)
    for source in sources.sources:
        yield from source_lines(source)


def _case_lines(case: CaseRule) -> Iterator[str]:
    yield "\n[case]"
    if case.unit:
        yield f"unit = {_text(case.unit)}"
    yield f"gap_days = {case.gap_days}"
    yield f"continued_days = {case.continued_days}"
    if case.closing:
        yield f"closing = [{', '.join(map(_text, case.closing))}]"


def _delivery_lines(entry: DeliveryEntry) -> Iterator[str]:
    files = [_text(name) for name in entry.files]
    yield f"files = {files[0]}" if len(files) == 1 else f"files = [{', '.join(files)}]"
    if entry.kind:
        yield f"kind = {_text(entry.kind)}"
    days = (("from", entry.since), ("until", entry.until), ("extracted", entry.extracted))
    for key, day in (*days, ("reference_date", entry.reference_date)):
        if day:
            yield f"{key} = {day.isoformat()}"


def _text(value: str) -> str:
    """A TOML basic string: those of JSON without surrogate pairs, and with DEL escaped."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

"""Files as sources of a log: added to the others, or as deliveries that take the place of earlier ones."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from schakel.chain.problem import Notice, Problem, Refusal
from schakel.data import log
from schakel.data.deliveries.delivered_files import DeliveredFile
from schakel.data.deliveries.load_log import Limits, build_from, part_of, sweep
from schakel.data.deliveries.sources import FILE, DeliveryEntry, SourceEntry, Sources
from schakel.data.deliveries.sources_file import read_sources
from schakel.data.deliveries.sources_text import is_ours, path_from, source_lines, to_toml
from schakel.data.deliveries.store import Part, kept
from schakel.data.held import Loading, Progress, as_refusal, engine, key_of, prepared
from schakel.data.mapping import CaseRule, Mapping, read_mapping
from schakel.data.messages.archive import holds_messages, message_files
from schakel.data.snapshot import Snapshot, open_snapshot
from schakel.data.staged import Kind
from schakel.sharing.pseudonym import Key


def add_source(
    path: Path | str,
    into: Path | str,
    name: str,
    *,
    mapping: Mapping | None = None,
    entry: DeliveryEntry | None = None,
    key: Key | None = None,
    limits: Limits = Limits(),  # noqa: B008 -- frozen
    on_progress: Progress | None = None,
) -> Snapshot:
    """Read a file as the source `name` of a log, beside the sources that the log has, and make a new snapshot.

    entry: what the delivery covers; a delivery that covers a period or holds changes leaves the rest of its source
    as it was, any other takes the place of all of it. The sources file is written anew while it is ours; one that
    people wrote gets a block at its end for a new source, and is refused for a source that it names already.
    """
    file, target = Path(path), Path(into)
    log.check_folder(target)
    before = _before(target)
    if file.is_dir() and not holds_messages(file):
        raise Refusal((Problem("file_missing", file.name),))
    given = replace(entry or DeliveryEntry(("",)), files=(path_from(target, file),))
    files = message_files(file) if file.is_dir() else [file]
    known = mapping or _mapping_of(target, before, name)
    delivered = NewDelivery(name, given, known, tuple(files[:1]), tuple(files[1:]))
    return add_deliveries((delivered,), target, key=key, limits=limits, on_progress=on_progress)


@dataclass(frozen=True)
class NewDelivery:
    """What is added to one source. entry: as the sources file will name it; files: its main files as they lie here.

    beside: files that its mapping joins; notices: what else lay in the zip that they came from.
    """

    source: str
    entry: DeliveryEntry
    mapping: Mapping
    files: tuple[Path, ...]
    beside: tuple[Path, ...] = ()
    notices: tuple[Notice, ...] = ()


def add_deliveries(
    new: Sequence[NewDelivery],
    into: Path | str,
    *,
    case: CaseRule | None = None,
    once: bool = False,
    key: Key | None = None,
    limits: Limits = Limits(),  # noqa: B008 -- frozen
    on_progress: Progress | None = None,
) -> Snapshot:
    """Add deliveries of one or several sources to a log at once, as `add_source` adds one: all of them or nothing.

    case: what a case is, for a log that has no sources yet; None is what the first mapping says. once: names of files
    never come back, so a delivery of the same ones was added by a load that was stopped, and this one takes its place.
    """
    target, tell = Path(into), on_progress or (lambda _stage, _share: None)
    log.check_folder(target)
    after = _before(target)
    added: list[DeliveredFile] = []
    blocks: list[SourceEntry] = []
    whole = set()  # sources of which nothing earlier stays
    for one in new:
        known = after.source(one.source)
        after, source = _with(after, target, one.source, one.entry, one.mapping, case, once=once)
        if not known or len(source.deliveries) == 1:
            whole.add(one.source)
        added += [DeliveredFile(source, source.deliveries[-1], len(source.deliveries), file, one.beside, one.mapping,
                  one.notices if file == one.files[0] else ()) for file in one.files]  # fmt: skip
    before = _before(target)
    for name in dict.fromkeys(one.source for one in new):
        blocks += [source for source in after.sources if source.name == name]
    text = _text(target, before, after, blocks)
    with as_refusal(target), prepared(target), engine(target, limits.threads, limits.memory) as con:
        tell("read", 0.0)
        loading = Loading(con, target, key or key_of(target), tell)
        parts = []
        for place, file in enumerate(added):
            tell("read", place / len(added))
            parts.append(part_of(loading, replace(file, source=after.source(file.source.name) or file.source))[0])
        if log.current_id(target):
            parts += staying(target, whole, {part.delivery.id for part in parts} if once else set())
        order = [source.name for source in after.sources]
        together = sorted(parts, key=lambda p: (order.index(p.delivery.name), p.delivery.turn))
        snapshot = build_from(loading, after, together)
        log.replace(target / FILE, text, loading.writes)
        sweep(target)
    tell("done", 1.0)
    return snapshot


def _before(target: Path) -> Sources:
    return read_sources(target) if (target / FILE).is_file() else Sources()


def _mapping_of(target: Path, before: Sources, name: str) -> Mapping:
    """The mapping that the sources file names for a source that it knows."""
    known = before.source(name)
    return read_mapping(target / known.mapping) if known and known.mapping else Mapping()


def _with(
    before: Sources,
    target: Path,
    name: str,
    entry: DeliveryEntry,
    mapping: Mapping,
    given: CaseRule | None,
    *,
    once: bool,
) -> tuple[Sources, SourceEntry]:
    """The sources with this delivery: behind those of its source, or in their place."""
    known = before.source(name)
    there = known.deliveries if known else ()
    others = tuple(one for one in there if not once or one.files != entry.files)
    kind: Kind | None = entry.kind or ("period" if others and entry.since and entry.until else None)
    entry = replace(entry, kind=kind)
    earlier = others if kind not in (None, "full") else ()
    own = known or SourceEntry(name)
    source = replace(
        own,
        delivered_by=mapping.file.delivered_by or own.delivered_by,
        mapping=path_from(target, Path(mapping.path)) if mapping.path else own.mapping,
        deliveries=(*earlier, entry),
    )
    sources = [source if one.name == name else one for one in before.sources]
    case = before.case if before.sources else given or mapping.case
    return replace(before, case=case, sources=tuple(sources) if known else (*sources, source)), source


def _text(target: Path, before: Sources, after: Sources, changed: Sequence[SourceEntry]) -> str:
    """The sources file as it will stand."""
    if is_ours(target):
        return to_toml(after)
    for source in changed:
        if before.source(source.name):
            lines = " | ".join(line for line in source_lines(source) if line.strip())
            raise Refusal((Problem("source_in_file", FILE, value=source.name, allowed=lines),))
    added = [line for source in changed for line in source_lines(source)]
    return (target / FILE).read_text(encoding="utf-8").rstrip("\n") + "\n" + "\n".join(added) + "\n"


def staying(target: Path, replaced: Collection[str], new: Collection[str]) -> list[Part]:
    """The deliveries of the current snapshot that stay: not those of whole sources that are replaced, nor those that
    are added now and were added before by a load that was stopped. Refusal when one was not kept by itself."""
    found = []
    for delivery in open_snapshot(target).manifest.sources:
        if delivery.name in replaced or delivery.id in new:
            continue
        part = kept(target, delivery.id) if delivery.id else None
        if part is None:
            raise Refusal((Problem("source_not_kept", FILE, value=delivery.name),))
        own = part.delivery  # a removal that was stopped may have taken rows out of it since
        found.append(replace(part, delivery=replace(delivery, counted=-1, events=own.events, rows=own.rows)))
    return found

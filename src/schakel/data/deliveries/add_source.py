"""One file as a source of a log: added to the others, or as a delivery that takes the place of earlier ones."""

from dataclasses import replace
from pathlib import Path

from schakel.chain.problem import Problem, Refusal
from schakel.data import log
from schakel.data.deliveries.delivered_files import DeliveredFile
from schakel.data.deliveries.load_log import Limits, build_from, part_of, sweep
from schakel.data.deliveries.sources import FILE, DeliveryEntry, SourceEntry, Sources
from schakel.data.deliveries.sources_file import read_sources
from schakel.data.deliveries.sources_text import is_ours, path_from, source_lines, to_toml
from schakel.data.deliveries.store import Part, kept
from schakel.data.held import Loading, Progress, as_refusal, engine, key_of, prepared
from schakel.data.mapping import Mapping, read_mapping
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
    tell = on_progress or (lambda _stage, _share: None)
    log.check_folder(target)
    before = read_sources(target) if (target / FILE).is_file() else Sources()
    given = replace(entry or DeliveryEntry(("",)), files=(path_from(target, file),))
    plan = mapping or _mapping_of(target, before, name)
    after, source = _with(before, target, name, given, plan)
    text = _text(target, before, after, source)
    with as_refusal(target), prepared(target), engine(target, limits.threads, limits.memory) as con:
        tell("read", 0.0)
        loading = Loading(con, target, key or key_of(target), tell)
        parts = [] if not log.current_id(target) else kept_others(target, name, keep_own=len(source.deliveries) > 1)
        delivered = DeliveredFile(source, given, len(source.deliveries), file, (), plan)
        snapshot = _added(loading, after, parts, delivered)
        log.replace(target / FILE, text, loading.writes)
        sweep(target)
    tell("done", 1.0)
    return snapshot


def _added(loading: Loading, sources: Sources, parts: list[Part], delivered: DeliveredFile) -> Snapshot:
    part, _ = part_of(loading, delivered)
    order = [source.name for source in sources.sources]
    together = sorted([*parts, part], key=lambda p: (order.index(p.delivery.name), p.delivery.turn))
    return build_from(loading, sources, together)


def _mapping_of(target: Path, before: Sources, name: str) -> Mapping:
    """The mapping that the sources file names for a source that it knows."""
    known = before.source(name)
    return read_mapping(target / known.mapping) if known and known.mapping else Mapping()


def _with(
    before: Sources, target: Path, name: str, entry: DeliveryEntry, mapping: Mapping
) -> tuple[Sources, SourceEntry]:
    """The sources with this delivery: behind those of its source, or in their place."""
    known = before.source(name)
    kind: Kind | None = entry.kind or ("period" if known and entry.since and entry.until else None)
    entry = replace(entry, kind=kind)
    earlier = known.deliveries if known and kind not in (None, "full") else ()
    source = SourceEntry(
        name,
        mapping.file.delivered_by or (known.delivered_by if known else ""),
        path_from(target, Path(mapping.path)) if mapping.path else (known.mapping if known else ""),
        known.period_by if known else "started",
        (*earlier, entry),
    )
    others = [source if one.name == name else one for one in before.sources]
    case = before.case if before.sources else mapping.case
    return replace(before, case=case, sources=tuple(others) if known else (*others, source)), source


def _text(target: Path, before: Sources, after: Sources, source: SourceEntry) -> str:
    """The sources file as it will stand."""
    if is_ours(target):
        return to_toml(after)
    if before.source(source.name):
        lines = " | ".join(line for line in source_lines(source) if line.strip())
        raise Refusal((Problem("source_in_file", FILE, value=source.name, allowed=lines),))
    return (target / FILE).read_text(encoding="utf-8").rstrip("\n") + "\n" + "\n".join(source_lines(source)) + "\n"


def kept_others(target: Path, name: str, *, keep_own: bool) -> list[Part]:
    """The deliveries of the current snapshot that stay. Refusal when one was not kept by itself."""
    found = []
    for delivery in open_snapshot(target).manifest.sources:
        if delivery.name == name and not keep_own:
            continue
        part = kept(target, delivery.id) if delivery.id else None
        if part is None:
            raise Refusal((Problem("source_not_kept", FILE, value=delivery.name),))
        found.append(replace(part, delivery=replace(delivery, counted=-1)))
    return found

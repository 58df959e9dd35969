"""A log from all of its sources: each file read once and kept, the rows that count, names in time, then a snapshot."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from duckdb import DuckDBPyConnection

from schakel.chain.problem import SHOWN, Problem, Refusal
from schakel.data import log
from schakel.data.deliveries import said
from schakel.data.deliveries.completeness import provisional
from schakel.data.deliveries.delivered_files import DeliveredFile, delivered_files
from schakel.data.deliveries.effective import EFFECTIVE, effective
from schakel.data.deliveries.names import Name, read_names, successors_of
from schakel.data.deliveries.naming import rename
from schakel.data.deliveries.sources import Sources
from schakel.data.deliveries.sources_file import read_sources
from schakel.data.deliveries.store import DELIVERIES, Part, keep, kept, part_id
from schakel.data.held import Loading, Progress, as_refusal, engine, key_of, prepared, put_in_place
from schakel.data.load import continued
from schakel.data.manifest import from_json
from schakel.data.removal.rewritten import without_removed
from schakel.data.snapshot import MANIFEST, Snapshot
from schakel.data.staged import CaseUnit, Staged
from schakel.sharing.pseudonym import Key


@dataclass(frozen=True)
class Limits:
    """What a load may use. memory: as "4GB"; None is 60 % of the machine's."""

    threads: int | None = None
    memory: str | None = None


def load_log(
    folder: Path | str,
    *,
    key: Key | None = None,
    limits: Limits = Limits(),
    on_progress: Progress | None = None,
) -> Snapshot:
    """Read all that the folder's sources file names, and make it the log's current snapshot.

    A file that was read before in the same way is not read again. key: in place of the log's own, and not stored.
    Refusal with what is wrong in any file, the first twenty and the count; then the old snapshot stands.
    """
    target = Path(folder)
    tell = on_progress or (lambda _stage, _share: None)
    sources = read_sources(target)
    with as_refusal(target), prepared(target), engine(target, limits.threads, limits.memory) as con:
        loading = Loading(con, target, key or key_of(target), tell)
        snapshot = build_from(loading, sources, read_parts(loading, sources))
        sweep(target)
    tell("done", 1.0)
    return snapshot


def read_parts(loading: Loading, sources: Sources) -> list[Part]:
    """The events of every file that the sources file names, by source and turn; new ones are read and kept."""
    found: list[Part] = []
    fresh: list[Part] = []
    problems: list[Problem] = []
    total = 0
    files = delivered_files(loading.target, sources, loading.target / log.TEMPORARY)
    try:
        for place, file in enumerate(files):
            loading.tell("read", place / len(files))
            try:
                part, is_fresh = part_of(loading, file)
            except Refusal as refusal:
                problems += [replace(p, file=f"{file.source.name}: {p.file}") for p in refusal.problems]
                total += refusal.total
                continue
            found.append(part)
            fresh += [part] if is_fresh else []
        if total:
            raise Refusal(tuple(problems[:SHOWN]), total)
    except BaseException:
        for part in fresh:
            shutil.rmtree(part.folder, ignore_errors=True)
        raise
    return found


def part_of(loading: Loading, file: DeliveredFile) -> tuple[Part, bool]:
    """A file's events as kept, and whether they were read just now. What the sources file says goes with them."""
    kind = file.entry.kind_at(file.turn)
    number = part_id(file.path, file.beside, file.mapping, file.source.name, loading.key, kind)
    known = kept(loading.target, number)
    part = known or keep(
        loading, number, file.path, beside=file.beside, mapping=file.mapping, name=file.source.name, kind=kind
    )
    delivery = replace(
        part.delivery,
        delivered_by=file.source.delivered_by or file.mapping.file.delivered_by,
        reference_date=file.entry.seen_until or file.mapping.file.reference_date,
        turn=file.turn,
        kind=kind,
        since=file.entry.since,
        until=file.entry.until,
        extracted=file.entry.extracted,
        notices=(*part.delivery.notices, *file.notices),
    )
    return replace(part, delivery=delivery), known is None


def build_from(loading: Loading, sources: Sources, parts: Sequence[Part]) -> Snapshot:
    """The snapshot of these deliveries under the log's sources file and names, put in place.

    What was once taken out of the log, because it was kept long enough or because a person was erased, stays out.
    """
    names = read_names(loading.target)
    parts = without_removed(loading, parts)
    staged = staged_from(loading.con, loading.target, sources, parts, names)
    told = {said.FILE: said.to_json(said.Said(sources, names))}
    return put_in_place(
        loading.con,
        staged,
        loading.target,
        loading.writes,
        loading.tell,
        key=None,
        key_id=loading.key.id,
        texts=lambda _manifest: {},
        beside=told,
    )


def staged_from(
    con: DuckDBPyConnection, target: Path, sources: Sources, parts: Sequence[Part], names: Sequence[Name]
) -> Staged:
    """The events that count, under their names in time, as `data.snapshot` takes them."""
    if not any(part.delivery.events for part in parts):
        raise Refusal((Problem("no_events", file=target.name),))
    period_by = {source.name: source.period_by for source in sources.sources}
    found = effective(con, parts, period_by)
    counts = rename(con, EFFECTIVE, names, found.attributes)
    ranks: dict[str, int] = {}
    for part in parts:
        for activity, _ in sorted(part.ranks, key=lambda pair: pair[1]):
            ranks.setdefault(activity, len(ranks) + 1)
    staged = Staged(
        relation=EFFECTIVE,
        deliveries=tuple(part.delivery for part in found.parts),
        attributes=found.attributes,
        days=any(part.days for part in parts),
        instants=any(part.instants for part in parts),
        has_resident=any(part.has_resident for part in parts),
        has_household=any(part.has_household for part in parts),
        unit=_unit(sources, parts),
        gap_days=sources.case.gap_days,
        continued_days=sources.case.continued_days,
        places=found.places,
        successors=successors_of(names),
        names=counts,
        provisional=provisional(con, parts, names, found.attributes),
        closing=sources.case.closing or tuple(dict.fromkeys(word for part in parts for word in part.closing)),
        ranks=dict(sources.ranks) or ranks,
    )
    return continued(con, staged)


def _unit(sources: Sources, parts: Sequence[Part]) -> CaseUnit:
    if sources.case.unit:
        return sources.case.unit
    units = {part.unit for part in parts}
    return units.pop() if len(units) == 1 else "provision"  # type: ignore[return-value]  # one of the four words


def sweep(target: Path) -> None:
    """Remove kept deliveries that no snapshot of the log was made from. Only call it while holding the log."""
    used: set[str] = set()
    for path in (target / log.SNAPSHOTS).glob(f"*/{MANIFEST}"):
        try:
            used |= {delivery.id for delivery in from_json(path.read_text(encoding="utf-8")).sources}
        except ValueError:
            return  # a format that this code does not read may still rest on them
    for folder in (target / DELIVERIES).glob("*"):
        if folder.name not in used:
            shutil.rmtree(folder, ignore_errors=True)

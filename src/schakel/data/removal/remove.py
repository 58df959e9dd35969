"""Purge what was kept long enough, and erase a person: out of the kept deliveries, the snapshot and all older ones.

What must go is written down first; then deliveries are rewritten, a new snapshot is made, and the older snapshots that
rest on these deliveries are removed. Of a log that was loaded from one file, without a delivery that was kept, the new
snapshot is made from the current one, and all others are removed. A removal that was stopped is finished by the next
one, whichever it is.
"""

import re
import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType

from schakel.chain.problem import Problem, Refusal
from schakel.data import log
from schakel.data.deliveries.add_source import staying
from schakel.data.deliveries.closed import FILE as CLOSED
from schakel.data.deliveries.closed import read_closed, to_toml
from schakel.data.deliveries.load_log import Limits, build_from, sweep
from schakel.data.deliveries.sources_file import read_sources
from schakel.data.deliveries.store import DELIVERIES, Part, kept
from schakel.data.held import Loading, Progress, as_refusal, engine, key_of, prepared
from schakel.data.processed import TRACE, aggregate_read, deliveries_processed
from schakel.data.removal.exclusion import Exclusion, read_exclusion, write_exclusion
from schakel.data.removal.first_day import first_day
from schakel.data.removal.leaving import KEPT, Removed, make_kept, make_leaving, remaining, removed
from schakel.data.removal.processing import purge_processing
from schakel.data.removal.removal import Kind, Removal, keep_removal
from schakel.data.removal.unkept import add_held, build_without, is_unkept, make_held, refuse_unclear
from schakel.data.snapshot import MANIFEST, Snapshot, open_snapshot
from schakel.data.sql import rows
from schakel.sharing.erased import marks
from schakel.sharing.processing_log import FOLDER as PROCESSING
from schakel.sharing.pseudonym import ALPHABET, PSEUDONYM_BYTES
from schakel.sharing.subject_names import SubjectNames

PSEUDONYM = re.compile(f"[{ALPHABET}]{{{2 * PSEUDONYM_BYTES}}}")
NO_LIMITS = Limits()


def purge(into: Path | str, day: date, *, limits: Limits = NO_LIMITS, on_progress: Progress | None = None) -> Removal:
    """Take out the rows of each source that were kept for longer than its `keep_months` on this day, and months of the
    processing log.

    Refusal when nothing of the log would be left, or when deliveries were not kept by themselves; then nothing changes.
    """
    target = Path(into)
    with _Held(target, limits, on_progress) as removing:
        before, sources = read_exclusion(target), read_sources(target)
        since = dict(before.since)
        for source in sources.sources:
            if source.keep_months is not None:
                first = first_day(day, source.keep_months)
                since[source.name] = max(first, since.get(source.name, first))
        step = removing.loading.writes.step
        months = purge_processing(target, day, sources.keep_processing_months, step)
        return removing.carry_out("purge", day, replace(before, since=since), months=months)


def due(into: Path | str, day: date) -> tuple[Removed, ...]:
    """What a purge on this day would take out, by delivery; nothing is changed."""
    target = Path(into)
    with _Held(target, NO_LIMITS, None) as removing:
        since = {
            source.name: first_day(day, source.keep_months)
            for source in read_sources(target).sources
            if source.keep_months is not None
        }
        manifest = open_snapshot(target).manifest
        cases = manifest.counts["cases"]
        aggregate_read(target, manifest, datetime.now(UTC), selection="", grant="", cases=cases, what="due")
        make_leaving(removing.loading.con, Exclusion(since=since), removing.loading.key)
        return tuple(removed(removing.loading.con, removing.parts))


def erase(
    into: Path | str, pseudonym: str, day: date, *, limits: Limits = NO_LIMITS, on_progress: Progress | None = None
) -> Removal:
    """Take a person out of a log: all rows of this resident, and of cases that are only theirs.

    pseudonym: as it stands in the log; of a log without residents that of a case. Refusal when it is no pseudonym, or
    when nobody is found: whether somebody was here before is not told.
    """
    target = Path(into)
    if not PSEUDONYM.fullmatch(pseudonym):
        raise Refusal((Problem("erase_form"),))
    with _Held(target, limits, on_progress) as removing:
        before, key = read_exclusion(target), removing.loading.key
        cases = removing.cases_of(pseudonym)
        if removing.unkept and not before.pending:
            refuse_unclear(removing.loading.con, removing.unkept, found=cases is not None)
        if cases is None and before.pending:  # a removal that was stopped took these rows out already
            return removing.carry_out("erase", day, before)
        if cases is None:
            raise Refusal((Problem("erase_absent", target.resolve().name),))
        exclusion = replace(
            before,
            people=before.people | set(marks(key, "resident", [pseudonym])),
            cases=before.cases | set(marks(key, "case", cases)),
        )
        return removing.carry_out("erase", day, exclusion, forgetting=[pseudonym, *cases])


class _Held:
    """The log held, and its kept deliveries at hand."""

    def __init__(self, target: Path, limits: Limits, on_progress: Progress | None) -> None:
        self.target, self.limits = target, limits
        self.tell = on_progress or (lambda _stage, _share: None)

    def __enter__(self) -> "Removing":
        """Refusal: no log, a log of public data, several deliveries that were not kept, or the log is in use."""
        snapshot = open_snapshot(self.target)
        if snapshot.manifest.public:
            raise Refusal((Problem("remove_public", self.target.resolve().name),))
        with ExitStack() as stack:
            stack.enter_context(as_refusal(self.target))
            stack.enter_context(prepared(self.target))
            con = stack.enter_context(engine(self.target, self.limits.threads, self.limits.memory))
            unkept = snapshot if is_unkept(snapshot.manifest) else None
            parts = [Part(snapshot.folder, snapshot.manifest.sources[0])] if unkept else staying(self.target, (), ())
            loading = Loading(con, self.target, key_of(self.target), self.tell)
            self.stack = stack.pop_all()
        known = {part.delivery.id for part in parts}
        others = [
            part
            for folder in sorted((self.target / DELIVERIES).glob("[!.]*"))
            if folder.name not in known and (part := kept(self.target, folder.name))
        ]
        make_kept(con, [*parts, *others])
        if unkept:
            make_held(con, unkept)
            add_held(con, unkept.manifest.sources[0])
        return Removing(loading, tuple(parts), tuple(others), snapshot.id, unkept)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stack.__exit__(kind, error, trace)


@dataclass(frozen=True)
class Removing:
    """A removal that is going on. parts: deliveries of the current snapshot; others: only of older ones.

    unkept: the current snapshot, where its rows are all that there is; then it is the one part.
    """

    loading: Loading
    parts: tuple[Part, ...]
    others: tuple[Part, ...]
    before: str
    unkept: Snapshot | None = None

    def cases_of(self, pseudonym: str) -> list[str] | None:
        """Cases of which this is the only known resident; None when neither is known."""
        con = self.loading.con
        found = rows(
            con,
            f"SELECT case_id FROM {KEPT} GROUP BY case_id HAVING count(resident) > 0 AND min(resident) = $1 AND "  # noqa: S608
            "max(resident) = $1 OR count(resident) = 0 AND case_id = $1 ORDER BY 1",
            [pseudonym],
        )
        known = found or rows(con, f"SELECT 1 FROM {KEPT} WHERE resident = ? LIMIT 1", [pseudonym])  # noqa: S608
        return [row[0] for row in found] if known else None

    def carry_out(
        self,
        kind: Kind,
        day: date,
        exclusion: Exclusion,
        *,
        forgetting: Sequence[str] = (),
        months: Sequence[str] = (),
    ) -> Removal:
        """All of it, from what must go to the report. forgetting: pseudonyms that the processing log knows no more;
        months: those of it that are gone."""
        loading, target = self.loading, self.loading.target
        everything = [*self.parts, *self.others]
        make_leaving(loading.con, exclusion, loading.key)
        found = removed(loading.con, everything)
        if not remaining(loading.con, len(self.parts)):
            raise Refusal((Problem("remove_all", target.resolve().name),))
        pending = exclusion.pending | {one.delivery for one in found}
        gone = [part.delivery for part in everything if part.delivery.id in {one.delivery for one in found}]
        snapshots: list[str] = []
        closings: list[str] = []
        after = self.before
        with deliveries_processed(target, kind, gone, public=False):
            SubjectNames(target / PROCESSING).forget(forgetting)
            write_exclusion(target, replace(exclusion, pending=pending), loading.writes)
            if pending & {part.delivery.id for part in self.parts}:
                after = self._built().id
            snapshots = [name for name in _resting(target, pending) if name != after]
            closings = _reopen(loading, snapshots)
            _remove_snapshots(loading, snapshots)
            sweep(target)
            write_exclusion(target, replace(exclusion, pending=frozenset()), loading.writes)
            since = tuple(sorted(exclusion.since.items())) if kind == "purge" else ()
            done = Removal(
                kind,
                at=datetime.now(UTC),
                day=day,
                deliveries=tuple(found),
                since=since,
                snapshots=tuple(snapshots),
                closings=tuple(closings),
                before=self.before,
                after=after,
                operation=TRACE.get(),
                months=tuple(months),
            )
            keep_removal(target, done, loading.writes)
        loading.tell("done", 1.0)
        return done

    def _built(self) -> Snapshot:
        if self.unkept:
            return build_without(self.loading, self.unkept)
        return build_from(self.loading, read_sources(self.loading.target), self.parts)


def _resting(target: Path, pending: frozenset[str]) -> list[str]:
    """Snapshots that were made from one of these deliveries, or of which that is not known."""
    if not pending:
        return []
    found = []
    for path in sorted((target / log.SNAPSHOTS).glob(f"[!.]*/{MANIFEST}")):
        try:
            ids = {one.id for one in open_snapshot(target, path.parent.name).manifest.sources}
        except Refusal:  # a format that this code does not read may hold them as well
            ids = {""}
        if ids & pending or "" in ids:
            found.append(path.parent.name)
    return found


def _reopen(loading: Loading, snapshots: Sequence[str]) -> list[str]:
    """Closed periods that one of these snapshots kept are closed no more."""
    periods = read_closed(loading.target)
    staying_closed = [one for one in periods if one.snapshot not in snapshots]
    if periods and not staying_closed:
        loading.writes.step()
        (loading.target / CLOSED).unlink()
    elif len(staying_closed) < len(periods):
        log.replace(loading.target / CLOSED, to_toml(staying_closed), loading.writes)
    return [str(one) for one in periods if one.snapshot in snapshots]


def _remove_snapshots(loading: Loading, snapshots: Sequence[str]) -> None:
    """Each leaves its place at once; what is left of it is swept, also by the next load."""
    folder = loading.target / log.SNAPSHOTS
    if log.current_id(loading.target, log.PREVIOUS) in snapshots:
        loading.writes.step()
        (loading.target / log.PREVIOUS).unlink()
    for name in snapshots:
        aside = folder / f"{log.INCOMING}gone-{name}"
        loading.writes.step()
        (folder / name).rename(aside)
        log.sync(folder)
        loading.writes.step()
        shutil.rmtree(aside)

"""A snapshot: steps and cases of one moment, immutable, with what they were made from."""

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from duckdb import DuckDBPyConnection

from schakel.chain.problem import Problem, Refusal
from schakel.data.coverage import (
    Span,
    add_spans,
    coverage,
    covered_by_key,
    horizons_of,
    references_of,
    spans_of,
    start_spans,
)
from schakel.data.log import SNAPSHOTS, Steps, current_id
from schakel.data.manifest import Coverage, Manifest, Reference, from_json, main_reference, to_json
from schakel.data.sql import one, run
from schakel.data.staged import Delivery, Staged
from schakel.data.steps import cases, sight
from schakel.data.steps.buckets import folder as bucket_folder
from schakel.data.steps.link import Coded, code, link, masks, stored_steps
from schakel.sharing.pseudonym import Key

MANIFEST, OTHERS = "manifest.json", "others"
# A column's dictionary is given up after 2000 values: times and row numbers would only be hashed in vain. Version 2
# writes differences, which is smaller and quicker; its way with floating numbers is not read everywhere.
PARQUET = (
    "FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 122880, DICTIONARY_SIZE_LIMIT 2000, WRITE_BLOOM_FILTER false"
)

Tell = Callable[[str, float], None]


@dataclass(frozen=True)
class Snapshot:
    """A folder of Parquet and its manifest."""

    folder: Path
    manifest: Manifest

    @property
    def id(self) -> str:
        """The hash of rows and format."""
        return self.manifest.id

    def files(self, table: str) -> list[Path]:
        """The Parquet files of "steps" or "cases", by bucket."""
        return sorted((self.folder / table).glob("bucket=*/*.parquet"))


def open_snapshot(log: Path | str, chosen: str | None = None) -> Snapshot:
    """The snapshot of a log with this id, or the current one. Refusal: no log, nothing loaded, old format, damaged."""
    into = Path(log)
    name = chosen or (current_id(into) if into.is_dir() else None)
    if name is None:
        raise Refusal((Problem("log_missing", file=into.name),))
    found = into / SNAPSHOTS / name
    if "/" in name or name.startswith(".") or not (found / MANIFEST).is_file():
        raise Refusal((Problem("log_damaged", file=into.name),))
    try:
        manifest = from_json((found / MANIFEST).read_text(encoding="utf-8"))
    except ValueError:
        raise Refusal((Problem("log_format", file=into.name),)) from None
    return Snapshot(found, manifest)


def build(
    con: DuckDBPyConnection,
    staged: Staged,
    into: Path,
    *,
    key: Key | None,
    writes: Steps,
    tell: Tell,
    key_id: str = "",
) -> Manifest:
    """Write steps, cases and manifest under a folder that exists and is empty. Nothing is synced or named yet.

    key: ids become pseudonyms under it; None takes them as they are, which are pseudonyms already if `key_id` is given.
    """
    coded = code(con, staged, key, lambda stage: tell(stage, 0.1))
    if not coded.shape.events:
        raise Refusal((Problem("no_events", file=staged.deliveries[0].file),))
    start_spans(con)
    _make_successors(con, staged)
    masked = masks(staged, coded.shape) and _make_ready_to_mask(con, staged, coded)
    unseen, several = 0, len(staged.sources) > 1
    version = "v1" if any(attribute.type == "number" for attribute in staged.attributes) else "v2"
    for turn, (bucket, first, last) in enumerate(coded.ranges):
        tell("steps", 0.3 + 0.6 * turn / len(coded.ranges))
        link(con, staged, coded, first, last)
        if several:
            sight.add_follows(con)
        if masked:
            unseen += sight.mask(con)
        if not turn:
            cases.start(con, staged, coded)
        cases.gather(con, staged, coded)
        add_spans(con)
        _write(con, stored_steps(staged), into / "steps" / bucket_folder(bucket), version, writes)
    tell("cases", 0.9)
    spans = spans_of(con)
    references = references_of(staged, spans)
    covered = coverage(spans, staged, references, coded.words["to_partner"].words)
    sight.make_covered(con, covered_by_key(spans, staged, references))
    horizons = horizons_of(staged, spans, references)
    if several:
        sight.make_seen_until(con, horizons)
    seen = cases.Seen(horizons, main_reference(references).on, several)
    cases.finish(con, staged, coded, seen)
    for bucket, first, last in coded.ranges:
        _write(con, cases.stored_cases(staged, first, last), into / "cases" / bucket_folder(bucket), version, writes)
    if (key and not any(delivery.id for delivery in staged.deliveries)) or (key_id and staged.keyed):
        _write_others(con, coded, into / OTHERS, version, writes)
    manifest = _described(con, staged, coded, key_id or (key.id if key else ""), spans, references, covered, unseen)
    tell("id", 0.97)
    manifest = replace(manifest, id=_identify(con, staged, coded, manifest))
    writes.step()
    (into / MANIFEST).write_text(to_json(manifest), encoding="utf-8")
    return manifest


def _write_others(con: DuckDBPyConnection, coded: Coded, folder: Path, version: str, writes: Steps) -> None:
    """Pseudonyms of residents and households that no case bears, by their number in the steps.

    Where no delivery is kept nothing else says who they are, and who cannot be found cannot be erased.
    """
    for what, own in (("resident", coded.own_residents), ("household", coded.own_households)):
        query = (
            f"SELECT no AS {what}_no, stored AS {what} FROM {what}_ids "  # noqa: S608
            f"WHERE no NOT IN (SELECT {what}_no FROM finished WHERE {what}_no IS NOT NULL) ORDER BY no"
        )
        if own and one(con, f"SELECT count(*) FROM ({query})")[0]:  # noqa: S608
            _write(con, query, folder / what, version, writes)


def _make_ready_to_mask(con: DuckDBPyConnection, staged: Staged, coded: Coded) -> bool:
    """Before events are linked: which months each partner delivered."""
    spans = sight.first_spans(con, coded)
    references = references_of(staged, spans)
    sight.make_covered(con, covered_by_key(spans, staged, references))
    sight.start_follows(con)
    return True


def _make_successors(con: DuckDBPyConnection, staged: Staged) -> None:
    run(con, 'CREATE OR REPLACE TEMP TABLE successors (kind VARCHAR, "then" VARCHAR, today VARCHAR)')
    for word in staged.successors:
        run(con, "INSERT INTO successors VALUES (?, ?, ?)", [word.kind, word.then, word.today])


def _described(
    con: DuckDBPyConnection,
    staged: Staged,
    coded: Coded,
    key_id: str,
    spans: tuple[Span, ...],
    references: dict[str, Reference],
    covered: Coverage,
    unseen: int,
) -> Manifest:
    first_on, last_on = cases.first_and_last(con)
    return Manifest(
        id="",
        public=not key_id,
        key_id=key_id,
        sources=staged.deliveries,
        counts=cases.counted(con, coded, spans) | {"unseen_waits": unseen, "continued": staged.continued},
        attributes=staged.attributes,
        unit=staged.unit,
        gap_days=staged.gap_days,
        endings="declared" if staged.closing or any(d.knows_ends for d in staged.deliveries) else "none declared",
        closing=staged.closing,
        ranks=dict(staged.ranks),
        residents="delivered" if coded.own_residents else "cases",
        households=coded.own_households,
        first_on=first_on,
        last_on=last_on,
        reference=references,
        coverage=covered,
        successors=staged.successors,
        names=staged.names,
        provisional=staged.provisional,
        time_zone=staged.time_zone,
        buckets=coded.buckets,
        notices=cases.notices(con, staged, coded),
    )


def _write(con: DuckDBPyConnection, query: str, folder: Path, version: str, writes: Steps) -> None:
    folder.mkdir(parents=True)
    writes.step()
    target = os.fspath(folder / "part-0.parquet").replace("'", "''")
    run(con, f"COPY ({query}) TO '{target}' ({PARQUET}, PARQUET_VERSION {version})")


def _identify(con: DuckDBPyConnection, staged: Staged, coded: Coded, manifest: Manifest) -> str:
    """Sixteen hexadecimal digits over what the rows say; places in files and names of files are no part of it.

    Where deliveries are kept they are: a snapshot says from which it was made, and what still comes follows from them.
    """
    told = json.loads(to_json(manifest))
    for name in ("id", "sources", "notices", "buckets"):
        del told[name]
    told["deliveries"] = [_told(delivery) for delivery in staged.deliveries if delivery.id]
    told["words"] = {name: words.words for name, words in coded.words.items()}
    told["cases"] = cases.digest_of(con, staged)
    return hashlib.blake2b(json.dumps(told, sort_keys=True).encode(), digest_size=8).hexdigest()


def _told(delivery: Delivery) -> list[str]:
    days = (delivery.since, delivery.until, delivery.extracted, delivery.reference_date)
    return [delivery.name, delivery.id, str(delivery.turn), delivery.kind, delivery.delivered_by, *map(str, days)]

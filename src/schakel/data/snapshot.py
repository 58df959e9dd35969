"""A snapshot: steps and cases of one moment, immutable, with what they were made from."""

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from duckdb import DuckDBPyConnection

from schakel.chain.problem import Problem, Refusal
from schakel.data.coverage import Span, add_spans, coverage, reference_at, references_of, spans_of, start_spans
from schakel.data.log import SNAPSHOTS, Steps, current_id
from schakel.data.manifest import Manifest, Reference, from_json, to_json
from schakel.data.sql import run
from schakel.data.staged import Staged
from schakel.data.steps import cases
from schakel.data.steps.buckets import folder as bucket_folder
from schakel.data.steps.link import Coded, code, link, stored_steps
from schakel.sharing.pseudonym import Key

MANIFEST = "manifest.json"
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


def open_snapshot(log: Path | str) -> Snapshot:
    """The current snapshot of a log. Refusal: no log, nothing loaded, another format, or damaged."""
    into = Path(log)
    name = current_id(into) if into.is_dir() else None
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
    con: DuckDBPyConnection, staged: Staged, into: Path, *, key: Key | None, writes: Steps, tell: Tell
) -> Manifest:
    """Write steps, cases and manifest under a folder that exists and is empty. Nothing is synced or named yet."""
    coded = code(con, staged, key, lambda stage: tell(stage, 0.1))
    if not coded.shape.events:
        raise Refusal((Problem("no_events", file=staged.deliveries[0].file),))
    start_spans(con)
    version = "v1" if any(attribute.type == "number" for attribute in staged.attributes) else "v2"
    for turn, (bucket, first, last) in enumerate(coded.ranges):
        tell("steps", 0.3 + 0.6 * turn / len(coded.ranges))
        link(con, staged, coded, first, last)
        if not turn:
            cases.start(con, staged, coded)
        cases.gather(con, staged, coded)
        add_spans(con)
        _write(con, stored_steps(staged), into / "steps" / bucket_folder(bucket), version, writes)
    tell("cases", 0.9)
    spans = spans_of(con)
    references = references_of(staged, spans)
    reference_on = min(reference.on for reference in references.values())
    cases.finish(con, staged, coded, reference_on, reference_at(staged, spans, references))
    for bucket, first, last in coded.ranges:
        _write(con, cases.stored_cases(staged, first, last), into / "cases" / bucket_folder(bucket), version, writes)
    manifest = _described(con, staged, coded, key, spans, references)
    tell("id", 0.97)
    manifest = replace(manifest, id=_identify(con, staged, coded, manifest))
    writes.step()
    (into / MANIFEST).write_text(to_json(manifest), encoding="utf-8")
    return manifest


def _described(
    con: DuckDBPyConnection,
    staged: Staged,
    coded: Coded,
    key: Key | None,
    spans: tuple[Span, ...],
    references: dict[str, Reference],
) -> Manifest:
    first_on, last_on = cases.first_and_last(con)
    return Manifest(
        id="",
        public=key is None,
        key_id=key.id if key else "",
        sources=staged.deliveries,
        counts=cases.counted(con, coded, spans),
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
        coverage=coverage(spans, staged, references, coded.words["to_partner"].words),
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
    """Sixteen hexadecimal digits over what the rows say; places in files and names of files are no part of it."""
    told = json.loads(to_json(manifest))
    for name in ("id", "sources", "notices", "buckets"):
        del told[name]
    told["words"] = {name: words.words for name, words in coded.words.items()}
    told["cases"] = cases.digest_of(con, staged)
    return hashlib.blake2b(json.dumps(told, sort_keys=True).encode(), digest_size=8).hexdigest()

"""Deliveries as a log keeps them: the events of each file with pseudonyms for ids, so that the file need not be kept.

LOG/deliveries/<id>/ events.parquet, gone.parquet (row_ids of rows that are withdrawn) and delivery.json. The id is a
hash of the file, of how it was read and of the key: what was read once is not read again.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from schakel.chain.attribute import Attribute
from schakel.chain.problem import Problem, Refusal, refuse
from schakel.data import log
from schakel.data.held import Loading
from schakel.data.look import Look
from schakel.data.manifest import delivery_from
from schakel.data.mapping import Mapping, settled
from schakel.data.readers.raw import Raw, RawColumn
from schakel.data.source import look_at, read
from schakel.data.sql import identifier, run
from schakel.data.staged import Delivery, Staged
from schakel.data.steps import ids
from schakel.sharing.pseudonym import Domain, Key

DELIVERIES, EVENTS, GONE, ABOUT = "deliveries", "events.parquet", "gone.parquet", "delivery.json"
FORMAT = 2
IDS: dict[str, Domain] = {"case_id": "case", "resident": "resident", "household": "household", "row_id": "row"}
PARQUET = "FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 122880"


@dataclass(frozen=True)
class Part:
    """The events of one file, kept. milestones: how many kinds of events a row has. unit, closing, ranks: as mapped."""

    folder: Path
    delivery: Delivery
    attributes: tuple[Attribute, ...] = ()
    days: bool = False
    instants: bool = False
    has_resident: bool = False
    has_household: bool = False
    milestones: int = 1
    unit: str = "provision"
    closing: tuple[str, ...] = ()
    ranks: tuple[tuple[str, int], ...] = ()

    @property
    def has_gone(self) -> bool:
        """Whether it withdraws rows of earlier deliveries."""
        return (self.folder / GONE).is_file()


def part_id(path: Path, beside: Sequence[Path], mapping: Mapping, name: str, key: Key | None, kind: str) -> str:
    """Sixteen hexadecimal digits over the bytes of the files and all that decides how they are read."""
    form = replace(mapping.file, delivered_by="", reference_date=None, schemas="")
    told = hashlib.blake2b(digest_size=8)
    told.update(repr((FORMAT, name, key.id if key else "", kind, replace(mapping, file=form, path=""))).encode())
    for one_path in (path, *sorted(beside)):
        told.update(one_path.name.encode())
        with one_path.open("rb") as stream:
            told.update(hashlib.file_digest(stream, "blake2b").digest())
    return told.hexdigest()


def kept(target: Path, number: str) -> Part | None:
    """A delivery that the log keeps already; None when it is not there or cannot be read."""
    folder = target / DELIVERIES / number
    try:
        found = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if found.get("format") != FORMAT:
        return None
    return Part(
        folder=folder,
        delivery=delivery_from(found["delivery"]),
        attributes=tuple(Attribute(**one) for one in found["attributes"]),
        closing=tuple(found["closing"]),
        ranks=tuple((activity, rank) for activity, rank in found["ranks"]),
        **{name: found[name] for name in ("days", "instants", "has_resident", "has_household", "milestones", "unit")},
    )


def keep(
    loading: Loading,
    number: str,
    path: Path,
    *,
    beside: Sequence[Path],
    mapping: Mapping,
    name: str,
    kind: str,
) -> Part:
    """Read a file and keep its events under its id. Refusal with all that is wrong; then nothing is kept of it."""
    con, target, key = loading.con, loading.target, loading.key
    incoming = target / DELIVERIES / f"{log.INCOMING}{os.getpid()}"
    shutil.rmtree(incoming, ignore_errors=True)
    incoming.mkdir(parents=True)
    try:
        if kind == "deletions":
            delivery = _keep_only_gone(con, incoming, path, mapping, name, key)
            staged = Staged("", (delivery,), instants=False)
        else:
            look = look_at(
                con,
                path,
                mapping=mapping,
                name=name,
                beside=beside,
                keep_all=key is None,
                door=key,
                on_read=loading.read,
            )
            staged = _staged(look)
            refuse(_row_id_needed(look.mapping, kind, path))
            _write(con, incoming, staged, look.mapping, key)
        part = _part(incoming, staged, mapping, number)
        loading.writes.step()
        (incoming / ABOUT).write_text(_about(part), encoding="utf-8")
        for file in sorted(incoming.iterdir()):
            loading.writes.step()
            log.sync(file)
        final = target / DELIVERIES / number
        shutil.rmtree(final, ignore_errors=True)
        loading.writes.step()
        incoming.rename(final)
        loading.writes.step()
        log.sync(final.parent)
    finally:
        shutil.rmtree(incoming, ignore_errors=True)
    return replace(part, folder=final)


def _staged(look: Look) -> Staged:
    if look.staged is None:
        raise Refusal(look.problems, look.total)
    return look.staged


def _row_id_needed(mapping: Mapping, kind: str, path: Path) -> list[Problem]:
    if mapping.origin("row_id") is not None or (kind != "changes" and not mapping.file.deleted_rows):
        return []
    return [Problem("row_id_needed", path.name)]


def _write(con: DuckDBPyConnection, folder: Path, staged: Staged, mapping: Mapping, key: Key | None) -> None:
    """Events with pseudonyms. row_on, row_until: the days of all events of one row; a running one has no last day."""
    milestones = bool(mapping.milestones)
    first = "" if milestones else "CAST(0 AS UTINYINT) AS milestone, "
    rows_sql = f"SELECT *, {first}{_row_days(milestones)} FROM events"  # noqa: S608
    has_key = mapping.origin("row_id") is not None
    if not milestones:
        own = "p.row_id" if has_key else "CAST(NULL AS VARCHAR) AS row_id"
        joined = " LEFT JOIN parsed AS p ON p.row = e.source_row" if has_key else ""
        rows_sql = f"SELECT e.*, {own} FROM ({rows_sql}) AS e{joined}"  # noqa: S608
    run(con, f"CREATE OR REPLACE TEMP VIEW to_keep AS {rows_sql}")
    present = {"case_id": True, "resident": staged.has_resident, "household": staged.has_household, "row_id": has_key}
    chosen, joins = {}, []
    for column, domain in IDS.items():
        if not present[column]:
            chosen[column] = f"CAST(NULL AS VARCHAR) AS {column}"
            continue
        ids.collect(con, f"keep_{column}", f"SELECT {column} FROM to_keep")  # noqa: S608
        ids.name(con, f"keep_{column}", key, domain)
        chosen[column] = f"{column}_of.stored AS {column}"
        joins.append(f"LEFT JOIN keep_{column}_named AS {column}_of ON {column}_of.id = e.{column}")
    others = ["activity", "partner", "to_partner", "started", "ended", "requested", "started_on", "ended_on"]
    others += ["requested_on", "is_day", "is_moment", "source_row", "milestone", "row_on", "row_until"]
    others += [identifier(attribute.column) for attribute in staged.attributes]
    selected = ", ".join([*chosen.values(), *(f"e.{column}" for column in others)])
    target = os.fspath(folder / EVENTS).replace("'", "''")
    run(
        con,
        f"COPY (SELECT {selected} FROM to_keep AS e {' '.join(joins)} ORDER BY source_row, milestone) "  # noqa: S608
        f"TO '{target}' ({PARQUET})",
    )
    run(con, "DROP VIEW to_keep")
    if mapping.file.deleted_rows:
        _write_gone(con, folder, "SELECT row_id, source_row FROM raw_deleted", key)


def _row_days(milestones: bool) -> str:
    first, last = "coalesce(started_on, ended_on)", "ended_on"
    if not milestones:
        return f"{first} AS row_on, {last} AS row_until"
    return (
        f"min({first}) OVER (PARTITION BY source_row) AS row_on, "
        f"CASE WHEN bool_and({last} IS NOT NULL) OVER (PARTITION BY source_row) "
        f"THEN max({last}) OVER (PARTITION BY source_row) END AS row_until"
    )


def _write_gone(con: DuckDBPyConnection, folder: Path, query: str, key: Key | None) -> None:
    """query: the columns row_id and source_row, the last row that says so."""
    ids.collect(con, "gone", f"SELECT row_id FROM ({query})")  # noqa: S608
    ids.name(con, "gone", key, "row")
    target = os.fspath(folder / GONE).replace("'", "''")
    run(
        con,
        "COPY (SELECT n.stored AS row_id, max(g.source_row) AS source_row "  # noqa: S608
        f"FROM gone_named AS n JOIN ({query}) AS g ON g.row_id = n.id GROUP BY n.stored ORDER BY n.stored) "
        f"TO '{target}' ({PARQUET})",
    )


def _keep_only_gone(
    con: DuckDBPyConnection, folder: Path, path: Path, mapping: Mapping, name: str, key: Key | None
) -> Delivery:
    delivery, raw, column = _gone(con, path, mapping, name)
    row_id = f"nullif(trim(CAST(r.{column.sql} AS VARCHAR)), '')"
    _write_gone(con, folder, f"SELECT {row_id} AS row_id, {raw.row} AS source_row FROM raw AS r", key)  # noqa: S608
    return delivery


def gone_in(con: DuckDBPyConnection, path: Path, mapping: Mapping, name: str) -> Delivery:
    """A file of row_ids that are gone: of its columns only that one is read. Refusal when it is not there."""
    return _gone(con, path, mapping, name)[0]


def _gone(con: DuckDBPyConnection, path: Path, mapping: Mapping, name: str) -> tuple[Delivery, Raw, RawColumn]:
    raw = read(con, path, mapping)
    origin = settled(mapping, raw.header).origin("row_id")
    column = raw.column(origin.name) if origin else None
    if column is None:
        raise Refusal((Problem("row_id_needed", path.name),))
    return Delivery(name, path.name, raw.kind, raw.rows, 0, False), raw, column


def _part(folder: Path, staged: Staged, mapping: Mapping, number: str) -> Part:
    return Part(
        folder=folder,
        delivery=replace(staged.deliveries[0], id=number),
        attributes=staged.attributes,
        days=staged.days,
        instants=staged.instants,
        has_resident=staged.has_resident,
        has_household=staged.has_household,
        milestones=len(mapping.milestones) or 1,
        unit=staged.unit,
        closing=staged.closing,
        ranks=tuple(staged.ranks.items()),
    )


def _about(part: Part) -> str:
    told = asdict(part) | {"format": FORMAT}
    del told["folder"]
    return about(told)


def about(told: dict[str, Any]) -> str:
    """What is kept of a delivery beside its events, as text."""
    return json.dumps(told, sort_keys=True, indent=1, ensure_ascii=False, default=str) + "\n"

"""Logs that were loaded from one file: no delivery was kept, so the snapshot itself is what rows are taken out of.

A snapshot says of every step what its event said, so that events can be made of it again, and of those a snapshot. Of
plans it knows no more than their count. An older one does not say who a resident is who bears no case.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from duckdb import DuckDBPyConnection

from schakel.chain.problem import Problem, Refusal
from schakel.data.held import Loading, key_of, put_in_place
from schakel.data.manifest import FORMAT, Manifest
from schakel.data.removal.exclusion import read_exclusion
from schakel.data.removal.leaving import KEPT, KEPT_COLUMNS, LEAVING, make_leaving, remaining
from schakel.data.snapshot import OTHERS, Snapshot, open_snapshot
from schakel.data.sql import identifier, one, run
from schakel.data.staged import EVENT_COLUMNS, Delivery, Staged
from schakel.data.steps import ids
from schakel.data.steps.link import RESIDENT_KEY, case_domain, case_key
from schakel.data.steps.schema import columns
from schakel.sharing.pseudonym import Key

HELD, EVENTS, STAYING = "held_events", "events_again", "staying_events"
NUMBERED = "number "  # in place of a pseudonym that an older snapshot does not hold
UNKNOWN_RESIDENTS = "resident_unknown"  # the notice that some rows named no resident


def is_unkept(manifest: Manifest) -> bool:
    """Whether it was made from one file of which no delivery was kept, in a form that events can be made of."""
    return len(manifest.sources) == 1 and not manifest.sources[0].id and manifest.format == FORMAT


def make_held(con: DuckDBPyConnection, snapshot: Snapshot) -> None:
    """Make the view `held_events`: the events of a snapshot, with case_no, and ids as they are stored."""
    manifest = snapshot.manifest
    trajectory = manifest.unit == "trajectory"
    made: dict[str, str] = {name: f"s.{name}" for name in EVENT_COLUMNS}
    made["case_id"] = "regexp_replace(c.case_id, '-[0-9]+$', '')" if trajectory else "c.case_id"
    made["resident"] = _name("r", "resident") if manifest.residents == "delivered" else "CAST(NULL AS VARCHAR)"
    made["household"] = _name("h", "household") if manifest.households else "CAST(NULL AS VARCHAR)"
    made["is_day"] = "s.precision = 'day'"
    made["is_moment"] = "s.touch_us IS NULL AND s.started IS NOT NULL AND s.ended IS NOT NULL"
    made |= {column: f"c.{column}" for column in columns(manifest.attributes, "case")}
    made |= {column: f"s.{column}" for column in columns(manifest.attributes, "event")}
    chosen = ", ".join(f"{value} AS {name}" for name, value in made.items())
    steps, cases = f"{_read(snapshot, 'steps')} AS s", _read(snapshot, "cases")
    for what in ("resident", "household"):
        bearing = f"SELECT {what}_no AS no, {what} AS name FROM {cases} WHERE {what}_no IS NOT NULL"  # noqa: S608
        if (others := snapshot.folder / OTHERS / what).is_dir():
            bearing += f" UNION ALL SELECT {what}_no, {what} FROM {_files(sorted(others.glob('*.parquet')))}"  # noqa: S608
        run(
            con,
            f"CREATE OR REPLACE TEMP TABLE named_{what} AS SELECT no, any_value(name) AS name "  # noqa: S608
            f"FROM ({bearing}) GROUP BY no",
        )
    run(
        con,
        f"CREATE OR REPLACE TEMP VIEW {HELD} AS SELECT s.case_no, {chosen} FROM {steps} "  # noqa: S608
        f"JOIN {cases} AS c USING (case_no) LEFT JOIN named_resident AS r ON r.no = s.resident_no "
        "LEFT JOIN named_household AS h ON h.no = s.household_no",
    )


def add_held(con: DuckDBPyConnection, delivery: Delivery) -> None:
    """Add the rows of `held_events` to `kept_rows`, as its part 0."""
    resident = f"CASE WHEN NOT starts_with(resident, '{ids.NAMELESS}') THEN resident END"
    _add(con, HELD, delivery, "case_id", resident)


def refuse_unclear(con: DuckDBPyConnection, snapshot: Snapshot, *, found: bool) -> None:
    """Refusal when rows of somebody cannot be told from those of others, so that an erasure could leave some.

    Only in snapshots that do not name every resident. found: they stand in the log by their pseudonym; then no rows of
    theirs are known by number only.
    """
    manifest = snapshot.manifest
    if manifest.residents != "delivered":
        return
    nameless, numbered = one(
        con,
        f"SELECT count(*) FILTER (starts_with(resident, '{ids.NAMELESS}')), "  # noqa: S608
        f"count(*) FILTER (starts_with(resident, '{NUMBERED}')) FROM {HELD}",
    )
    unknown = any(notice.code == UNKNOWN_RESIDENTS for notice in manifest.notices)
    if (numbered and not found) or (unknown and not nameless):
        raise Refusal((Problem("erase_unclear", manifest.sources[0].file, value=manifest.sources[0].name),))


def build_without(loading: Loading, snapshot: Snapshot) -> Snapshot:
    """The snapshot without what is in `leaving_rows`, put in place. Without anything to leave out it is the same."""
    con, manifest = loading.con, snapshot.manifest
    delivery = manifest.sources[0]
    run(
        con,
        f"CREATE OR REPLACE TEMP TABLE {EVENTS} AS SELECT e.* EXCLUDE (case_no) {_without_theirs(manifest)} "  # noqa: S608
        f"FROM {HELD} AS e WHERE NOT EXISTS (SELECT 1 FROM {LEAVING} AS l WHERE l.source_row = e.source_row)",
    )
    events, left, days, instants = one(
        con,
        f"SELECT count(*), count(DISTINCT source_row), bool_or(is_day), bool_or(NOT is_day) FROM {EVENTS}",  # noqa: S608
    )
    staged = Staged(
        relation=EVENTS,
        deliveries=(replace(delivery, events=int(events), rows=int(left)),),
        attributes=manifest.attributes,
        days=bool(days),
        instants=bool(instants),
        has_resident=manifest.residents == "delivered",
        has_household=manifest.households,
        unit=manifest.unit,
        gap_days=manifest.gap_days,
        continued=int(manifest.counts.get("continued", 0)),
        keyed=True,
        closing=manifest.closing,
        ranks=manifest.ranks,
        time_zone=manifest.time_zone,
    )
    return put_in_place(
        con,
        staged,
        loading.target,
        loading.writes,
        loading.tell,
        key=None,
        key_id=manifest.key_id,
        texts=lambda _manifest: {},
    )


def without_excluded(con: DuckDBPyConnection, target: Path, staged: Staged, secret: Key | None) -> Staged:
    """The events of a file without what was taken out of the log before. secret: of its pseudonyms, None when public.

    Refusal when these cannot be laid beside what was taken out, because they are made with another key or not at all.
    """
    exclusion = read_exclusion(target)
    if exclusion.empty:
        return staged
    if secret is None or secret.id != open_snapshot(target).manifest.key_id:
        raise Refusal((Problem("log_has_removed", file=target.name),))
    delivery = staged.deliveries[0]
    named = {"case": (case_key(staged), case_domain(staged)), "resident": (RESIDENT_KEY, "resident")}
    for what, (wanted, domain) in named.items():
        if what == "case" or staged.has_resident:
            ids.collect(con, f"left_{what}", f"SELECT {wanted} FROM {identifier(staged.relation)} AS e")  # noqa: S608
            ids.name(con, f"left_{what}", secret, domain)
    resident, join = "CAST(NULL AS VARCHAR)", ""
    if staged.has_resident:
        resident = f"CASE WHEN NOT starts_with(r.id, '{ids.NAMELESS}') THEN r.stored END"
        join = f" LEFT JOIN left_resident_named AS r ON r.id = {RESIDENT_KEY}"
    run(
        con,
        f"CREATE OR REPLACE TEMP VIEW {HELD} AS SELECT e.* REPLACE (c.stored AS case_id, {resident} AS resident) "  # noqa: S608
        f"FROM {identifier(staged.relation)} AS e JOIN left_case_named AS c ON c.id = {case_key(staged)}{join}",
    )
    run(con, f"CREATE OR REPLACE TEMP TABLE {KEPT} ({KEPT_COLUMNS})")
    _add(con, HELD, delivery, "case_id", "resident")
    make_leaving(con, exclusion, key_of(target))
    return _staying(con, staged) if one(con, f"SELECT count(*) FROM {LEAVING}")[0] else staged  # noqa: S608


def _staying(con: DuckDBPyConnection, staged: Staged) -> Staged:
    """The events that are not in `leaving_rows`."""
    delivery, left = staged.deliveries[0], remaining(con, 1)
    if not left:
        raise Refusal((Problem("no_events", file=delivery.file),))
    run(
        con,
        f"CREATE OR REPLACE TEMP TABLE {STAYING} AS SELECT e.* FROM {identifier(staged.relation)} AS e "  # noqa: S608
        f"WHERE NOT EXISTS (SELECT 1 FROM {LEAVING} AS l WHERE l.source_row = e.source_row)",
    )
    (rows_left,) = one(con, f"SELECT count(DISTINCT source_row) FROM {STAYING}")  # noqa: S608
    return replace(staged, relation=STAYING, deliveries=(replace(delivery, events=left, rows=int(rows_left)),))


def _add(con: DuckDBPyConnection, relation: str, delivery: Delivery, case: str, resident: str) -> None:
    """As `leaving.make_kept`, of events: what was planned after the reference date still runs or still comes."""
    on = delivery.reference_date
    seen = f"DATE '{on.isoformat()}'" if on else "DATE 'infinity'"
    runs = "false"
    if delivery.knows_ends:
        runs = f"bool_or((ended_on IS NULL OR ended_on > {seen}) AND NOT is_moment)"
    run(
        con,
        f"INSERT INTO {KEPT} SELECT 0, ?, 1, any_value({case}), any_value({resident}), NULL, source_row, count(*), "  # noqa: S608
        f"min(coalesce(started_on, ended_on, requested_on)), CASE WHEN {runs} THEN {seen} "
        f"ELSE max(coalesce(ended_on, started_on, requested_on)) END FROM {relation} GROUP BY source_row",
        [delivery.name],
    )


def _without_theirs(manifest: Manifest) -> str:
    """Attributes of a case may come from a row that leaves: of those that differ within a case, and where a person is
    erased of a case that others go on in, they are unknown from then on."""
    varying = {notice.column for notice in manifest.notices if notice.code == "not_constant"}
    of_case = [attribute for attribute in manifest.attributes if attribute.level == "case"]
    if not of_case:
        return ""
    gone = f"SELECT h.case_no FROM {HELD} AS h JOIN {LEAVING} AS l USING (source_row)"  # noqa: S608
    theirs = f"{gone} WHERE h.resident IN (SELECT id FROM marked_resident)"  # noqa: S608
    made = []
    for attribute in of_case:
        column = identifier(attribute.column)
        cases = gone if attribute.label in varying else theirs
        made.append(f"CASE WHEN e.case_no IN ({cases}) THEN NULL ELSE e.{column} END AS {column}")
    return f"REPLACE ({', '.join(made)})"


def _name(table: str, what: str) -> str:
    number = f"s.{what}_no"
    instead = f"'{NUMBERED}' || lpad(CAST({number} AS VARCHAR), 9, '0')"
    return f"CASE WHEN {number} IS NOT NULL THEN coalesce({table}.name, {instead}) END"


def _read(snapshot: Snapshot, table: str) -> str:
    return _files(snapshot.files(table))


def _files(paths: Sequence[Path]) -> str:
    quoted = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
    return f"read_parquet([{quoted}])"

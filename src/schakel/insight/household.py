"""Following the household: the same steps, linked anew with the household as the case."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb

from schakel.chain.problem import Problem, Refusal
from schakel.data.log import Steps
from schakel.data.manifest import Manifest
from schakel.data.snapshot import Snapshot, build
from schakel.data.sql import identifier, quiet, run
from schakel.data.staged import Delivery, Staged
from schakel.insight.view import Stored, parquet

# A stored step as the event it was. Whoever has no household is followed alone, as `data.steps` does.
EVENTS = """CREATE TEMP VIEW events AS
SELECT CAST(s.case_no AS VARCHAR) AS case_id, 'resident ' || s.resident_no AS resident,
    'household ' || s.household_no AS household,
    s.activity, s.partner, s.to_partner, s.started, s.ended, s.requested, s.started_on, s.ended_on, s.requested_on,
    s."precision" = 'day' AS is_day,
    s.started IS NOT NULL AND s.ended IS NOT NULL AND s.touch_us IS NULL AS is_moment,
    s.source, {row} AS source_row{attributes}
FROM ({steps}) AS s JOIN ({cases}) AS c ON c.case_no = s.case_no"""


@contextmanager
def by_household(snapshot: Snapshot, within: Path | None = None) -> Iterator[Stored]:
    """Steps and cases of which each case is a household; they are gone afterwards. Refusal without households.

    within: the folder in which they are made, None for that of the system.
    `case_no` is the household's number. A household is open when its last step is, or when none of the closing
    activities occurred; an attribute of a case is the first that is known of the household.
    """
    manifest = snapshot.manifest
    if not manifest.households:
        raise Refusal((Problem("no_households", column="--follow"),))
    with tempfile.TemporaryDirectory(prefix="schakel-", dir=within) as made:
        folder = Path(made)
        with duckdb.connect() as connection:
            quiet(connection)
            _make_events(connection, snapshot)
            build(connection, _staged(manifest), folder, key=None, writes=Steps(""), tell=lambda _stage, _share: None)
        yield Stored(parquet(folder / "steps"), parquet(folder / "cases"), manifest.attributes, manifest.successors)


def _make_events(connection: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> None:
    levels = {"case": "c", "event": "s"}
    attributes = "".join(f", {levels[a.level]}.{identifier(a.column)}" for a in snapshot.manifest.attributes)
    steps, cases = parquet(snapshot.folder / "steps"), parquet(snapshot.folder / "cases")
    # Rows of several files may have one number, and then nothing else would order them within a day.
    several = len(snapshot.manifest.sources) > 1
    row = "row_number() OVER (ORDER BY s.source, s.source_row, s.case_no, s.pos)" if several else "s.source_row"
    run(connection, EVENTS.format(attributes=attributes, steps=steps, cases=cases, row=row))


def _staged(manifest: Manifest) -> Staged:
    days, events = manifest.counts["days"], manifest.counts["events"]
    seen = {name: reference.on for name, reference in manifest.reference.items() if reference.declared}
    return Staged(
        relation="events",
        deliveries=_sources(manifest, seen),
        attributes=manifest.attributes,
        days=days > 0,
        instants=days < events,
        has_resident=True,
        has_household=True,
        unit="household",
        closing=manifest.closing,
        ranks=manifest.ranks,
        time_zone=manifest.time_zone,
        successors=manifest.successors,
    )


def _sources(manifest: Manifest, seen: Mapping[str, date]) -> tuple[Delivery, ...]:
    """One delivery for each source, that covers what its deliveries covered together."""
    first: dict[str, Delivery] = {}
    for delivery in manifest.sources:
        first.setdefault(delivery.name, delivery)
    ends = {name: any(d.knows_ends for d in manifest.sources if d.name == name) for name in first}
    reach = {source.name: source for source in Staged("", manifest.sources).sources}
    return tuple(
        replace(
            delivery,
            knows_ends=ends[name],
            reference_date=seen.get(name),
            since=reach[name].since,
            until=reach[name].until,
        )
        for name, delivery in first.items()
    )

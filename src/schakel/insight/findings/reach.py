"""How far partners can be followed: in which months, until which day, and from which sources they share a key with."""

from collections.abc import Mapping, Sequence
from datetime import date

from duckdb import DuckDBPyConnection

from schakel.data.coverage import Span, covered_by_key, last_day
from schakel.data.manifest import Manifest
from schakel.data.sql import Row, rows, run
from schakel.data.staged import Staged

REACH = ("pinch_sources", "pinch_covered", "pinch_reach")
# All steps, also of cases that are not selected: what was delivered does not hang on what is looked at. To who may read
# no day of a source it does not tell when anybody's work was delivered.
_SPANS = """
SELECT source, partner, min(coalesce(started_on, ended_on)), max(greatest(started_on, ended_on)),
    max(greatest(started, ended)), count(*), 0, 0
FROM stored_steps GROUP BY source, partner HAVING min(coalesce(started_on, ended_on)) IS NOT NULL
ORDER BY source, partner NULLS LAST
"""
_REFERS = "SELECT 1 FROM steps WHERE to_partner IS NOT NULL LIMIT 1"


def make_reach(connection: DuckDBPyConnection, manifest: Manifest) -> None:
    """Make three tables; the last two are empty where nobody refers.

    pinch_sources (source, key_group); pinch_covered (key_group, partner, month since year 0), what was delivered;
    pinch_reach (key_group, partner, until_on), the last day on which a partner's work could be seen.
    """
    staged = Staged("", manifest.sources)
    places = {source.name: number for number, source in enumerate(staged.sources)}
    refers = rows(connection, _REFERS)
    spans = [Span(places[name], *row) for name, *row in rows(connection, _SPANS)] if refers else []
    groups = [(name, staged.key_group(place)) for name, place in places.items()]
    _make(connection, "pinch_sources", {"source": "VARCHAR", "key_group": "INTEGER"}, groups)
    covered = covered_by_key(spans, staged, manifest.reference)
    months = [(group, *month) for group, found in covered.items() for month in found]
    kinds = {"key_group": "INTEGER", "partner": "VARCHAR"}
    _make(connection, "pinch_covered", {**kinds, "month": "INTEGER"}, months)
    until = [(*place, day) for place, day in _last_days(spans, staged, manifest).items()]
    _make(connection, "pinch_reach", {**kinds, "until_on": "DATE"}, until)


def _last_days(spans: Sequence[Span], staged: Staged, manifest: Manifest) -> dict[tuple[int, str], date]:
    found: dict[tuple[int, str], date] = {}
    for span in spans:
        if span.partner is not None:
            place = staged.key_group(span.source), span.partner
            source = staged.sources[span.source]
            day = last_day(source, manifest.reference[source.name])
            found[place] = max(day, found.get(place, day))
    return found


def _make(connection: DuckDBPyConnection, table: str, kinds: Mapping[str, str], found: Sequence[Row]) -> None:
    columns = ", ".join(f"unnest(CAST(? AS {kind}[])) AS {column}" for column, kind in kinds.items())
    values = [list(column) for column in zip(*found, strict=True)] or [[] for _ in kinds]
    run(connection, f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {columns}", values)

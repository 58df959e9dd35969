"""Sources with keys of their own: their cases join with those of no other source, so they stand beside the rest."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from schakel.data.sql import rows, run
from schakel.data.staged import Staged
from schakel.insight.view import LogView, make_params, make_views, select_cases

_MARK = ": "
_ALONE = """
SELECT DISTINCT source FROM steps WHERE source IN (SELECT UNNEST(CAST(? AS VARCHAR[]))) AND source NOT IN (
  SELECT s.source FROM steps AS s
  JOIN (SELECT case_no FROM steps GROUP BY case_no HAVING COUNT(DISTINCT source) > 1) AS m ON m.case_no = s.case_no
  WHERE s.source IS NOT NULL
) ORDER BY source
"""
# A case of such a source has steps of no other, so what follows a step is of the same source.
_APART = """
CREATE OR REPLACE TEMP VIEW steps AS
SELECT s.* REPLACE (
  CASE WHEN a.source IS NULL THEN s.activity ELSE CONCAT(a.source, '{mark}', s.activity) END AS activity,
  CASE WHEN a.source IS NULL OR s.next_activity IS NULL THEN s.next_activity
    ELSE CONCAT(a.source, '{mark}', s.next_activity) END AS next_activity
) FROM steps_together AS s LEFT JOIN apart AS a ON a.source = s.source
"""
_PARTNERS = """
SELECT CAST(partner AS VARCHAR), COUNT(*) AS n FROM steps WHERE source = ? AND partner IS NOT NULL
GROUP BY ALL ORDER BY n DESC, 1
"""
_REFERRED = """
SELECT CAST(activity AS VARCHAR), CAST(to_partner AS VARCHAR), CAST(partner AS VARCHAR),
  strftime(COALESCE(ended_on, started_on), '%Y-%m'), COUNT(*)
FROM steps WHERE to_partner IN (SELECT UNNEST(CAST(? AS VARCHAR[]))) AND source <> ? GROUP BY ALL ORDER BY ALL
"""
_REFERRED_PEOPLE = """
SELECT COUNT(DISTINCT resident_no) FROM steps WHERE to_partner IN (SELECT UNNEST(CAST(? AS VARCHAR[]))) AND source <> ?
  AND strftime(COALESCE(ended_on, started_on), '%Y-%m') IN (SELECT UNNEST(CAST(? AS VARCHAR[])))
"""
_STARTED = """
SELECT CAST(activity AS VARCHAR), COUNT(*) AS n FROM steps WHERE source = ? AND is_first GROUP BY ALL ORDER BY n DESC, 1
"""
_STARTED_PEOPLE = """
SELECT COUNT(*), COUNT(DISTINCT resident_no) FROM steps WHERE source = ? AND is_first
  AND strftime(COALESCE(started_on, ended_on), '%Y-%m') IN (SELECT UNNEST(CAST(? AS VARCHAR[])))
"""


@dataclass(frozen=True)
class Referral:
    """How many times a step of a partner referred to another one in a month ("2025-06")."""

    activity: str
    to_partner: str
    partner: str
    month: str
    n: int


@dataclass(frozen=True)
class Beside:
    """A source that stands beside the rest. partners, firsts: who acts in it and with what cases start, most first."""

    source: str
    partners: tuple[str, ...]
    firsts: tuple[str, ...]
    referrals: tuple[Referral, ...]


def sources_beside(view: LogView) -> tuple[str, ...]:
    """Sources of the view with keys of their own, of which no case goes on in another source."""
    own = [source.name for source in Staged("", view.manifest.sources).sources if source.own_key]
    return tuple(row[0] for row in view.rows(_ALONE, [own])) if own else ()


def beside(view: LogView) -> tuple[Beside, ...]:
    """These sources, with the referrals of others to the partners that act in them."""
    found = []
    for source in sources_beside(view):
        partners = tuple(row[0] for row in view.rows(_PARTNERS, [source]))
        referrals = tuple(Referral(*row) for row in view.rows(_REFERRED, [list(partners), source]))
        firsts = tuple(row[0] for row in view.rows(_STARTED, [source]))
        found.append(Beside(source, partners, firsts, referrals))
    return tuple(found)


def referred_residents(view: LogView, one: Beside, months: Sequence[str]) -> int:
    """How many residents others referred to it in these months."""
    return int(view.rows(_REFERRED_PEOPLE, [list(one.partners), one.source, list(months)])[0][0])


def started(view: LogView, one: Beside, months: Sequence[str]) -> tuple[int, int]:
    """How many of its own cases started in these months, and of how many residents."""
    cases, residents = view.rows(_STARTED_PEOPLE, [one.source, list(months)])[0]
    return int(cases), int(residents)


@contextmanager
def apart(view: LogView, sources: Sequence[str]) -> Iterator[LogView]:
    """The same view in which the steps of these sources are called "source: activity", so that they join nothing."""
    if view.stored is None:
        raise ValueError("a view that was not opened by open_log cannot be opened again")
    cursor = view.connection.cursor()
    try:
        make_views(cursor, view.stored, names=view.names)
        make_params(cursor, view.definitions, view.selection, view.manifest.reference_on)
        select_cases(cursor, view.stored, view.selection, names=view.names)
        run(cursor, "CREATE OR REPLACE TEMP TABLE apart AS SELECT UNNEST(CAST(? AS VARCHAR[])) AS source", [[*sources]])
        rows(cursor, "ALTER VIEW steps RENAME TO steps_together")
        run(cursor, _APART.format(mark=_MARK))
        yield replace(view, connection=cursor, apart=tuple(sources))
    finally:
        cursor.close()


def activity_of(step: str, sources: Sequence[str]) -> str:
    """The activity of a step as it is called in a view with these sources apart."""
    prefix = next((source + _MARK for source in sources if step.startswith(source + _MARK)), "")
    return step.removeprefix(prefix)

"""What may be chosen: the values of a snapshot that enough residents share. Suggestions pass the gate as figures do.

A value of fewer residents is not offered and, when it is asked for, refused as one that does not occur. Selections that
differ by a few residents remain possible; see the known limits in docs/background/the-gate.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from schakel.chain.problem import Problem, Refusal
from schakel.data.log import SNAPSHOTS
from schakel.data.manifest import NEVER
from schakel.data.snapshot import MANIFEST, Snapshot, open_snapshot
from schakel.data.sql import identifier
from schakel.insight.opened import open_log
from schakel.insight.select import ROUTE, STEP_KEYS
from schakel.insight.view import LogView
from schakel.sharing.grant import Sight
from schakel.web.access.models import Network
from schakel.web.engine import engine
from schakel.web.record.reading import read
from schakel.web.workspace import current_workspace

MOST_VALUES = 60  # an attribute with more is no filter
MOST_ROUTES = 12
_VALUES = """
SELECT CAST({column} AS VARCHAR) AS value, COUNT(DISTINCT resident_no) FROM {table} WHERE {column} IS NOT NULL
GROUP BY 1 HAVING COUNT(DISTINCT resident_no) >= ? ORDER BY 1
"""
_ROUTES = """
SELECT variant, COUNT(*) AS n, MIN(case_no) FROM cases WHERE variant IS NOT NULL
GROUP BY variant HAVING COUNT(DISTINCT resident_no) >= ?
ORDER BY n DESC, variant LIMIT {most}
"""
_STEPS_OF = """
SELECT case_no, CAST(activity AS VARCHAR) FROM steps WHERE case_no IN (SELECT UNNEST(CAST(? AS BIGINT[])))
ORDER BY case_no, pos
"""


@dataclass(frozen=True)
class Choice:
    """A key by which cases are chosen. label: the source's own word, "" for ours. values: (value, as it is called)."""

    key: str
    label: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Choices:
    """All of a snapshot. months: "2024-01" and so on, from the first to the last. households: may be followed."""

    snapshot: str
    offered: tuple[Choice, ...]
    months: tuple[str, ...]
    households: bool
    renamed: bool

    @property
    def keys(self) -> tuple[str, ...]:
        """Their keys."""
        return tuple(choice.key for choice in self.offered)

    def values(self, key: str) -> Sequence[str]:
        """The values of a key; none for a key that is not offered."""
        return next((tuple(value for value, _ in choice.values) for choice in self.offered if choice.key == key), ())

    def named(self, key: str, value: str) -> str:
        """A value as it is called."""
        return next((dict(choice.values).get(value, value) for choice in self.offered if choice.key == key), value)


def log_folder(network: Network) -> Path:
    """Where the log of a network is. Refusal when it has none."""
    if not network.log or not network.snapshot:
        raise Refusal((Problem("workbench_no_snapshot"),))
    return current_workspace().network(network.slug) / "logs" / network.log


def snapshot_of(network: Network, name: str) -> Snapshot:
    """A snapshot of the network's log by its id. Refusal `workbench_snapshot` when it is not there (any more)."""
    try:
        log = log_folder(network)
        if not (log / SNAPSHOTS / name / MANIFEST).is_file():  # also of one that was read before and is gone
            _opened.cache_clear()
        return _opened(log, name)
    except Refusal as refusal:
        if refusal.problems[0].code == "workbench_no_snapshot":
            raise
        raise Refusal((Problem("workbench_snapshot", value=name),)) from None


@lru_cache(maxsize=8)
def _opened(log: Path, name: str) -> Snapshot:
    return open_snapshot(log, name)


def choices(network: Network, snapshot: str, sight: Sight | None = None) -> Choices:
    """What may be chosen of a snapshot at the network's threshold, for a reader; through a sight if there is one."""
    found = warmed(network, snapshot, sight)
    read(log_folder(network), snapshot_of(network, snapshot).manifest, "choices", sight=sight)
    return found


def warmed(network: Network, snapshot: str, sight: Sight | None = None) -> Choices:
    """The same for nobody yet: looked up, and kept until somebody asks."""
    return _choices(snapshot_of(network, snapshot).folder, snapshot, network.threshold, log_folder(network), sight)


@lru_cache(maxsize=64)  # some networks, and the sights of their partners
def _choices(_folder: Path, name: str, threshold: int, log: Path, sight: Sight | None) -> Choices:
    snapshot = _opened(log, name)
    with (
        engine().turn() as connection,
        engine().rows_of(snapshot) as stored,
        open_log(snapshot, connection=connection, stored=stored, sight=sight) as view,
    ):
        offered, manifest = tuple(_offered(view, threshold)), view.manifest
    return Choices(
        name, offered, months(manifest.first_on, manifest.last_on), manifest.households, bool(manifest.successors)
    )


def _offered(view: LogView, threshold: int) -> list[Choice]:
    found = []
    for attribute in view.manifest.attributes:
        if attribute.type == "text":
            table = "cases" if attribute.level == "case" else "steps"
            values = _values(view, table, identifier(attribute.column), threshold)
            if 1 < len(values) <= MOST_VALUES:
                found.append(Choice(attribute.slug, attribute.label, values))
    for key in STEP_KEYS:
        found.append(Choice(key, "", _values(view, "steps", key, threshold)))
    if ROUTE not in {choice.key for choice in found}:
        steps = {value for choice in found if choice.key == "activity" for value, _ in choice.values}
        found.append(Choice(ROUTE, "", _routes(view, threshold, steps)))
    return [choice for choice in found if choice.values]


def _values(view: LogView, table: str, column: str, threshold: int) -> tuple[tuple[str, str], ...]:
    found = view.rows(_VALUES.format(column=column, table=table), [threshold])
    return tuple((value, value) for value, _ in found)


def _routes(view: LogView, threshold: int, known: set[str]) -> tuple[tuple[str, str], ...]:
    """The busiest routes, called by their steps; none with a step that may not be named, nor of cases that are not
    wholly in sight, whose route is unknown and whose steps are not those of one route."""
    found = view.rows(_ROUTES.format(most=MOST_ROUTES), [threshold])
    steps: dict[int, list[str]] = {}
    for case, activity in view.rows(_STEPS_OF, [[row[2] for row in found]]):
        steps.setdefault(case, []).append(activity)
    return tuple(
        (str(variant), " → ".join(steps[case])) for variant, _, case in found if set(steps.get(case, [""])) <= known
    )


def months(first: object, last: object) -> tuple[str, ...]:
    """All months from the day first to the day last, both as dates; none when one is unknown."""
    if first in (None, NEVER) or last is None:
        return ()
    year, month = int(str(first)[:4]), int(str(first)[5:7])
    found = []
    while (name := f"{year:04d}-{month:02d}") <= str(last)[:7]:
        found.append(name)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return tuple(found)

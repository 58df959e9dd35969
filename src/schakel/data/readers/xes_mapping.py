"""What the keys of XES mean to us, and events that lack one of those that are needed."""

from collections.abc import Iterable

from duckdb import DuckDBPyConnection

from schakel.chain.problem import SHOWN, Problem
from schakel.data.mapping import Mapping, Origin
from schakel.data.sql import identifier, one, rows

CASE, ACTIVITY, TIME = "case:concept:name", "concept:name", "time:timestamp"
GROUP, RESOURCE = "org:group", "org:resource"
TRANSITION, INSTANCE = "lifecycle:transition", "concept:instance"


def default_mapping(columns: Iterable[str]) -> Mapping:
    """The mapping of a log by the keys of the XES standard. The partner is org:group, where there is one.

    Case, activity and time are named also when no event has them, so that it can be said which event lacks them.
    """
    there = set(columns)
    partner = next((key for key in (GROUP, RESOURCE) if key in there), "")
    pairs = [("case_id", CASE), ("activity", ACTIVITY), ("started", TIME)]
    pairs += [("partner", partner)] if partner else []
    pairs += [(ours, key) for ours, key in (("lifecycle", TRANSITION), ("instance", INSTANCE)) if key in there]
    return Mapping(columns=tuple((ours, Origin(key)) for ours, key in pairs))


def missing(
    connection: DuckDBPyConnection, relation: str, columns: Iterable[str], plan: Mapping, file: str, most: int = SHOWN
) -> tuple[tuple[Problem, ...], int, tuple[tuple[str, str, int], ...]]:
    """Traces without a name and events without activity or time, by their numbers; how many; and how many of each sort.

    relation: as `read_xes` makes it. A trace without a name is told once, not for each of its events. most: how many
    are told.
    """
    there = set(columns)
    found: list[Problem] = []
    sorts: list[tuple[str, str, int]] = []
    for ours, code in (("case_id", "xes_no_case"), ("activity", "xes_no_activity"), ("started", "xes_no_time")):
        origin = plan.origin(ours)
        if origin is None or origin.value is not None:
            continue
        column = identifier(origin.name) if origin.name in there else "NULL"
        chosen = f"""SELECT trace, "row" - min("row") OVER (PARTITION BY trace) + 1 AS event,
            trim(coalesce({column}, '')) = '' AS lacks FROM {identifier(relation)}"""  # noqa: S608
        lacking = f"SELECT trace, event FROM ({chosen}) WHERE lacks"  # noqa: S608
        if ours == "case_id":
            lacking += " AND event = 1"
        (n,) = one(connection, f"SELECT count(*) FROM ({lacking})")  # noqa: S608
        first = rows(connection, f"{lacking} ORDER BY trace, event LIMIT {most}") if n else []
        found += [
            Problem(code, file, column=origin.name, more=(("trace", trace), ("event", event))) for trace, event in first
        ]
        sorts += [(code, origin.name, n)] if n else []
    return tuple(found[:most]), sum(n for _, _, n in sorts), tuple(sorts)

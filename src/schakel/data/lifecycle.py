"""Rows that each tell one change of an activity (scheduled, started, completed) become steps with a start and an end.

The words are those of the XES lifecycle, whatever their case. What is done with each:

- start and complete: within one case, activity and instance the oldest running start goes with the next complete.
- schedule: the request. The oldest one waiting goes with the next start; withdraw takes one away.
- ate_abort and pi_abort end a running step as complete does: it ended, though unfinished. Without a running start
  they tell of no step and are left out.
- suspend and resume are left out: a step's time includes its pauses. So are assign and reassign (who gets it is not
  when it was asked), manualskip and autoskip (it did not happen), unknown, and every other word.
- a row without a word counts as complete, which is what XES takes for granted.

An activity without any start in the source has moments. A complete without a running start, of an activity that does
have starts, has an unknown start. A start without a complete still runs. Everything left out is counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from schakel.chain.problem import Notice
from schakel.data.sql import identifier, rows, run
from schakel.data.staged import Lifecycle

WORDS: Mapping[str, tuple[str, ...]] = {
    "schedule": ("schedule", "scheduled"),
    "withdraw": ("withdraw",),
    "start": ("start", "started", "begin"),
    "complete": ("complete", "completed", "end", "ended", ""),
    "abort": ("ate_abort", "pi_abort"),
}
_PHASE = "CASE " + " ".join(
    f"WHEN transition IN ({', '.join(repr(word) for word in words)}) THEN {phase!r}" for phase, words in WORDS.items()
)
_PHASE += " ELSE 'other' END"


@dataclass(frozen=True)
class Lived:
    """lifecycle: what was done. knows_ends: an empty end means that the step still runs. events: rows made."""

    lifecycle: Lifecycle
    knows_ends: bool
    events: int
    notices: tuple[Notice, ...] = ()


def pair(
    connection: DuckDBPyConnection, relation: str, into: str, *, lifecycle: Lifecycle | None = None, file: str = ""
) -> Lived:
    """Make table `into` of steps from shaped rows: the columns of `relation` without `transition` and `instance`.

    relation: columns as data.staged plus `transition` and `instance` (VARCHAR, NULL where not delivered); a row's time
    is started, else ended. lifecycle: None takes pair if both a start and a complete occur, else all.
    complete: only complete rows, as moments. all: every row as it is.
    A pair's values are those of its complete row, else of its start row; its row number is the start's.
    """
    run(connection, f"CREATE OR REPLACE TEMP TABLE life AS {_marked(relation)}")
    try:
        phases: dict[str, int] = dict(rows(connection, "SELECT phase, count(*) FROM life GROUP BY phase"))
        chosen: Lifecycle = lifecycle or ("pair" if phases.get("start") and phases.get("complete") else "all")
        columns = tuple(name for name, *_ in rows(connection, f"DESCRIBE {identifier(relation)}"))
        kept = tuple(name for name in columns if name not in ("transition", "instance"))
        if chosen == "pair":
            _queues(connection)
            run(connection, f"CREATE OR REPLACE TABLE {identifier(into)} AS {_steps(kept)}")
            notices = _pair_notices(connection, file)
        else:
            where = "WHERE phase = 'complete'" if chosen == "complete" else ""
            made = f"SELECT {_moments(kept) if where else _names(kept)} FROM life {where}"  # noqa: S608
            run(connection, f"CREATE OR REPLACE TABLE {identifier(into)} AS {made}")
            notices = _left_out(connection, "phase <> 'complete'", file) if where else ()
        ((events,),) = rows(connection, f"SELECT count(*) FROM {identifier(into)}")  # noqa: S608
        return Lived(chosen, chosen == "pair", events, notices)
    finally:
        for table in ("life", "life_requests", "life_runs"):
            run(connection, f"DROP TABLE IF EXISTS {table}")


def _marked(relation: str) -> str:
    """Every row with its phase, its time, and where it stands in the order: request, start, end at one moment.

    At one moment a start stands before an end, so that a step without duration is a pair; with queues that cannot
    hurt the step before it.
    """
    return f"""
        SELECT *, coalesce(instance, '') AS run_of, row_number() OVER () AS n,
            CASE WHEN phase IN ('complete', 'abort') THEN coalesce(ended, started)
                 ELSE coalesce(started, ended) END AS moment,
            CASE WHEN phase IN ('complete', 'abort') THEN coalesce(ended_on, started_on)
                 ELSE coalesce(started_on, ended_on) END AS moment_on,
            CASE phase WHEN 'schedule' THEN 0 WHEN 'withdraw' THEN 1 WHEN 'start' THEN 2 ELSE 3 END AS turn
        FROM (
            SELECT * REPLACE (lower(trim(coalesce(transition, ''))) AS transition), {_PHASE} AS phase
            FROM (SELECT * REPLACE (lower(trim(coalesce(transition, ''))) AS transition) FROM {identifier(relation)})
        )"""  # noqa: S608


def _queues(connection: DuckDBPyConnection) -> None:
    """Tables of pairs (opener, closer), both by their n: requests with starts, and starts with ends."""
    for table, opener, closers in (
        ("life_requests", "schedule", "'start', 'withdraw'"),
        ("life_runs", "start", "'complete', 'abort'"),
    ):
        run(connection, f"CREATE OR REPLACE TEMP TABLE {table} AS {_queue(opener, closers)}")


def _queue(opener: str, closers: str) -> str:
    """First in, first out, without a loop: a closer finds the queue empty exactly when the running count of openers
    less closers falls to a new low below zero. Those left out, the k-th opener goes with the k-th closer."""
    by = "PARTITION BY case_id, activity, run_of ORDER BY moment, turn, source_row, n"
    order = f"{by} ROWS UNBOUNDED PRECEDING"
    return f"""
        WITH depths AS (
            SELECT n, phase, case_id, activity, run_of, moment, turn, source_row,
                sum(CASE WHEN phase = '{opener}' THEN 1 ELSE -1 END) OVER queue AS depth
            FROM life WHERE phase IN ('{opener}', {closers}) WINDOW queue AS ({order})
        ), lows AS (
            SELECT *, min(least(depth, 0)) OVER queue AS low FROM depths WINDOW queue AS ({order})
        ), served AS (
            SELECT *, lag(low, 1, 0) OVER ({by}) = low AS is_served FROM lows
        ), counted AS (
            SELECT *, count(*) FILTER (WHERE phase = '{opener}') OVER queue AS opened,
                count(*) FILTER (WHERE phase <> '{opener}' AND is_served) OVER queue AS closed
            FROM served WINDOW queue AS ({order})
        )
        SELECT o.n AS opener, c.n AS closer, c.phase
        FROM counted o JOIN counted c
            ON o.case_id = c.case_id AND o.activity = c.activity AND o.run_of = c.run_of AND o.opened = c.closed
        WHERE o.phase = '{opener}' AND c.phase <> '{opener}' AND c.is_served"""  # noqa: S608


def _steps(kept: tuple[str, ...]) -> str:
    """Starts with their ends and requests, then completes that have no start of their own."""
    return f"""
        SELECT {", ".join(_of_pair(name) for name in kept)}
        FROM life s
        LEFT JOIN life_runs r ON r.opener = s.n LEFT JOIN life e ON e.n = r.closer
        LEFT JOIN life_requests q ON q.closer = s.n LEFT JOIN life a ON a.n = q.opener
        WHERE s.phase = 'start'
        UNION ALL BY NAME
        SELECT {_ends(kept)}
        FROM life l
        WHERE phase = 'complete' AND NOT EXISTS (FROM life_runs r WHERE r.closer = l.n)"""  # noqa: S608


def _of_pair(name: str) -> str:
    quoted = identifier(name)
    times = {
        "started": "s.moment",
        "ended": "e.moment",
        "requested": "coalesce(s.requested, a.moment)",
        "started_on": "s.moment_on",
        "ended_on": "e.moment_on",
        "requested_on": "coalesce(s.requested_on, a.moment_on)",
        "is_day": "s.is_day OR coalesce(e.is_day, false)",
        "is_moment": "false",
        "source_row": "s.source_row",
    }
    return f"{times.get(name, f'coalesce(e.{quoted}, s.{quoted})')} AS {quoted}"


def _ends(kept: tuple[str, ...]) -> str:
    """A complete on its own: a moment where its activity never has a start, else a step with an unknown start."""
    never = "activity NOT IN (SELECT activity FROM life WHERE phase = 'start')"
    times = {
        "started": f"CASE WHEN {never} THEN moment END",
        "ended": "moment",
        "started_on": f"CASE WHEN {never} THEN moment_on END",
        "ended_on": "moment_on",
        "is_moment": never,
    }
    return ", ".join(f"{times.get(name, identifier(name))} AS {identifier(name)}" for name in kept)


def _moments(kept: tuple[str, ...]) -> str:
    times = {
        "started": "moment",
        "ended": "moment",
        "started_on": "moment_on",
        "ended_on": "moment_on",
        "is_moment": "true",
    }
    return ", ".join(f"{times.get(name, identifier(name))} AS {identifier(name)}" for name in kept)


def _names(kept: tuple[str, ...]) -> str:
    return ", ".join(identifier(name) for name in kept)


def _pair_notices(connection: DuckDBPyConnection, file: str) -> tuple[Notice, ...]:
    counts = {
        "lifecycle_running": "phase = 'start' AND n NOT IN (SELECT opener FROM life_runs)",
        "lifecycle_start_unknown": """phase = 'complete' AND n NOT IN (SELECT closer FROM life_runs)
            AND activity IN (SELECT activity FROM life WHERE phase = 'start')""",
        "lifecycle_aborted": "phase = 'abort' AND n IN (SELECT closer FROM life_runs)",
        "lifecycle_request_unused": """phase = 'schedule'
            AND n NOT IN (SELECT opener FROM life_requests WHERE phase = 'start')""",
        "lifecycle_blank": "transition = ''",
    }
    found = {
        code: rows(connection, f"SELECT count(*) FROM life WHERE {where}")[0][0]  # noqa: S608
        for code, where in counts.items()
    }
    found["lifecycle_partner_differs"] = rows(
        connection,
        "SELECT count(*) FROM life_runs JOIN life s ON s.n = opener JOIN life e ON e.n = closer "
        "WHERE s.partner <> e.partner",
    )[0][0]
    notices = tuple(Notice(code, n, file) for code, n in found.items() if n)
    unused = "phase IN ('other', 'withdraw') OR phase = 'abort' AND n NOT IN (SELECT closer FROM life_runs)"
    return notices + _left_out(connection, unused, file)


def _left_out(connection: DuckDBPyConnection, where: str, file: str) -> tuple[Notice, ...]:
    """One notice for each word whose rows became no step."""
    found = rows(
        connection,
        f"SELECT transition, count(*) FROM life WHERE {where} GROUP BY transition ORDER BY transition",  # noqa: S608
    )
    return tuple(Notice("lifecycle_left_out", n, file, more=(("transition", word[:40]),)) for word, n in found)

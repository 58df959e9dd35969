"""From steps to cases: a row a case, with its route's number, whether it is open, and whether it is a return."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from duckdb import DuckDBPyConnection

from schakel.chain.attribute import Attribute
from schakel.chain.problem import Notice
from schakel.data.coverage import Span
from schakel.data.schema import CASE_COLUMNS, columns, sql
from schakel.data.sql import identifier, one, run
from schakel.data.staged import Staged
from schakel.data.steps import DAY_US, Coded
from schakel.data.words import Words

OUTCOME = "outcome="
_BITS = 2**61  # sums are kept below this, so that they fit a BIGINT
_IN_DAYS = (
    "coalesce(min(CASE WHEN is_day THEN placed_on END) = min(placed_on), false) OR coalesce(max(CASE WHEN is_day AND "
    "until_on < DATE 'infinity' THEN until_on END) = "
    "max(CASE WHEN until_on < DATE 'infinity' THEN until_on END), false)"
)


def gather(con: DuckDBPyConnection, staged: Staged, coded: Coded) -> None:
    """Add the cases of `linked` to `all_cases`, which `start` made."""
    run(con, sql("steps_weights.sql"))
    run(con, _gathering(staged, coded))


def start(con: DuckDBPyConnection, staged: Staged, coded: Coded) -> None:
    """Make an empty `all_cases` with the columns that `gather` fills; `linked` must exist."""
    run(con, sql("steps_weights.sql"))
    query = _gathering(staged, coded).partition("BY NAME")[2]
    run(con, f"CREATE OR REPLACE TEMP TABLE all_cases AS FROM ({query}) LIMIT 0")


def finish(con: DuckDBPyConnection, staged: Staged, coded: Coded, on: date, at: datetime) -> None:
    """Make `finished`: all cases with the columns that are stored, their bucket, and the prints for the id.

    on, at: until when the sources were seen, as a local day and as an instant (UTC).
    """
    parts = {
        "day": DAY_US,
        "resident": "r.stored" if coded.own_residents else "i.stored",
        "household": "h.stored" if coded.own_households else "CAST(NULL AS VARCHAR)",
        "is_return": _is_return(coded),
        "joins": (" LEFT JOIN resident_ids AS r ON r.no = a.resident_no" if coded.own_residents else "")
        + (" LEFT JOIN household_ids AS h ON h.no = a.household_no" if coded.own_households else ""),
        "prints": "".join(f", a.{name}" for name in _prints(staged, coded)),
        "attributes": "".join(f", a.{column}" for column in columns(staged.attributes, "case")),
    }
    text = sql("steps_finished.sql").format(**parts)
    run(con, text, {"reference_on": on, "reference_at": at})


def stored_cases(staged: Staged, first: int, last: int) -> str:
    """The query over `finished` that gives the stored columns of one bucket in order."""
    names = ", ".join([*CASE_COLUMNS, *columns(staged.attributes, "case")])
    return f"SELECT {names} FROM finished WHERE case_no BETWEEN {first} AND {last} ORDER BY case_no"  # noqa: S608


def print_columns(staged: Staged, coded: Coded) -> list[str]:
    """Integer columns of `finished` that together tell whether two sets of steps are the same."""
    return list(_prints(staged, coded))


def _is_return(coded: Coded) -> str:
    if coded.is_trajectory:
        return "i.turn > 1"
    if not coded.own_residents:
        return "false"
    return "coalesce(min(a.started) OVER (PARTITION BY a.resident_no) < a.started, false)"


def _gathering(staged: Staged, coded: Coded) -> str:
    attributes = columns(staged.attributes, "case")
    kept = [
        f"arg_min({column}, pos) AS {column}, min({column}) <> max({column}) AS {_varies(column)}"
        for column in attributes
    ]
    names = {attribute.column for attribute in staged.attributes}
    outcome = "CAST(arg_max(e_outcome, pos) AS VARCHAR)" if "e_outcome" in names else "CAST(NULL AS VARCHAR)"
    prints = "".join(f", {expression} AS {name}" for name, expression in _prints(staged, coded).items())
    return sql("steps_cases.sql").format(
        in_days=_IN_DAYS if staged.days else "false",
        closed=_closed(staged, coded.words),
        outcome=outcome,
        prints=prints,
        attributes="".join(f", {text}" for text in kept),
    )


def _closed(staged: Staged, words: Mapping[str, Words]) -> str:
    """Whether a closing activity or outcome occurred; true for all when none is declared."""
    if not staged.closing:
        return "true"
    tests = []
    for column, chosen in (
        ("activity", [word for word in staged.closing if not word.startswith(OUTCOME)]),
        ("e_outcome", [word.removeprefix(OUTCOME) for word in staged.closing if word.startswith(OUTCOME)]),
    ):
        codes = words[column].codes(chosen) if column in words else []
        if codes:
            tests.append(f"coalesce(enum_code({column}) IN ({', '.join(map(str, codes))}), false)")
    return f"bool_or({' OR '.join(tests)})" if tests else "false"


def _prints(staged: Staged, coded: Coded) -> dict[str, str]:
    """Per column of the steps, a sum weighed by activity and place. Two steps cannot trade values unseen."""
    values = {"started": "epoch_us(started)", "partner": _code("partner", coded.words)}
    if coded.shape.to_partner:
        values["to_partner"] = _code("to_partner", coded.words)
    if coded.shape.requested:
        values["requested"] = "epoch_us(requested)"
    if not coded.shape.moments:
        values |= {"ended": "epoch_us(ended)", "is_day": "CAST(is_day AS BIGINT)", "is_open": "CAST(is_open AS BIGINT)"}
    for attribute in staged.attributes:
        if attribute.level == "event":
            values[attribute.column] = _value(attribute, coded.words)
    if coded.own_residents:
        values["resident"] = "resident_no"
    if coded.own_households:
        values["household"] = "household_no"
    return {
        identifier(
            f"print_{name}"
        ): f"CAST(sum(CAST(weight % 2147483647 AS BIGINT) * coalesce({value} % 2147483629, -1)) % {_BITS} AS BIGINT)"
        for name, value in values.items()
    }


def _code(column: str, words: Mapping[str, Words]) -> str:
    return f"CAST(enum_code({identifier(column)}) AS BIGINT)" if words[column].is_enum else "CAST(NULL AS BIGINT)"


def _value(attribute: Attribute, words: Mapping[str, Words]) -> str:
    column = identifier(attribute.column)
    if attribute.column in words and words[attribute.column].is_enum:
        return _code(attribute.column, words)
    return f"CAST('0x' || left(md5(CAST({column} AS VARCHAR)), 8) AS BIGINT)"


def counted(con: DuckDBPyConnection, coded: Coded, spans: Sequence[Span]) -> dict[str, int]:
    """The counts of the manifest."""
    cases, open_cases = one(con, "SELECT count(*), count(*) FILTER (is_open) FROM finished")
    residents = one(con, "SELECT count(*) FROM resident_ids")[0] if coded.own_residents else cases
    households = one(con, "SELECT count(*) FROM household_ids")[0] if coded.own_households else 0
    return {
        "cases": cases, "residents": residents, "households": households,
        "events": sum(span.steps for span in spans),
        "activities": len(coded.words["activity"]), "partners": len(coded.words["partner"]),
        "ties": sum(span.ties for span in spans), "days": sum(span.days for span in spans),
        "open_cases": open_cases, "plans": coded.shape.plans, "planned_ends": coded.shape.planned_ends,
    }  # fmt: skip


def notices(con: DuckDBPyConnection, staged: Staged, coded: Coded) -> tuple[Notice, ...]:
    """What was taken in under a rule: plans, ends after the reference date, no resident, attributes that vary."""
    found = [
        Notice("plans", coded.shape.plans),
        Notice("planned_ends", coded.shape.planned_ends),
        Notice("resident_unknown", coded.shape.nameless),
    ]
    for attribute in staged.attributes:
        if attribute.level == "case":
            column = _varies(identifier(attribute.column))
            (n,) = one(con, f"SELECT count(*) FILTER ({column}) FROM all_cases")  # noqa: S608
            found.append(Notice("not_constant", int(n), column=attribute.label))
    return tuple(notice for notice in found if notice.n)


def _varies(column: str) -> str:
    return identifier("varies_" + column.strip('"'))


def first_and_last(con: DuckDBPyConnection) -> tuple[date, date]:
    """Local days of the first and the last event."""
    first, last = one(con, "SELECT min(started_on), max(greatest(last_placed_on, known_ended_on)) FROM all_cases")
    return first, last

"""From steps to cases: a row a case, with its route's number, whether it is open, and whether it is a return."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from duckdb import DuckDBPyConnection

from schakel.chain.attribute import Attribute
from schakel.chain.problem import Notice
from schakel.data.coverage import Horizon, Span
from schakel.data.sql import identifier, one, run
from schakel.data.staged import Staged
from schakel.data.steps.link import DAY_US, Coded
from schakel.data.steps.schema import CASE_COLUMNS, columns, sql
from schakel.data.steps.words import Words

OUTCOME = "outcome="
_PRIME = 2147483629
_FACTORS = (1, 69621, 630360016, 1203248318)  # apart enough that changes of two values do not undo each other
_IN_DAYS = (
    "coalesce(min(CASE WHEN is_day THEN placed_on END) = min(placed_on), false) OR coalesce(max(CASE WHEN is_day AND "
    "until_on < DATE 'infinity' THEN until_on END) = "
    "max(CASE WHEN until_on < DATE 'infinity' THEN until_on ELSE started_on END), false)"
)

_WEIGHT = "CAST('0x' || left(md5({word} || chr(31) || CAST(pos AS VARCHAR)), 16) AS UBIGINT)"
_TODAY = _WEIGHT.format(
    word="coalesce((SELECT min(n.today) FROM successors AS n WHERE n.kind = 'activity' "
    'AND n."then" = CAST(d.activity AS VARCHAR)), CAST(d.activity AS VARCHAR))'
)
_PREVIOUS = (
    "max(CASE WHEN is_open THEN DATE 'infinity' ELSE known_ended_on END) OVER "
    "(PARTITION BY resident_no ORDER BY started, case_no ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
)
_SEEN_JOINS = (
    " JOIN sources AS s ON s.place = o.last_place JOIN horizons AS h ON h.source_no = s.source_no "
    "JOIN seen_until AS w ON w.activity IS NULL AND w.source_no = s.source_no "
    "LEFT JOIN seen_until AS u ON u.activity = CAST(o.last_activity AS VARCHAR) AND u.source_no = s.source_no"
)


@dataclass(frozen=True)
class Seen:
    """Until when the sources were seen. by_case: it differs per case, by the table `seen_until`; main: of the log."""

    horizons: tuple[Horizon, ...]
    main: date
    by_case: bool


def gather(con: DuckDBPyConnection, staged: Staged, coded: Coded) -> None:
    """Add the cases of `linked` to `all_cases`, which `start` made."""
    run(con, _weighing(staged))
    run(con, _gathering(staged, coded))


def start(con: DuckDBPyConnection, staged: Staged, coded: Coded) -> None:
    """Make an empty `all_cases` with the columns that `gather` fills; `linked` must exist."""
    run(con, _weighing(staged))
    query = _gathering(staged, coded).partition("BY NAME")[2]
    run(con, f"CREATE OR REPLACE TEMP TABLE all_cases AS FROM ({query}) LIMIT 0")


def finish(con: DuckDBPyConnection, staged: Staged, coded: Coded, seen: Seen) -> None:
    """Make `finished`: all cases with the columns that are stored, their bucket, and the prints for the id."""
    several = seen.by_case
    parts = {
        "day": DAY_US,
        "gap": staged.gap_days,
        "seen_on": "coalesce(u.seen_on, w.seen_on)" if several else "CAST($seen_on AS DATE)",
        "seen_at": "coalesce(u.seen_at, w.seen_at)" if several else "CAST($seen_at AS TIMESTAMP)",
        "seen_joins": _SEEN_JOINS if several else "",
        "sight": _sight(staged, seen),
        "previous": _PREVIOUS if coded.own_residents else "CAST(NULL AS DATE)",
        "resident": "r.stored" if coded.own_residents else "i.stored",
        "household": "h.stored" if coded.own_households else "CAST(NULL AS VARCHAR)",
        "joins": (" LEFT JOIN resident_ids AS r ON r.no = a.resident_no" if coded.own_residents else "")
        + (" LEFT JOIN household_ids AS h ON h.no = a.household_no" if coded.own_households else ""),
        "attributes": "".join(f", a.{column}" for column in columns(staged.attributes, "case")),
    }
    text = sql("finished.sql").format(**parts)
    run(con, text, {} if several else {"seen_on": seen.horizons[0].on, "seen_at": seen.horizons[0].at})


def _sight(staged: Staged, seen: Seen) -> str:
    """SQL of the last day on which a case was seen whose next step nobody could show; NULL while it is in sight.

    After a referral to a partner that did not deliver that month: the referral's day. At a source that stopped: its
    last day, unless the case was closed; where no ending is declared only for what was still going on then. At a
    source with a key of its own: the last end, for whoever goes on or closes the case does so under another number.
    """
    group = "s.key_group" if seen.by_case else str(staged.key_group(0))
    referred = (
        "WHEN o.last_to IS NOT NULL AND NOT EXISTS (SELECT 1 FROM covered AS v WHERE "  # noqa: S608
        f"v.key_group = {group} AND v.partner = CAST(o.last_to AS VARCHAR) AND v.month = "
        "year(o.last_placed_on) * 12 + month(o.last_placed_on) - 1) THEN o.last_placed_on"
    )
    going_on = "NOT o.closed" if staged.closing else f"o.known_ended_on >= h.seen_on - {staged.gap_days}"
    stopped = f"WHEN h.seen_on < DATE '{seen.main.isoformat()}' AND (o.runs OR {going_on}) THEN h.seen_on"
    closed = "WHEN o.closed AND NOT o.runs THEN NULL " if staged.closing else ""
    alone = f"WHEN {group} > 0 AND NOT o.runs AND NOT o.closed THEN o.known_ended_on" if staged.closing else ""
    return f"CASE {closed}{referred} {stopped if seen.by_case else ''} {alone} END"


def stored_cases(staged: Staged, first: int, last: int) -> str:
    """The query over `finished` that gives the stored columns of one bucket in order."""
    names = ", ".join([*CASE_COLUMNS, *columns(staged.attributes, "case")])
    return f"SELECT {names} FROM finished WHERE case_no BETWEEN {first} AND {last} ORDER BY case_no"  # noqa: S608


def digest_of(con: DuckDBPyConnection, staged: Staged) -> str:
    """A number for all that is said of the cases, whatever the order or the buckets they are stored in.

    What follows from the steps, as lengths and durations, is in `variant` and `print` already.
    """
    said = ["case_id", "variant", "print", "is_open", *columns(staged.attributes, "case")]
    said += ["resident"] if staged.has_resident else []
    said += ["household"] if staged.has_household else []
    text = ", ".join(f"coalesce(CAST({name} AS VARCHAR), chr(0))" for name in said)
    half = f"CAST('0x' || left(md5(concat_ws(chr(31), {text})), 16) AS UBIGINT)"
    return str(one(con, f"SELECT sum({half}) FROM finished")[0])  # noqa: S608


def _weighing(staged: Staged) -> str:
    """Make `weights`; of the names of today too where activities have a successor."""
    return sql("weights.sql").format(today=f", {_TODAY} AS weight_today" if _has_renamed(staged) else "")


def _of_today(staged: Staged, attribute: Attribute) -> str:
    """SQL of an attribute under its name of today: what only got another name does not change within a case."""
    column = identifier(attribute.column)
    if not any(successor.kind == attribute.slug for successor in staged.successors):
        return column
    today = f"SELECT n.today FROM successors AS n WHERE n.kind = '{attribute.slug}' AND n.\"then\" = "  # noqa: S608
    return f"coalesce(({today}CAST({column} AS VARCHAR)), CAST({column} AS VARCHAR))"


def _has_renamed(staged: Staged) -> bool:
    return any(successor.kind == "activity" for successor in staged.successors)


def _last(staged: Staged, coded: Coded) -> list[str]:
    """What is asked of a case's last step, where it can make a difference: it costs a tenth of a load."""
    several = len(staged.sources) > 1
    asked = {"activity": several, "place": several, "to_partner": coded.shape.to_partner}
    names = {"activity": "last_activity", "place": "last_place", "to_partner": "last_to"}
    return [
        f"{f'max(CASE WHEN is_last THEN {column} END)' if wanted else 'CAST(NULL AS VARCHAR)'} AS {names[column]}"
        for column, wanted in asked.items()
    ]


def _gathering(staged: Staged, coded: Coded) -> str:
    kept = []
    for attribute in staged.attributes:
        if attribute.level == "case":
            column, today = identifier(attribute.column), _of_today(staged, attribute)
            kept.append(f"arg_min({column}, pos) AS {column}, min({today}) <> max({today}) AS {_varies(column)}")
    names = {attribute.column for attribute in staged.attributes}
    outcome = "CAST(arg_max(e_outcome, pos) AS VARCHAR)" if "e_outcome" in names else "CAST(NULL AS VARCHAR)"
    return sql("cases.sql").format(
        in_days=_IN_DAYS if staged.days else "false",
        closed=_closed(staged, coded.words),
        outcome=outcome,
        print=_print(staged, coded),
        weight_today="weight_today" if _has_renamed(staged) else "weight",
        last=", ".join(_last(staged, coded)),
        resident="arg_min(resident_no, pos)" if coded.own_residents else "case_no",
        household="arg_min(household_no, pos)" if coded.own_households else "CAST(NULL AS INTEGER)",
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


def _print(staged: Staged, coded: Coded) -> str:
    """A sum over the steps, weighed by activity and place, of all that else is stored of a step.

    A change of any value, or a trade of values between steps, changes it, but for a chance of one in a thousand
    million. Integers only: every engine and version gives the same.
    """
    values = ["epoch_us(started)"]
    values += [_code(name, coded.words) for name in ("partner", "to_partner") if coded.words[name].is_enum]
    values += ["epoch_us(requested)"] if coded.shape.requested else []
    if not coded.shape.moments:
        values += ["epoch_us(ended)", "CAST(is_day AS BIGINT)", "CAST(is_open AS BIGINT)"]
    values += [_value(attribute, coded.words) for attribute in staged.attributes if attribute.level == "event"]
    values += ["resident_no"] if coded.own_residents else []
    values += ["household_no"] if coded.own_households else []
    wide = [f"CAST(coalesce({value}, -1) AS BIGINT)" for value in values]  # the numbers of residents are INTEGER
    mixed = " + ".join(f"{value} % {_PRIME} * {_FACTORS[n % 4] + n}" for n, value in enumerate(wide))
    return f"CAST(sum(CAST(weight % {_PRIME} AS BIGINT) * (({mixed}) % {_PRIME})) % {2**62} AS BIGINT)"


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

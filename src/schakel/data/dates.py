"""Dates written as text: how a column writes them is found from all its values, then read by one expression.

A value's skeleton is what remains when its digits are taken out: `2024-02-01T10:30:00+01:00` has `--T::+:`. A column
has few of them, so a handful of distinct values decides how millions are read.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from duckdb import DuckDBPyConnection

from schakel.data.clock import SECOND
from schakel.data.sql import one, rows

Order = Literal["dmy", "mdy"]

SKELETON = re.compile(
    r"(?P<sep>[-/.])(?P=sep)(?P<time>[ T]:(?::[.,]?)?(?P<zone> ?(?:Z|z|UTC|[+-]:?))?)?"  # date, time of day, zone
)
COMPACT = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}
DIGITS = "'0123456789'"
TIMES = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", "T%H:%M", "T%H:%M:%S", "T%H:%M:%S.%f")
ZONE_TAIL = r"' ?(Z|z|UTC|[+-][0-9]{2}(:?[0-9]{2})?)$'"
FORMAT = re.compile(r"[%A-Za-z0-9 :./,_-]{2,60}")
FRIENDLY = (
    ("yyyy", "%Y"), ("jjjj", "%Y"), ("yy", "%y"), ("jj", "%y"), ("dd", "%d"), ("hh", "%H"), ("uu", "%H"), ("ss", "%S"),
)  # fmt: skip


@dataclass(frozen=True)
class DateReading:
    """SQL of one column's dates. All are NULL where the text is empty; wall is NULL where it is no date.

    wall: BIGINT, microseconds since 1970 as the clock on the wall shows them. zone: BIGINT, its offset from UTC in
    microseconds, NULL without offset. day: BOOLEAN, there is no time of day. text: the value as found.
    """

    text: str
    wall: str
    zone: str
    day: str


@dataclass(frozen=True)
class Group:
    """Values of a column with the same skeleton. lead: digits before the first sign; length in characters."""

    skeleton: str
    lead: int
    length: int
    n: int

    @property
    def parts(self) -> re.Match[str] | None:
        """Its date, time and zone; None when it is no date that we know."""
        if self.lead not in (1, 2, 4):
            return None
        return SKELETON.fullmatch(self.skeleton)

    @property
    def compact(self) -> bool:
        """Digits only, of a length that makes a date."""
        return not self.skeleton and self.length in COMPACT


def strptime_format(written: str) -> str | None:
    """A declared format as strptime knows it: `dd-mm-yyyy uu:mm` becomes `%d-%m-%Y %H:%M`. None when it is none."""
    if not FORMAT.fullmatch(written):
        return None
    if "%" in written:
        return written if re.search(r"%[Yy]", written) else None
    text = written.lower().replace("t", "T")
    for word, code in FRIENDLY:
        text = text.replace(word, code)
    # mm is minutes after an hour, months elsewhere.
    text = re.sub(r"(%H[:.])mm", r"\1%M", text).replace("mm", "%m")
    text = re.sub(r"(?<![%A-Za-z])d(?![a-z])", "%d", re.sub(r"(?<![%A-Za-z])m(?![a-z])", "%m", text))
    return text if re.fullmatch(r"(?:%[YymdHMS]|[ :./,_T-])+", text) and re.search(r"%[Yy]", text) else None


def groups_of(connection: DuckDBPyConnection, relation: str, text: str) -> tuple[Group, ...]:
    """The skeletons of a column, most frequent first. A column of free text has too many to be one of dates."""
    found = rows(
        connection,
        f"SELECT translate(v, {DIGITS}, '') AS skeleton, length(v) - length(ltrim(v, {DIGITS})) AS lead, length(v), "  # noqa: S608
        f"count(*) AS n FROM (SELECT {text} AS v FROM {relation}) WHERE v IS NOT NULL "
        "GROUP BY ALL ORDER BY n DESC, skeleton LIMIT 500",
    )
    return tuple(Group(*row) for row in found)


def day_month_order(connection: DuckDBPyConnection, relation: str, texts: Iterable[str]) -> tuple[Order, str | None]:
    """Whether days or months come first in dates that begin with neither four digits; and an undecided example.

    All values of all columns decide together: the order in which more of them exist. An example is given when both
    orders fit equally well and give different dates.
    """
    totals = [0, 0, 0]
    example: str | None = None
    for text in texts:
        dmy, mdy = (f"TRY_CAST({_year_first('v', order)} AS TIMESTAMP)" for order in ("dmy", "mdy"))
        *counts, found = one(
            connection,
            f"SELECT count({dmy}), count({mdy}), count(*) FILTER ({dmy} IS DISTINCT FROM {mdy}), "  # noqa: S608
            f"min(v) FILTER ({dmy} <> {mdy}) FROM (SELECT {text} AS v FROM {relation}) "
            "WHERE regexp_matches(v, '^[0-9]{1,2}[-/.]')",
        )
        totals = [a + b for a, b in zip(totals, counts, strict=True)]
        example = example or found
    as_dmy, as_mdy, different = totals
    undecided = as_dmy == as_mdy and different > 0
    return ("mdy" if as_mdy > as_dmy else "dmy"), (example if undecided else None)


def reading(text: str, groups: Sequence[Group], order: Order, formats: Sequence[str] = ()) -> DateReading:
    """How to read a column with these skeletons. text: SQL, trimmed, NULL where empty. formats: strptime's."""
    zone = _zone(text, groups)
    core = text
    if zone != "NULL":  # the end of a bare date looks like an offset
        core = f"CASE WHEN {_zoned(text)} THEN regexp_replace({text}, {ZONE_TAIL}, '') ELSE {text} END"
    if formats:
        wall, day = _by_formats(core, formats)
    else:
        wall, day = _by_skeleton(text, core, groups, order)
    if zone != "NULL":
        wall = f"CASE WHEN NOT ({_zoned(text)}) OR ({zone}) BETWEEN -57600000000 AND 57600000000 THEN {wall} END"
    return DateReading(text, wall, zone, day)


def _by_formats(core: str, formats: Sequence[str]) -> tuple[str, str]:
    """Every declared format, and for one without a time of day also the same with one."""
    tries, days = [], []
    for written in formats:
        if "%H" in written or "%I" in written:
            tries.append(f"try_strptime({core}, '{written}')")
            continue
        days.append(f"try_strptime({core}, '{written}') IS NOT NULL")
        tries += [f"try_strptime({core}, '{written}{time}')" for time in TIMES]
    day = f"({' OR '.join(days)})" if days else "FALSE"
    return f"epoch_us(coalesce({', '.join(tries)}))", day


def _by_skeleton(text: str, core: str, groups: Sequence[Group], order: Order) -> tuple[str, str]:
    known = [g for g in groups if g.parts]
    value = core
    if any(g.lead < 4 for g in known):
        value = _year_first(value, order)
    if any("," in g.skeleton for g in known):
        value = f"replace({value}, ',', '.')"
    wall, day = f"TRY_CAST({value} AS TIMESTAMP)", f"length({text}) <= 10"
    if len(known) < len(groups):
        # Only these forms: the cast alone would also take words such as "infinity" and the name of a zone.
        allowed = ", ".join(sorted({f"'{g.skeleton}'" for g in known})) or "'-'"
        wall = f"CASE WHEN translate({text}, {DIGITS}, '') IN ({allowed}) THEN {wall} END"
    for length in sorted({g.length for g in groups if g.compact}):
        wall = f"CASE WHEN regexp_full_match({text}, '[0-9]{{{length}}}') THEN " + (
            f"try_strptime({text}, '{COMPACT[length]}') ELSE {wall} END"
        )
    return f"epoch_us({wall})", day


def _zone(text: str, groups: Sequence[Group]) -> str:
    """SQL of the offset from UTC; the word NULL when no value has one."""
    tails = {(parts["zone"] or "").strip() for g in groups if (parts := g.parts)}
    if tails <= {""}:
        return "NULL"
    if tails <= {"", "Z", "z", "UTC"}:
        return f"CASE WHEN {_zoned(text)} THEN 0 END"
    tail = f"regexp_extract({text}, {ZONE_TAIL}, 1)"
    hours, minutes = f"TRY_CAST({tail}[2:3] AS BIGINT)", f"TRY_CAST(right({tail}, 2) AS BIGINT)"
    size = f"({hours} * 3600 + CASE WHEN length({tail}) > 3 THEN {minutes} * 60 ELSE 0 END) * {SECOND}"
    signed = f"CASE WHEN {tail}[1] = '-' THEN -1 ELSE 1 END * {size}"
    return f"CASE WHEN {tail} IN ('Z', 'z', 'UTC') THEN 0 WHEN {tail} <> '' AND length({text}) > 12 THEN {signed} END"


def _zoned(text: str) -> str:
    return f"(length({text}) > 12 AND regexp_matches({text}, {ZONE_TAIL}))"


def _year_first(text: str, order: Order) -> str:
    order_of = r"\3-\2-\1" if order == "dmy" else r"\3-\1-\2"
    return f"regexp_replace({text}, '^([0-9]{{1,2}})[-/.]([0-9]{{1,2}})[-/.]([0-9]{{4}})', '{order_of}')"

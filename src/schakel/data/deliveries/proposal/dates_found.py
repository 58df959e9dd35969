"""How a column writes its dates, and which of them mean "no end yet" or "nobody knows"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from duckdb import DuckDBPyConnection

from schakel.data.clock import FIRST_YEAR
from schakel.data.deliveries.proposal.column_look import DATE_FORMS, TIME_TAIL, ColumnLook
from schakel.data.sql import one, rows, run
from schakel.sharing.bsn import shown

SEEN = "dates_seen"  # table (place, v, n): distinct values of all columns of dates of a source
FAR_YEAR = 2090  # from here on a date means "no end yet"
DEFAULTS = ("1900-01-01", "1899-12-30", "1899-12-31", "1800-01-01", "1753-01-01", "1970-01-01", "0001-01-01")
NO_END = {
    "lopend", "lopende", "loopt", "loopt nog", "nog lopend", "heden", "doorlopend", "actief", "nog niet", "open",
    "onbepaald", "onbepaalde tijd", "tot nader order", "running", "ongoing", "present",
}  # fmt: skip
NOBODY_KNOWS = {
    "onbekend", "nvt", "n.v.t.", "n.v.t", "n.b.", "nb", "nnb", "n.n.b.", "-", "--", "?", "??", "null", "none", "nan",
    "n/a", "na", "#n/b", "leeg", "geen", "geen datum", "niet bekend", "unknown", "x", "0", "00-00-0000", "0000-00-00",
    "00/00/0000", "00.00.0000", "00000000", ".", "niet van toepassing", "(leeg)", "nat",
}  # fmt: skip
DAY_FIRST = ("dd-mm-yy", "dd-mm-yyyy")
MOST = 8  # different texts of one meaning


@dataclass(frozen=True)
class DatesFound:
    """The dates of a column. sql: expression of type DATE, NULL where there is none or it means "none".

    written: its forms, as a mapping writes them; dated: rows with a real date; infinite, unknown: (text, rows);
    wrong: rows with anything else, shape: of one such value; early, late: rows with a date that cannot be meant.
    """

    sql: str
    written: tuple[str, ...]
    dated: int
    infinite: tuple[tuple[str, int], ...] = ()
    unknown: tuple[tuple[str, int], ...] = ()
    wrong: int = 0
    shape: str = ""
    early: int = 0
    late: int = 0
    distinct: int = 0
    first: date | None = None
    last: date | None = None
    has_time: bool = False


@dataclass(frozen=True)
class DatesOfSource:
    """by_place: per column that holds dates. order: which comes first, the day or the month; is_open: nothing tells."""

    by_place: dict[int, DatesFound]
    order: str = "dmy"
    is_open: bool = False
    day_first: int = 0
    month_first: int = 0


def find_dates(connection: DuckDBPyConnection, relation: str, columns: Sequence[ColumnLook]) -> DatesOfSource:
    """Look at the columns that hold dates by their values, or half of them by their values and by their name."""
    places = [place for place, column in enumerate(columns) if _holds_dates(column)]
    run(connection, f"CREATE OR REPLACE TEMP TABLE {SEEN} (place INTEGER, v VARCHAR, n BIGINT)")
    for place in places:
        sql = columns[place].sql
        run(
            connection,
            f"INSERT INTO {SEEN} SELECT {place}, {sql}, count(*) FROM {relation} "  # noqa: S608
            f"WHERE {sql} IS NOT NULL GROUP BY {sql}",
        )
    as_dmy, as_mdy, differ = one(
        connection,
        f"SELECT coalesce(sum(n) FILTER (d IS NOT NULL), 0), coalesce(sum(n) FILTER (m IS NOT NULL), 0), "  # noqa: S608
        f"coalesce(sum(n) FILTER (d IS DISTINCT FROM m), 0) FROM (SELECT n, {_parsed('v', DAY_FIRST, 'dmy')} AS d, "
        f"{_parsed('v', DAY_FIRST, 'mdy')} AS m FROM {SEEN} WHERE regexp_matches(v, '^[0-9]{{1,2}}[-/.]'))",
    )
    order = "mdy" if as_mdy > as_dmy else "dmy"
    found = {place: _found(connection, place, columns[place], order) for place in places}
    return DatesOfSource(
        {place: dates for place, dates in found.items() if dates is not None},
        order,
        is_open=differ > 0 and as_dmy == as_mdy,
        day_first=int(as_dmy),
        month_first=int(as_mdy),
    )


def _holds_dates(column: ColumnLook) -> bool:
    named = any(word in column.heading.lower() for word in ("datum", "date"))
    return column.dated >= (0.25 if named else 0.6) and not column.is_free_text


def _parsed(text: str, forms: Sequence[str], order: str) -> str:
    """SQL of a DATE from text in any of these forms; a time of day is left out."""
    part = f"replace(replace(regexp_extract({text}, '^[0-9./-]+'), '/', '-'), '.', '-')"
    plain = dict.fromkeys(re.sub("[/.]", "-", form) for form in sorted(forms, key=len))  # two digits of a year first
    codes = [f if order == "dmy" else _month_first(f) for f in plain]
    for word, code in (("yyyy", "%Y"), ("yy", "%y"), ("mm", "%m"), ("dd", "%d")):
        codes = [written.replace(word, code) for written in codes]
    return f"CAST(try_strptime({part}, [{', '.join(map(repr, codes))}]) AS DATE)"


def _found(connection: DuckDBPyConnection, place: int, column: ColumnLook, order: str) -> DatesFound | None:
    counts = one(
        connection,
        f"SELECT {', '.join(_count(form) for form in DATE_FORMS.values())}, "  # noqa: S608
        f"coalesce(sum(n) FILTER (regexp_matches(v, '[0-9][ T][0-9]{{1,2}}:[0-9]{{2}}')), 0) FROM {SEEN} "
        f"WHERE place = {place}",
    )
    forms = tuple(form for form, n in zip(DATE_FORMS, counts, strict=False) if n)
    if not forms:
        return None
    sql = _parsed("v", forms, order)
    odd = rows(
        connection,
        f"SELECT v, n, d FROM (SELECT v, n, {sql} AS d FROM {SEEN} WHERE place = {place}) "  # noqa: S608
        f"WHERE d IS NULL OR d >= DATE '{FAR_YEAR}-01-01' OR d < DATE '{FIRST_YEAR + 1}-01-01' "
        f"OR CAST(d AS VARCHAR) IN ({', '.join(map(repr, DEFAULTS))}) ORDER BY n DESC, v LIMIT 2000",
    )
    infinite, unknown, wrong, early, late = _sorted_out(odd, column.filled)
    real = _real("d", unknown)
    dated, distinct, first, last = one(
        connection,
        f"SELECT coalesce(sum(n), 0), count(*), min(d), max(d) FROM (SELECT n, {sql} AS d FROM {SEEN} "  # noqa: S608
        f"WHERE place = {place}) WHERE {real}",
    )
    if not dated:
        return None
    mine = _parsed(column.sql, forms, order)
    return DatesFound(
        f"CASE WHEN {_real(mine, unknown)} THEN {mine} END",
        forms if order == "dmy" else tuple(_month_first(form) for form in forms),
        int(dated),
        infinite,
        unknown,
        sum(n for _, n in wrong),
        shown(wrong[0][0], is_id=True) if wrong else "",
        early,
        late,
        int(distinct),
        first,
        last,
        has_time=bool(counts[-1]),
    )


def _month_first(form: str) -> str:
    return form if form[0] == "y" else form.replace("dd", "_").replace("mm", "dd").replace("_", "mm")


def _count(form: str) -> str:
    return f"coalesce(sum(n) FILTER (regexp_full_match(v, '{form}{TIME_TAIL}')), 0)"


def _real(sql: str, unknown: Sequence[tuple[str, int]]) -> str:
    """SQL: a date that something happened on. The one default date within the range counts where it was found."""
    epoch = any("1970" in text for text, _ in unknown)
    kept = f"{sql} >= DATE '{FIRST_YEAR + 1}-01-01' AND {sql} < DATE '{FAR_YEAR}-01-01'"
    return f"({kept} AND {sql} <> DATE '1970-01-01')" if epoch else f"({kept})"


def is_plain(text: str) -> bool:
    """Whether a text means "no end yet" or "nobody knows" beyond doubt: a word for it, or a date in the year 9999."""
    word = text.strip().lower()
    written = {f"{d[8:]}{sign}{d[5:7]}{sign}{d[:4]}" for d in DEFAULTS for sign in "-/."}
    return "9999" in word or word in NO_END or word in NOBODY_KNOWS or word[:10] in {*DEFAULTS, *written}


Texts = tuple[tuple[str, int], ...]


def _sorted_out(odd: Sequence[tuple[str, int, date | None]], filled: int) -> tuple[Texts, Texts, Texts, int, int]:
    """(no end yet, nobody knows, wrong, too early, too late); the last two as counts of rows."""
    infinite: list[tuple[str, int]] = []
    unknown: list[tuple[str, int]] = []
    wrong: list[tuple[str, int]] = []
    early = late = 0
    for text, n, day in odd:
        word = text.strip().lower()
        often = n >= max(2, filled * 0.001)
        if day is not None and day.year >= FAR_YEAR:
            is_end = (day.month, day.day) in ((12, 31), (1, 1)) or day.year == 9999 or often
            infinite += [(text, n)] if is_end else []
            late += 0 if is_end else n
        elif day is not None:
            is_default = day.isoformat() in DEFAULTS and (day.year != 1970 or often)
            unknown += [(text, n)] if is_default else []
            early += 0 if is_default or day.year == 1970 else n
        elif word in NO_END:
            infinite.append((text, n))
        elif word in NOBODY_KNOWS:
            unknown.append((text, n))
        else:
            wrong.append((text, n))
    return tuple(infinite[:MOST]), tuple(unknown[:MOST]), tuple(wrong), early, late

"""What is wrong with a source, found as a whole: its columns first, then all of its rows."""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import compress

from duckdb import DuckDBPyConnection

from schakel.chain.problem import SHOWN, Problem
from schakel.data.clock import FIRST_YEAR, LAST_YEAR, wall_text
from schakel.data.mapping import AMOUNTS, TIME_COLUMNS, FileForm, Mapping
from schakel.data.overview import Overview, text_columns, undated_by
from schakel.data.parse import EXACT, Parsed
from schakel.data.propose import KNOWN, MOMENT, normal
from schakel.data.readers.raw import Raw
from schakel.data.spreadsheet import ERROR_SQL, own_text
from schakel.data.sql import Row, one, rows, run
from schakel.sharing.bsn import (
    MAYBE_SQL,
    contains_bsn,
    count_bsn,
    count_sql,
    inside_sql,
    looks_like_bsn_column,
    says_bsn,
    shown,
)
from schakel.sharing.source_pseudonym import LENGTH, STAGES, stage_of

PSEUDONYMS = ("case_id", "resident", "household")  # columns that may hold them
MAX_VALUE = 1 << 20
MAX_ROW = 4096  # bytes of text in a row on average, once there is MUCH_TEXT of it
MUCH_TEXT = 256 << 20
BSN_SAMPLE = 250_000  # rows, spread evenly
TEXTS = 2000  # longer texts that are looked through for a number inside,
DIGITS = re.compile(r"[0-9]{4}")
LONGEST = 2000  # and so many characters of each
TIME_TYPES, ANY_TYPES = "DATE, TIMESTAMP", "VARCHAR, DOUBLE, DATE"
READABLE = {
    TIME_TYPES: ("text", "date", "instant", "zoned"),
    ANY_TYPES: ("text", "number", "date", "instant", "zoned"),
}
DATE_FORMS = "2024-02-01, 01-02-2024, 2024-02-01 10:30, 2024-02-01T10:30:00+01:00"


@dataclass(frozen=True)
class Found:
    """The first problems of one sort or of several, and how many there are.

    sorts: (code, column, how many) where it was counted; `sorts_of` tells it of any.
    """

    problems: tuple[Problem, ...]
    total: int
    sorts: tuple[tuple[str, str, int], ...] = ()


def sorts_of(found: Found) -> tuple[tuple[str, str, int], ...]:
    """How many there are of each sort, by code and column. Of problems of one sort the total is theirs."""
    counts = Counter((problem.code, problem.column) for problem in found.problems)
    if len(counts) == 1:
        ((code, column),) = counts
        return ((code, column, found.total),)
    return found.sorts or tuple((code, column, n) for (code, column), n in counts.items())


def together(found: Iterable[Found], most: int = SHOWN) -> Found:
    """All sorts as one list in the order of rows, cut to its first `most`."""
    found = tuple(found)
    problems = sorted((p for f in found for p in f.problems), key=lambda p: (p.row or 0, p.column, p.code))
    sorts = tuple(sort for f in found for sort in sorts_of(f))
    return Found(tuple(problems[:most]), sum(f.total for f in found), sorts)


# Columns


def column_problems(raw: Raw, plan: Mapping) -> Found:
    """Columns that must be there and are not, that the mapping names and the source lacks, or that cannot be read."""
    problems = [*_missing(raw, plan), *_needed(raw, plan), *_unreadable(raw, plan)]
    return Found(tuple(problems), len(problems))


def _origins(plan: Mapping) -> Iterator[tuple[str, str]]:
    yield from ((ours, origin.name) for ours, origin in plan.columns if origin.name)
    yield from ((attribute.slug, name) for name, attribute in plan.attributes)
    yield from (("drop_rows", name) for name, _ in plan.file.drop_rows)
    yield from (("deleted_rows", name) for name, _ in plan.file.deleted_rows)


def _missing(raw: Raw, plan: Mapping) -> Iterator[Problem]:
    for ours, name in _origins(plan):
        if raw.column(name) is None:
            yield Problem(
                "column_missing", raw.file, column=name, allowed=_nearest((name,), raw.header), more=(("ours", ours),)
            )


def _needed(raw: Raw, plan: Mapping) -> Iterator[Problem]:
    for ours in ("case_id", "activity"):
        if plan.origin(ours) is None:
            yield Problem(f"needed_{ours}", raw.file, column=ours, allowed=_nearest(KNOWN[ours], raw.header))
    if plan.origin("started") is None and plan.origin("ended") is None:
        yield Problem(
            "needed_started", raw.file, column="started", allowed=_nearest((*KNOWN["started"], *MOMENT), raw.header)
        )
    for ours in TIME_COLUMNS:
        if (origin := plan.origin(ours)) is not None and not origin.name:
            yield Problem("column_constant", raw.file, column=ours)


def _unreadable(raw: Raw, plan: Mapping) -> Iterator[Problem]:
    for ours, name in dict.fromkeys(_origins(plan)):
        column, allowed = raw.column(name), TIME_TYPES if ours in TIME_COLUMNS else ANY_TYPES
        if column is None or column.type in READABLE[allowed]:
            continue
        yield Problem("column_type", raw.file, column=name, value=column.declared, allowed=allowed)


def _nearest(names: Iterable[str], header: tuple[str, ...]) -> str:
    """The heading that looks most like one of the names; else all of them, as far as they can be read at a glance."""
    names = [normal(name) for name in names]
    likeness = {
        column: max(difflib.SequenceMatcher(None, normal(column), n).ratio() for n in names) for column in header
    }
    best = max(header, key=lambda column: likeness[column])
    if likeness[best] >= 0.7:
        return best
    # A file without headings has the ids of its first row here.
    told = [shown(name, is_id=True) if DIGITS.search(name) or contains_bsn(name) else name for name in header[:10]]
    return ", ".join(told) + (", …" if len(header) > 10 else "")


# Rows


def row_problems(
    connection: DuckDBPyConnection,
    raw: Raw,
    parsed: Parsed,
    plan: Mapping,
    seen: Overview,
    most: int = SHOWN,
    *,
    words: bool = True,
) -> Found:
    """Everything that is wrong with the rows. most: how many problems are looked up; all are counted.

    words: False where its words were looked through for numbers of people already.
    """
    check = RowCheck(connection, raw, parsed, plan, seen, most)
    sizes = together(check.sizes(), most)
    if sizes.total:  # nothing more is asked of a file that would fill the memory
        return sizes
    numbers_of_people = check.bsn() if words else ()
    return together(
        (*check.values(), *check.errors(), *check.dates(), *check.numbers(), *check.words(), *numbers_of_people), most
    )


class RowCheck:
    """Checks of parsed rows: one query counts, and a second one looks up the rows only where there are any."""

    def __init__(
        self,
        connection: DuckDBPyConnection,
        raw: Raw,
        parsed: Parsed,
        plan: Mapping,
        seen: Overview,
        most: int = SHOWN,
    ) -> None:
        self.connection, self.raw, self.parsed, self.plan, self.seen = connection, raw, parsed, plan, seen
        self.most = most
        self.texts = text_columns(parsed, plan)

    def name(self, ours: str) -> str:
        """The user's name of one of our columns."""
        origin = self.plan.origin(ours)
        return origin.name if origin is not None and origin.name else ours

    def values(self) -> Iterator[Found]:
        """Rows without a case, an activity or a date."""
        for ours in ("case_id", "activity"):
            facts = self.seen.texts.get(ours)
            if facts and facts.known - facts.perhaps_blank < self.seen.rows:
                yield self._counted("value_missing", self.name(ours), _blank(ours))
        times = undated_by(self.parsed)
        undated = " AND ".join(f"{name}_wall IS NULL AND {name}_text IS NULL" for name in times)
        yield self._rows("date_missing", self.name(times[0]), undated, self.seen.undated)
        if self.seen.rows != self.raw.rows:
            more = (("found", self.seen.rows), ("declared", self.raw.rows))
            yield Found((Problem("rows_differ", self.raw.file, more=more),), 1)

    def errors(self) -> Iterator[Found]:
        """An error of a spreadsheet where a case, a resident or an activity belongs: it would make one of many."""
        for ours in ("case_id", "resident", "household", "activity"):
            if ours in self.texts and self.parsed.is_table:
                text = own_text(ours, self.plan)
                yield self._counted("value_is_error", self.name(ours), ERROR_SQL.format(text=text), value=text)

    def sizes(self) -> Iterator[Found]:
        """Values and rows too large to be those of events."""
        for ours, facts in self.seen.texts.items():
            if facts.largest >= MAX_VALUE:
                yield self._counted("cell_too_large", self.texts[ours], f"strlen({ours}) >= {MAX_VALUE}", "1 MB")
        total = sum(facts.size for facts in self.seen.texts.values())
        if total > max(MUCH_TEXT, MAX_ROW * self.seen.rows):
            yield Found((Problem("text_too_large", self.raw.file, allowed="4 kB", more=(("found", total >> 20),)),), 1)

    def dates(self) -> Iterator[Found]:
        """Text that is no date, and dates outside the years that are allowed."""
        years, forms = f"{FIRST_YEAR}–{LAST_YEAR}", _date_forms(self.plan.file)
        for time in self.parsed.dated:
            facts, text = self.seen.dates[time.name], f"{time.name}_text"
            wrong = f"{text} IS NOT NULL AND {time.name}_far IS NOT TRUE"
            yield self._rows("date_wrong", time.theirs, wrong, facts.wrong, text, forms)
            yield self._rows("date_out_of_range", time.theirs, f"{time.name}_far", facts.far, text, years)

    def numbers(self) -> Iterator[Found]:
        """Text that is no number, numbers too large to be exact, and amounts below zero or with parts of a cent."""
        numeric = [(a.column, theirs) for a, theirs in self.parsed.attributes if a.type == "number"]
        for column, theirs in numeric:
            text = f"{column}_text"
            tests = [
                ("number_wrong", f"{column} IS NULL AND {text} IS NOT NULL", text, _number_forms(self.plan.file)),
                ("number_out_of_range", f"NOT (abs({column}) <= {EXACT})", text, str(EXACT)),
            ]
            if column.removeprefix("e_") in AMOUNTS:
                tests.append(("amount_negative", f"{column} < 0", column, "0"))
                whole = f"abs({column}) <= {EXACT} AND {column} <> floor({column})"
                tests.append(("amount_not_whole", whole, column, "1250"))
            counts = one(
                self.connection,
                f"SELECT {', '.join(f'count(*) FILTER ({test[1]})' for test in tests)} FROM {self.parsed.relation}",  # noqa: S608
            )
            for (code, condition, value, allowed), total in zip(tests, counts, strict=True):
                yield self._rows(code, theirs, condition, total, f"CAST({value} AS VARCHAR)", allowed)

    def words(self) -> Iterator[Found]:
        """Codes that a closed list does not name, each with the number of rows."""
        for ours in ("activity", "partner", "to_partner"):
            words = self.plan.activity_words if ours == "activity" else self.plan.partner_words
            if not words.closed_list or self.plan.origin(ours) is None:
                continue
            unknown = rows(
                self.connection,
                f"SELECT {ours}_theirs, count(*) AS n, min(row) FROM {self.parsed.relation} "  # noqa: S608
                f"WHERE NOT {ours}_known GROUP BY 1 ORDER BY n DESC, 1",
            )
            near = [their for their, _ in words.words]
            yield Found(
                tuple(
                    Problem(
                        "word_unknown", self.raw.file, row, self.name(ours), shown(code), _near(code, near), (("n", n),)
                    )
                    for code, n, row in unknown[: self.most]
                ),
                len(unknown),
            )

    def bsn(self) -> Iterator[Found]:
        """Columns that hold citizen service numbers, by their name or by their values.

        A column is judged by the share of its values that pass, so an even part of very many rows will do.
        """
        numbers = {a.column: theirs for a, theirs in self.parsed.attributes if a.type == "number"}
        columns = self.texts | numbers
        every = self.raw.rows // BSN_SAMPLE + 1
        cut = [ours if ours in numbers else f"left({ours}, {LONGEST}) AS {ours}" for ours in columns]
        run(
            self.connection,
            f"CREATE OR REPLACE TEMP TABLE sampled AS SELECT {', '.join(cut)} "  # noqa: S608
            f"FROM {self.parsed.relation} WHERE row % {every} = 0",
        )
        long = self._with_eight_digits([ours for ours in columns if ours not in numbers])
        for ours, theirs in columns.items():
            holds = self._holds_bsn_numbers(ours) if ours in numbers else ours in long and self._holds_bsn(ours)
            if says_bsn(theirs) or holds:
                yield Found((Problem("bsn_column", self.raw.file, column=theirs),), 1)
            elif ours in PSEUDONYMS and self._holds_half(ours):
                yield Found((Problem("pseudonym_half", self.raw.file, column=theirs),), 1)
        run(self.connection, "DROP TABLE sampled")

    def _with_eight_digits(self, columns: Sequence[str]) -> set[str]:
        """Columns in which some text could hold a number; the others need not be counted one by one."""
        if not columns:
            return set()
        asked = ", ".join(f"coalesce(bool_or({MAYBE_SQL.format(text=ours)}), FALSE)" for ours in columns)
        return {*compress(columns, one(self.connection, f"SELECT {asked} FROM sampled"))}  # noqa: S608

    def _holds_bsn(self, column: str) -> bool:
        bare, passing = one(self.connection, count_sql(column, "sampled"))
        found = [text for (text,) in rows(self.connection, f"{inside_sql(column, 'sampled')} LIMIT {TEXTS}")]
        return replace(count_bsn(found), bare=bare, bare_passing=passing).refused

    def _holds_half(self, column: str) -> bool:
        """Whether a partner's step was done and the custodian's was not."""
        half = f"length({column}) = {LENGTH} AND {column} LIKE '{STAGES['partner']}%'"
        some = rows(self.connection, f"SELECT {column} FROM sampled WHERE {half} LIMIT 100")  # noqa: S608
        return any(stage_of(text) for (text,) in some)

    def _holds_bsn_numbers(self, column: str) -> bool:
        between = f"SELECT DISTINCT {column} FROM sampled WHERE {column} BETWEEN 1e7 AND 1e9 LIMIT {TEXTS}"  # noqa: S608
        return looks_like_bsn_column(str(int(number)) for (number,) in rows(self.connection, between))

    def _counted(self, code: str, theirs: str, condition: str, allowed: str = "", value: str = "''") -> Found:
        """As `_rows`, of a condition that was not counted yet."""
        (total,) = one(self.connection, f"SELECT count(*) FROM {self.parsed.relation} WHERE {condition}")  # noqa: S608
        return self._rows(code, theirs, condition, total, value, allowed)

    def _rows(self, code: str, theirs: str, condition: str, total: int, value: str = "''", allowed: str = "") -> Found:
        """The first rows that meet a condition, as problems of one sort."""
        if not total:
            return Found((), 0)
        found: list[Row] = rows(
            self.connection,
            f"SELECT row, {value} FROM {self.parsed.relation} WHERE {condition} ORDER BY row LIMIT {self.most}",  # noqa: S608
        )
        return Found(
            tuple(Problem(code, self.raw.file, row, theirs, shown(text or ""), allowed) for row, text in found), total
        )


def order_problems(
    connection: DuckDBPyConnection, raw: Raw, parsed: Parsed, plan: Mapping, shaped: str, most: int = SHOWN
) -> Found:
    """Shaped events that end before they start; of two days, or a day and a moment, the local dates count."""
    if not (parsed.time("started") and parsed.time("ended")):
        return Found((), 0)
    wrong = "CASE WHEN is_day THEN ended_on < started_on ELSE ended < started END"
    (total,) = one(connection, f"SELECT count(*) FILTER ({wrong}) FROM {shaped}")  # noqa: S608
    if not total:
        return Found((), 0)
    found = rows(
        connection,
        f"SELECT source_row, CAST(started_on AS VARCHAR), CAST(ended_on AS VARCHAR), CAST(started_wall AS BIGINT), "  # noqa: S608
        f"CAST(ended_wall AS BIGINT), is_day FROM {shaped} JOIN {parsed.relation} p ON p.row = source_row "
        f"WHERE {wrong} ORDER BY source_row LIMIT {most}",
    )
    return Found(tuple(_ends_before(raw, plan, *row) for row in found), total)


def _ends_before(
    raw: Raw, plan: Mapping, row: int, start: str, end: str, first: int, last: int, is_day: bool
) -> Problem:
    if not is_day:
        start, end = wall_text(first), wall_text(last)
    names = {ours: (origin.name if (origin := plan.origin(ours)) else ours) for ours in ("started", "ended")}
    more = (("start", start), ("start_column", names["started"]))
    return Problem("ends_before_start", raw.file, row, names["ended"], end, start, more)


def _blank(column: str) -> str:
    # Comparing comes first: trimming ten million ids costs three times as much.
    return f"({column} IS NULL OR ({column} < '!' AND trim({column}) = ''))"


def _near(code: str, known: list[str]) -> str:
    near = difflib.get_close_matches(code, known, 1, 0.6)
    return near[0] if near else ", ".join(known[:5]) + (", …" if len(known) > 5 else "")


def _date_forms(form: FileForm) -> str:
    return ", ".join(form.date_format) or DATE_FORMS


def _number_forms(form: FileForm) -> str:
    return "1250, 12,5" if form.decimal == "," else "1250, 12.5"

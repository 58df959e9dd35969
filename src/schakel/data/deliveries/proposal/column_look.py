"""What the values of a column tell: dates, numbers, ids, words or free text. Only counts leave here, never a value."""

from dataclasses import dataclass, replace

from duckdb import DuckDBPyConnection

from schakel.data.deliveries.proposal.heading_words import heading_words, sensitive
from schakel.data.sql import one, rows, run
from schakel.sharing.bsn import count_bsn, count_sql, inside_sql, says_bsn, shown

VALUES = "column_values"  # temporary table (v, n): distinct values of the column that is looked at
SOME = 20_000  # rows that show whether a column of a large file is worth a look at all
INSIDE = 2000  # longer texts that are looked through for a number
SHORTEST = 8  # signs of a number that can be a BSN
FEW = 60  # distinct words that a list of activities, partners or products has at most
NUMBER = r"[+-]?[0-9]{1,3}(?:[. ][0-9]{3})*(?:[.,][0-9]+)?|[+-]?[0-9]+(?:[.,][0-9]+)?"
# Forms of dates and how a mapping writes them; those with {o} begin with the day or with the month.
DATE_FORMS = {
    "yyyy-mm-dd": r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}",
    "yyyy/mm/dd": r"[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}",
    "yyyy.mm.dd": r"[0-9]{4}\.[0-9]{1,2}\.[0-9]{1,2}",
    "dd-mm-yyyy": r"[0-9]{1,2}-[0-9]{1,2}-[0-9]{4}",
    "dd/mm/yyyy": r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}",
    "dd.mm.yyyy": r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}",
    "dd-mm-yy": r"[0-9]{1,2}-[0-9]{1,2}-[0-9]{2}",
    "dd/mm/yy": r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{2}",
    "yyyymmdd": r"(?:19|20|29|99)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])",
}
TIME_TAIL = r"(?:[ T][0-9]{1,2}:[0-9]{2}.*)?"
ANY_DATE = f"(?:{'|'.join(DATE_FORMS.values())}){TIME_TAIL}"


@dataclass(frozen=True)
class ColumnLook:
    """A column of a source. others: its headings in other months. sql: as the relation calls it.

    filled: rows in which something stands; distinct: how many values; words: how many a value has on average; coded,
    dated, numeric: shares of filled rows whose value holds a digit, is written as a date, is a number; commas: rows
    with a decimal comma; low, high: of whole numbers; shape: of a value, where the heading says date and it is none.
    """

    heading: str
    sql: str
    rows: int
    filled: int
    distinct: int
    longest: int = 0
    words: float = 0.0
    coded: float = 0.0
    dated: float = 0.0
    numeric: float = 0.0
    commas: int = 0
    low: int | None = None
    high: int | None = None
    is_bsn: bool = False
    shape: str = ""
    others: tuple[str, ...] = ()
    owner: str = ""  # name of the file that is set beside the source for it; empty for its own

    @property
    def is_free_text(self) -> bool:
        """Sentences of people: long, or many words and hardly ever the same."""
        return self.longest > 250 or (self.words >= 4 and self.distinct > max(FEW, self.filled * 0.2))

    @property
    def is_word_list(self) -> bool:
        """Few different values that come back."""
        return 1 <= self.distinct <= FEW and self.distinct <= max(3, self.filled * 0.3) and not self.is_free_text

    @property
    def is_id(self) -> bool:
        """Codes or numbers that tell one thing from another."""
        alike = self.coded >= 0.9 and self.dated < 0.5 and not self.commas
        return alike and self.words < 1.2 and 3 <= self.longest <= 64 and self.distinct > max(5, self.filled * 0.02)

    @property
    def is_running(self) -> bool:
        """Whole numbers that follow each other: every organisation may have the same ones."""
        if self.low is None or self.high is None or self.numeric < 1:
            return False
        return self.distinct > 0.6 * (self.high - self.low + 1) and self.high < 10_000_000


def look_at_column(connection: DuckDBPyConnection, relation: str, sql: str, heading: str, rows_: int) -> ColumnLook:
    """Look at the values of a column of text: at all of them, unless the first ones show sentences of people."""
    some = f"(SELECT {sql} FROM {relation} LIMIT {SOME})"  # noqa: S608
    if rows_ > SOME:
        first = _look(connection, some, sql, heading, SOME)
        if first.is_free_text or sensitive(heading):
            return replace(first, rows=rows_, filled=first.filled * rows_ // SOME)
    return _look(connection, relation, sql, heading, rows_)


def _look(connection: DuckDBPyConnection, relation: str, sql: str, heading: str, rows_: int) -> ColumnLook:
    run(
        connection,
        f"CREATE OR REPLACE TEMP TABLE {VALUES} AS SELECT {sql} AS v, count(*) AS n FROM {relation} "  # noqa: S608
        f"WHERE {sql} IS NOT NULL GROUP BY 1",
    )
    distinct, filled, longest, words, coded, dated, numeric, commas, low, high = one(
        connection,
        f"""SELECT count(*), coalesce(sum(n), 0), coalesce(max(length(v)), 0),
            coalesce(sum(n * (length(v) - length(replace(v, ' ', '')) + 1)) / sum(n), 0),
            coalesce(sum(n) FILTER (regexp_matches(v, '[0-9]')) / sum(n), 0),
            coalesce(sum(n) FILTER (regexp_full_match(v, '{ANY_DATE}')) / sum(n), 0),
            coalesce(sum(n) FILTER (regexp_full_match(v, '{NUMBER}')) / sum(n), 0),
            coalesce(sum(n) FILTER (regexp_full_match(v, '[+-]?[0-9.]+,[0-9]+')), 0),
            min(TRY_CAST(v AS BIGINT)), max(TRY_CAST(v AS BIGINT)) FROM {VALUES}""",  # noqa: S608
    )
    return ColumnLook(
        heading,
        sql,
        rows_,
        int(filled),
        int(distinct),
        int(longest),
        float(words),
        float(coded),
        float(dated),
        float(numeric),
        int(commas),
        low,
        high,
        shape=_shape(connection) if dated < 0.5 and {"datum", "date"} & set(heading_words(heading)) else "",
        is_bsn=says_bsn(heading) or (longest >= SHORTEST and coded > 0 and dated < 1 and _holds_bsn(connection)),
    )


def _shape(connection: DuckDBPyConnection) -> str:
    found = rows(connection, f"SELECT v FROM {VALUES} ORDER BY n DESC, v LIMIT 1")  # noqa: S608
    return shown(found[0][0], is_id=True) if found else ""


def _holds_bsn(connection: DuckDBPyConnection) -> bool:
    bare, passing = one(connection, count_sql("v", VALUES))
    found = [text for (text,) in rows(connection, f"{inside_sql('v', VALUES)} LIMIT {INSIDE}")]
    return replace(count_bsn(found), bare=bare, bare_passing=passing).refused

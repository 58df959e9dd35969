"""What a spreadsheet did to codes: it takes them for numbers and dates, and shows its own errors as words.

The rows are taken in, for the code that was there cannot be guessed; each column is told with a few examples. Only an
error in place of a case, a resident or an activity is refused: it would make one case of many.
"""

from collections.abc import Iterator
from itertools import compress

from duckdb import DuckDBPyConnection

from schakel.chain.problem import Notice
from schakel.data.mapping import Mapping
from schakel.data.overview import text_columns
from schakel.data.parse import Parsed
from schakel.data.readers.raw import Raw
from schakel.data.sql import Row, one, rows
from schakel.sharing.bsn import shown

EXAMPLES = 3
MONTH = "(?:jan|feb|mrt|mar|apr|mei|may|jun|jul|aug|sept?|okt|oct|nov|dec)[.]?"
# As DuckDB reads them; the first that fits counts. Excel keeps fifteen digits, and zeros for those behind them.
FORMS = (
    ("error", "#(?:[A-Z/0]+[!?]|N/[AB]|#+)"),
    ("scientific", "-?[0-9](?:[.,][0-9]+)?[eE][+][0-9]{1,3}"),
    ("month", f"(?i)[0-9]{{1,2}}-{MONTH}(?:-[0-9]{{2,4}})?|{MONTH}-[0-9]{{2,4}}"),
    ("digits", "[1-9][0-9]{14}0+"),
    ("long", "[1-9][0-9]{15,}"),
)
DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}(?: [0-9:.]+)?|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}(?: [0-9:.]+)?"
# Comparing costs little, looking for a sign somewhat more: only what passes is held against the forms. What comes
# before a colon begins with a digit or a sign.
PERHAPS = (
    "CASE WHEN starts_with({text}, '#') THEN TRUE WHEN {text} < ':' THEN {dates} strlen({text}) > 15 "
    "OR contains({text}, '+') OR (strlen({text}) < 13 AND instr({text}, '-') IN (2, 3)) "
    "ELSE strlen({text}) < 13 AND instr({text}, '-') BETWEEN 4 AND 6 END"
)
ERROR_SQL = f"(starts_with({{text}}, '#') AND regexp_full_match({{text}}, '{FORMS[0][1]}'))"


def damaged(connection: DuckDBPyConnection, raw: Raw, parsed: Parsed, plan: Mapping) -> tuple[Notice, ...]:
    """Values that a spreadsheet damaged, counted by column and by what was done to them, with up to three of them.

    Dates in a column of codes are told of a workbook only: elsewhere they may be meant. Nothing is asked of a view.
    """
    columns = text_columns(parsed, plan)
    if not parsed.is_table or not columns:
        return ()
    tests = ", ".join(f"coalesce(bool_or({_perhaps(ours, raw, plan)}), FALSE)" for ours in columns)
    some = [*compress(columns, one(connection, f"SELECT {tests} FROM {parsed.relation}"))]  # noqa: S608
    if not some:
        return ()
    found = rows(connection, " UNION ALL ".join(_counted(parsed.relation, ours, raw, plan) for ours in some))
    return tuple(_notices(raw.file, columns, found))


def _perhaps(ours: str, raw: Raw, plan: Mapping) -> str:
    """SQL of whether a value is to be held against the forms."""
    return PERHAPS.format(text=own_text(ours, plan), dates="TRUE OR" if raw.kind == "excel" else "")


def _counted(relation: str, ours: str, raw: Raw, plan: Mapping) -> str:
    """SQL of (our column, form, rows, examples) over the distinct values of a column."""
    dated = raw.kind == "excel"
    forms = (*FORMS, ("date", DATE)) if dated else FORMS
    whens = " ".join(f"WHEN regexp_full_match(value, '{pattern}') THEN '{form}'" for form, pattern in forms)
    text = own_text(ours, plan)
    return (
        f"SELECT '{ours}' AS ours, form, CAST(sum(n) AS BIGINT), "  # noqa: S608
        f"list(value ORDER BY n DESC, value)[:{EXAMPLES}] FROM (SELECT n, value, CASE {whens} END AS form "
        f"FROM (SELECT {text} AS value, count(*) AS n FROM {relation} WHERE {_perhaps(ours, raw, plan)} GROUP BY 1)) "
        "WHERE form IS NOT NULL GROUP BY form"
    )


def own_text(ours: str, plan: Mapping) -> str:
    """SQL of a column without the name of its source, which is set before numbers that mean nothing elsewhere."""
    people = ours in ("resident", "household") and plan.case.residents == "source"
    if people or (ours == "case_id" and plan.case.scope == "source"):
        return f"regexp_extract({ours}, '[^:]*$')"
    return ours


def _notices(file: str, columns: dict[str, str], found: list[Row]) -> Iterator[Notice]:
    told = {(ours, form): (n, values) for ours, form, n, values in found}
    for ours, theirs in columns.items():
        for form in ("error", "scientific", "month", "digits", "date"):
            n, values = told.get((ours, form), (0, []))
            if form == "digits" and n <= told.get((ours, "long"), (0, []))[0]:
                continue  # among numbers that were not damaged one in ten ends in a zero
            if n:
                yield Notice(f"damaged_{form}", n, file, theirs, (("examples", _safe(form, values)),))


def _safe(form: str, values: list[str]) -> str:
    """A day or month tells of nobody; of a number as long as this only the shape is shown."""
    if form == "month":
        return ", ".join(values)
    return ", ".join(dict.fromkeys(shown(value, is_id=form == "digits") for value in values))

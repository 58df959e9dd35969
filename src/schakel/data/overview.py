"""One pass over the parsed rows that counts everything the checks ask first."""

from collections.abc import Mapping as Dictionary
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from schakel.data.clock import Clock, clock
from schakel.data.mapping import TEXT_COLUMNS, Mapping
from schakel.data.parse import Parsed
from schakel.data.sql import one


@dataclass(frozen=True)
class TextFacts:
    """known: values that are not NULL; perhaps_blank: those that begin with a space or less; sizes in bytes."""

    known: int
    perhaps_blank: int
    largest: int
    size: int


@dataclass(frozen=True)
class DateFacts:
    """wrong: text that is no date; far: dates outside the years allowed; first and last wall in microseconds."""

    wrong: int
    far: int
    first: int | None
    last: int | None


@dataclass(frozen=True)
class Overview:
    """rows as they were really read; undated: rows without start and end. texts and dates by our column name."""

    rows: int
    undated: int
    texts: Dictionary[str, TextFacts]
    dates: Dictionary[str, DateFacts]

    def clock(self, zone: str) -> Clock:
        """The clock of a zone over the times that occur, so that its SQL stays short."""
        first = [facts.first for facts in self.dates.values() if facts.first is not None]
        last = [facts.last for facts in self.dates.values() if facts.last is not None]
        return clock(zone).between(min(first), max(last)) if first and last else clock(zone).between(0, 0)


def text_columns(parsed: Parsed, plan: Mapping) -> dict[str, str]:
    """Our text columns that come from a column of the source, with the user's name."""
    own = {ours: origin.name for ours, origin in plan.columns if ours in (*TEXT_COLUMNS, "row_id") and origin.name}
    return own | {a.column: theirs for a, theirs in parsed.attributes if a.type == "text" and theirs}


def overview(connection: DuckDBPyConnection, parsed: Parsed, plan: Mapping) -> Overview:
    """Count over all rows at once: reading ten million rows takes longer than counting in them."""
    texts, dates = list(text_columns(parsed, plan)), [time.name for time in parsed.dated]
    undated = " AND ".join(f"{name}_wall IS NULL AND {name}_text IS NULL" for name in undated_by(parsed))
    asked = ["count(*)", f"count(*) FILTER ({undated or 'FALSE'})"]
    for name in texts:
        # Comparing is cheap, trimming is not: only what begins with a space or less may be blank.
        blank = f"coalesce(sum(CAST({name} < '!' AS INTEGER)), 0)"
        asked += [f"count({name})", blank, f"coalesce(max(strlen({name})), 0)", f"coalesce(sum(strlen({name})), 0)"]
    for name in dates:
        asked += [f"count({name}_text)", f"count(*) FILTER ({name}_far)", f"min({name}_wall)", f"max({name}_wall)"]
    count, no_date, *found = one(connection, f"SELECT {', '.join(asked)} FROM {parsed.relation}")  # noqa: S608
    fours = [found[place : place + 4] for place in range(0, len(found), 4)]
    return Overview(
        rows=count,
        undated=no_date,
        texts={name: TextFacts(*four) for name, four in zip(texts, fours, strict=False)},
        dates={
            name: DateFacts(wrong - far, far, first, last)
            for name, (wrong, far, first, last) in zip(dates, fours[len(texts) :], strict=True)
        },
    )


def undated_by(parsed: Parsed) -> list[str]:
    """The columns of which one must hold a date in every row."""
    return [time.name for time in parsed.times if time.name != "requested"]

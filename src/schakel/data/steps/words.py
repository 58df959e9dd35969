"""Words of a column as an enum: sorted, so that their numbers follow from the words alone."""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from schakel.data.sql import identifier, rows, run

MOST_WORDS = 100_000  # above it a column is free text and stays VARCHAR


@dataclass(frozen=True)
class Words:
    """A column's distinct words, sorted, and the SQL type that holds them. An empty type is VARCHAR."""

    column: str
    words: tuple[str, ...]
    is_enum: bool

    @property
    def type(self) -> str:
        """SQL type: the enum's name, or VARCHAR."""
        return identifier("word_" + self.column) if self.is_enum else "VARCHAR"

    def codes(self, chosen: list[str]) -> list[int]:
        """Numbers of some words, as `enum_code` gives them; words that do not occur have none."""
        places = {word: place for place, word in enumerate(self.words)}
        return sorted(places[word] for word in chosen if word in places)

    def __len__(self) -> int:
        return len(self.words)


def words_of(con: DuckDBPyConnection, relation: str, column: str, *, present: bool = True, most: int = 0) -> Words:
    """Collect a column's words and make the enum type. `present` false spares the look at an empty column.

    most: above this number of words the column stays VARCHAR; 0 for an enum whatever it takes.
    """
    name = identifier(column)
    limit = f"LIMIT {most + 1}" if most else ""
    found: list[str] = []
    if present:
        query = f"SELECT DISTINCT {name} FROM {relation} WHERE {name} IS NOT NULL {limit}"  # noqa: S608
        found = sorted((row[0] for row in rows(con, query)), key=str.encode)
    words = Words(column, tuple(found), bool(found) and (not most or len(found) <= most))
    if words.is_enum:
        run(con, "CREATE OR REPLACE TEMP TABLE listed AS SELECT unnest(CAST(? AS VARCHAR[])) AS word", [found])
        run(con, f"CREATE TYPE {words.type} AS ENUM (SELECT word FROM listed ORDER BY word)")  # noqa: S608
        run(con, "DROP TABLE listed")
    return words

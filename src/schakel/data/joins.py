"""Files of one delivery side by side: clients, provisions and milestones that a partner keeps apart."""

from collections.abc import Sequence
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path

from duckdb import DuckDBPyConnection

from schakel.chain.problem import SHOWN, Notice, Problem, refuse
from schakel.data.mapping import Join, Mapping
from schakel.data.readers.raw import Raw, RawColumn
from schakel.data.sql import one, rows, run
from schakel.sharing.bsn import shown

JOINED = "raw_joined"


def is_beside(path: Path, plan: Mapping) -> bool:
    """Whether a file of a delivery is set beside others, and is not one of the main files."""
    return any(fnmatch(path.name.lower(), join.files.lower()) for join in plan.joins)


def of_join(join: Join, beside: Sequence[Path]) -> Path | None:
    """The file of a join, or None. Refusal when several fit: which row would count could not be told."""
    found = [path for path in beside if fnmatch(path.name.lower(), join.files.lower())]
    if len(found) > 1:
        names = ", ".join(path.name for path in found[:5])
        refuse([Problem("join_files_many", found[0].name, value=join.files, more=(("found", names),))])
    return found[0] if found else None


def joined(connection: DuckDBPyConnection, main: Raw, others: Sequence[tuple[Join, Raw]]) -> Raw:
    """The main file with the columns of the others behind its own, as a view; rows without a fellow keep them empty.

    A heading that stands there already is called by its file too: `clienten.Naam`. Refusal for a key that is not
    there, or that the other file holds twice.
    """
    made = main
    for place, (join, other) in enumerate(others):
        key, to = other.column(join.key), made.column(join.to)
        refuse(
            Problem("join_key_missing", file, column=name, allowed=", ".join(raw.header[:20]))
            for file, name, column, raw in ((other.file, join.key, key, other), (main.file, join.to, to, made))
            if column is None
        )
        if key is not None and to is not None:
            made = _beside(connection, made, to, other, key, f"{JOINED}_{place}")
    return made


def _beside(connection: DuckDBPyConnection, main: Raw, to: RawColumn, other: Raw, key: RawColumn, relation: str) -> Raw:
    _refuse_double(connection, other, key)
    taken, stem = set(main.header), other.file.partition(".")[0]
    extra = [
        replace(
            column, name=column.name if column.name not in taken else f"{stem}.{column.name}", sql=f"{relation}_{n}"
        )
        for n, column in enumerate(other.columns)
    ]
    selected = ", ".join(f"j.{a.sql} AS {b.sql}" for a, b in zip(other.columns, extra, strict=True))
    on = f"{_text('j', key)} = {_text('m', to)}"
    run(
        connection,
        f"CREATE OR REPLACE VIEW {relation} AS SELECT m.*, {selected} FROM {main.relation} AS m "  # noqa: S608
        f"LEFT JOIN {other.relation} AS j ON {on}",
    )
    (alone,) = one(
        connection,
        f"SELECT count(*) FROM {main.relation} AS m WHERE {_text('m', to)} NOT IN "  # noqa: S608
        f"(SELECT {_text('j', key)} FROM {other.relation} AS j WHERE {_text('j', key)} IS NOT NULL)",
    )
    notices = (Notice("join_alone", int(alone), main.file, to.name, (("other", other.file),)),) if alone else ()
    columns = (*main.columns, *(column for column in extra if column.sql != f"{relation}_{other.columns.index(key)}"))
    return replace(main, relation=relation, columns=columns, notices=(*main.notices, *other.notices, *notices))


def _refuse_double(connection: DuckDBPyConnection, other: Raw, key: RawColumn) -> None:
    value = _text("j", key)
    double = (
        f"SELECT {value} AS v, min({other.row}) AS first_row, count(*) AS n FROM {other.relation} AS j "  # noqa: S608
        f"WHERE {value} IS NOT NULL GROUP BY v HAVING n > 1"
    )
    (total,) = one(connection, f"SELECT count(*) FROM ({double})")  # noqa: S608
    if total:
        found = rows(connection, f"{double} ORDER BY first_row LIMIT {SHOWN}")
        problems = [
            Problem("join_key_double", other.file, row, key.name, shown(str(v), is_id=True), more=(("n", n),))
            for v, row, n in found
        ]
        refuse(problems, total)


def _text(alias: str, column: RawColumn) -> str:
    return f"nullif(trim(CAST({alias}.{column.sql} AS VARCHAR)), '')"

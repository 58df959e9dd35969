"""Check a source without storing anything."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

from schakel.chain.problem import SHOWN, Notice, Problem
from schakel.data.mapping import Mapping
from schakel.data.source import look_at
from schakel.data.sql import quiet
from schakel.data.staged import Delivery, Lifecycle


@dataclass(frozen=True)
class Checked:
    """problems: the first `most` of them; total: how many there are. delivery: what is taken in, None when refused.

    mapping: as it was used, with the columns that were proposed where none were named. file: its name without folders.
    rows: of the source, 0 when they could not be read. sorts: (code, column, how many) of each sort of problem.
    """

    problems: tuple[Problem, ...]
    total: int
    notices: tuple[Notice, ...]
    delivery: Delivery | None
    mapping: Mapping
    file: str = ""
    rows: int = 0
    sorts: tuple[tuple[str, str, int], ...] = ()


def check(
    path: Path | str, *, mapping: Mapping | None = None, lifecycle: Lifecycle | None = None, most: int = SHOWN
) -> Checked:
    """Everything that is wrong with a source and everything that would be taken in under a rule.

    most: how many problems of rows are told one by one; all are counted.
    """
    with tempfile.TemporaryDirectory(prefix="schakel-") as spill, duckdb.connect() as connection:
        quiet(connection)
        connection.execute("SET temp_directory = $1", [spill]).fetchall()
        look = look_at(connection, path, mapping=mapping, lifecycle=lifecycle, most=most)
    delivery = look.staged.deliveries[0] if look.staged else None
    return Checked(
        look.problems[:most], look.total, look.notices, delivery, look.mapping, Path(path).name, look.rows, look.sorts
    )

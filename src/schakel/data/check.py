"""Check a source without storing anything."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

from schakel.chain.problem import Notice, Problem
from schakel.data.mapping import Mapping
from schakel.data.source import look_at
from schakel.data.staged import Delivery, Lifecycle


@dataclass(frozen=True)
class Checked:
    """problems: the first twenty; total: how many there are. delivery: what would be taken in, None when refused.

    mapping: as it was used, with the columns that were proposed where none were named.
    """

    problems: tuple[Problem, ...]
    total: int
    notices: tuple[Notice, ...]
    delivery: Delivery | None
    mapping: Mapping


def check(path: Path | str, *, mapping: Mapping | None = None, lifecycle: Lifecycle | None = None) -> Checked:
    """Everything that is wrong with a source and everything that would be taken in under a rule."""
    with tempfile.TemporaryDirectory(prefix="schakel-") as spill, duckdb.connect() as connection:
        connection.execute("SET temp_directory = $1", [spill]).fetchall()
        look = look_at(connection, path, mapping=mapping, lifecycle=lifecycle)
    delivery = look.staged.deliveries[0] if look.staged else None
    return Checked(look.problems, look.total, look.notices, delivery, look.mapping)

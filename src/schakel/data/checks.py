"""What is wrong with the rows of a source, and what was taken in under a stated rule."""

import difflib
from collections.abc import Iterator

from duckdb import DuckDBPyConnection

from schakel.chain.problem import SHOWN, Notice, Problem
from schakel.data.clock import EPOCH
from schakel.data.mapping import Mapping
from schakel.data.parse import Parsed
from schakel.data.propose import normal
from schakel.data.raw import Raw
from schakel.data.shape import Reach, clock_between

MANDATORY = ("case_id", "activity", "started")


def column_problems(raw: Raw, plan: Mapping) -> tuple[Problem, ...]:
    """Columns that must be there and are not, and columns that the mapping names and the source lacks."""
    return ()


def row_problems(
    connection: DuckDBPyConnection, raw: Raw, parsed: Parsed, plan: Mapping
) -> tuple[tuple[Problem, ...], int]:
    """The first problems of the rows, and how many there are."""
    return (), 0


def time_notices(
    connection: DuckDBPyConnection, parsed: Parsed, plan: Mapping, found: Reach, file: str
) -> tuple[Notice, ...]:
    """Times that the clock skipped or gave twice, and days that were written as midnight."""
    return ()

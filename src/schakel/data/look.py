"""What was found while a source was staged."""

from dataclasses import dataclass

from schakel.chain.problem import Notice, Problem
from schakel.data.mapping import Mapping
from schakel.data.staged import Staged


@dataclass(frozen=True)
class Look:
    """Everything found while a source was staged. staged is None when problems kept it from being made.

    problems: the first of them; total: how many there are. mapping: as it was used. rows: of the source, 0 when they
    could not be read. sorts: (code, column, how many) of each sort of problem.
    """

    problems: tuple[Problem, ...]
    total: int
    notices: tuple[Notice, ...]
    mapping: Mapping
    staged: Staged | None
    rows: int = 0
    sorts: tuple[tuple[str, str, int], ...] = ()

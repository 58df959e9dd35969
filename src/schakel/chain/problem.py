"""What is wrong with an input, and the one exception that says so to a person."""

from collections.abc import Iterable
from dataclasses import dataclass, field

SHOWN = 20


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, in parts that a sentence is made of.

    code: key of its sentence in texts `data.problem.<code>`. file: the name the user gave, without folders.
    row: 1-based line or row of the source as the user sees it; column: the user's own column name.
    value: what was found, already made safe by `sharing.bsn.shown` (ids and free text only as their shape).
    allowed: what would have been accepted. more: further named values of the sentence.
    """

    code: str
    file: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    allowed: str = ""
    more: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True)
class Notice:
    """Something that was taken in under a stated rule and counted, and is no reason to refuse.

    code: key of its sentence in texts `data.notice.<code>`, with placeholder {n}.
    """

    code: str
    n: int
    file: str = ""
    column: str = ""
    more: tuple[tuple[str, str | int], ...] = ()


@dataclass
class Refusal(Exception):
    """An input that is not taken in. Nothing was stored and the old snapshot stands.

    problems: the first SHOWN of them; total: how many there are.
    """

    problems: tuple[Problem, ...]
    total: int = field(default=0)

    def __post_init__(self) -> None:
        self.total = max(self.total, len(self.problems))
        super().__init__(f"{self.total} problem(s): {', '.join(sorted({p.code for p in self.problems}))}")


def refuse(problems: Iterable[Problem], total: int = 0) -> None:
    """Raise Refusal if there is any problem."""
    found = tuple(problems)
    if found:
        raise Refusal(found[:SHOWN], max(total, len(found)))

"""Problems as JSON, between a child process, the table of jobs and the sentences that people read."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from schakel.chain.problem import Problem


def told(problem: Problem) -> dict[str, Any]:
    """A problem as JSON."""
    return asdict(problem)


def problem_from(document: Mapping[str, Any]) -> Problem:
    """The problem that `told` made JSON of."""
    more = tuple((str(name), value) for name, value in document.get("more", ()))
    return Problem(**{**document, "more": more})

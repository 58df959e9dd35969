"""A record as a file of JSON lines, one per line of the record, and a last one with the head. Pure: text in, text out.

{"seq": 1, "values": {...}, "previous": "...", "hash": "..."}   values null: a line of another network, only its hash
{"head": {"seq": 1, "hash": "..."}}
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schakel.chain.problem import Problem, Refusal
from schakel.web.record.chain import Line, first_break


@dataclass(frozen=True)
class Checked:
    """lines: how many there are; closed: of how many only the hash is told; broken: the first that does not fit."""

    lines: int
    closed: int
    broken: int | None


def to_lines(lines: Iterable[Line], head_seq: int, head_hash: str) -> Iterator[str]:
    """The file, a line at a time, each with its end. Names with a line end stay on one line: JSON escapes them."""
    for line in lines:
        told = {"seq": line.seq, "values": line.values, "previous": line.previous, "hash": line.hash}
        yield json.dumps(told, ensure_ascii=True, sort_keys=True) + "\n"
    yield json.dumps({"head": {"seq": head_seq, "hash": head_hash}}) + "\n"


def check_file(path: Path) -> Checked:
    """Check a downloaded record. Refusal `workbench_record_file` if it is none, or if its head is not there."""
    lines: list[Line] = []
    head: tuple[int, str] | None = None
    try:
        with path.open(encoding="utf-8", newline="\n") as file:
            for number, text in enumerate(file, 1):
                if head is not None:
                    raise _refusal(path, number)
                found = json.loads(text)
                if set(found) == {"head"}:
                    head = int(found["head"]["seq"]), str(found["head"]["hash"])
                else:
                    lines.append(_line(found))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise _refusal(path, len(lines) + 1) from None
    if head is None:
        raise _refusal(path, len(lines) + 1)
    return Checked(len(lines), sum(line.values is None for line in lines), first_break(lines, *head))


def _line(found: dict[str, Any]) -> Line:
    values = found["values"]
    if values is not None and not isinstance(values, dict):
        raise ValueError("values")
    return Line(int(found["seq"]), values, str(found["previous"]), str(found["hash"]))


def _refusal(path: Path, row: int) -> Refusal:
    return Refusal((Problem("workbench_record_file", file=path.name, row=row),))

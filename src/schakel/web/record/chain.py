"""The chain of hashes: pure functions over values, so that anybody can check a record outside the workbench."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

START = "0" * 64


@dataclass(frozen=True)
class Line:
    """One line as it is hashed. values: everything it says but its hashes; None: a line of which only the hash is told,
    because it is about another network."""

    seq: int
    values: dict[str, Any] | None
    previous: str
    hash: str


def line_hash(previous: str, seq: int, values: dict[str, Any]) -> str:
    """SHA-256 of the hash before it and of the line as canonical JSON (sorted keys, no spaces, UTF-8)."""
    text = json.dumps([seq, values], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256((previous + text).encode(errors="surrogatepass")).hexdigest()


def first_break(lines: Iterable[Line], head_seq: int, head_hash: str) -> int | None:
    """The number of the first line that does not fit: edited, removed, moved, added or cut off; None if all do."""
    previous, seq = START, 0
    for line in lines:
        seq += 1
        fits = line.seq == seq and line.previous == previous and _holds(line)
        if not fits:
            return seq
        previous = line.hash
    return None if (seq, previous) == (head_seq, head_hash) else seq + 1


def _holds(line: Line) -> bool:
    """Whether the line has its hash; of a closed line only its place in the chain can be checked."""
    return line.values is None or line.hash == line_hash(line.previous, line.seq, line.values)

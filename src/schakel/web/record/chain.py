"""The chain of hashes: pure functions over values, so that anybody can check a record outside the workbench."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

START = "0" * 64


@dataclass(frozen=True)
class Line:
    """One line as it is hashed. values: everything it says but its hashes."""

    seq: int
    values: dict[str, Any]
    previous: str
    hash: str


def line_hash(previous: str, seq: int, values: dict[str, Any]) -> str:
    """SHA-256 of the hash before it and of the line as canonical JSON (sorted keys, no spaces, UTF-8)."""
    text = json.dumps([seq, values], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256((previous + text).encode()).hexdigest()


def first_break(lines: Iterable[Line], head_seq: int, head_hash: str) -> int | None:
    """The number of the first line that does not fit: edited, removed, moved, added or cut off; None if all do."""
    previous, seq = START, 0
    for line in lines:
        seq += 1
        fits = line.seq == seq and line.previous == previous and line.hash == line_hash(previous, seq, line.values)
        if not fits:
            return seq
        previous = line.hash
    return None if (seq, previous) == (head_seq, head_hash) else seq + 1

"""What was done with a key: lines of JSON in a file beside it, which stays when the key is gone. No key, no id."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from schakel.chain.problem import Problem, Refusal


def log_of(key_file: Path) -> Path:
    """The log of a key's file."""
    return key_file.with_name(key_file.name + ".log")


def note(key_file: Path, act: str, **told: str | int) -> None:
    """Add a line. Refusal when it cannot be written: what cannot be noted is not done."""
    line = json.dumps({"at": datetime.now(UTC).isoformat(timespec="seconds"), "act": act, **told}, ensure_ascii=False)
    path = log_of(key_file)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8") as stream:
            stream.write(line + "\n")
            stream.flush()
            os.fsync(stream.fileno())
    except OSError:
        raise Refusal((Problem("key_log", path.name),)) from None

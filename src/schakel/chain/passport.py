"""The passport of a figure: everything that decides its value. Equal id, equal bytes."""

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cached_property


@dataclass(frozen=True)
class Passport:
    """How a figure was made. The making time is not part of it.

    definitions: (name, version, value); parameters: (name, value); selection: a Selection as text, "" for all.
    disclosure: "none" for the analyst's own view, else the rule of the gate, as "threshold 10".
    """

    figure: str
    snapshot: str
    code: str
    definitions: tuple[tuple[str, str, str], ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()
    selection: str = ""
    seed: int | None = None
    grant: str = ""
    disclosure: str = "none"

    @cached_property
    def id(self) -> str:
        """Sixteen hexadecimal digits of BLAKE2b over the canonical JSON of all fields."""
        text = json.dumps(asdict(self), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()

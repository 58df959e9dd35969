"""An attribute that a source delivers beside the standard columns."""

import re
from dataclasses import dataclass
from typing import Literal

SLUG = re.compile(r"^[a-z0-9_]{1,40}$")


@dataclass(frozen=True)
class Attribute:
    """label: the source's own name. Case attributes are columns `c_<slug>` of cases, event ones `e_<slug>` of steps."""

    slug: str
    label: str
    level: Literal["case", "event"]
    type: Literal["text", "number", "date"] = "text"

    def __post_init__(self) -> None:
        if not SLUG.match(self.slug):
            raise ValueError(f"attribute {self.slug!r}: use 1 to 40 of a-z, 0-9 and _")

    @property
    def column(self) -> str:
        """Name of its column."""
        return f"{self.level[0]}_{self.slug}"

"""Pages of a workbench and who may open them, as one process tells another. Knows nothing of Django."""

import json
from dataclasses import asdict, dataclass, field

NOBODY = ""  # not signed in


@dataclass(frozen=True)
class Shown:
    """One page. desk: the package of its view. role: NOBODY, or of whoever opens it."""

    path: str
    route: str
    desk: str
    role: str


@dataclass
class Found:
    """pages: one for each route that shows one. sessions: cookie by role. bare: routes of which no page was met."""

    pages: list[Shown] = field(default_factory=list)
    sessions: dict[str, str] = field(default_factory=dict)
    bare: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """For another process."""
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, text: str) -> "Found":
        """What another process wrote."""
        told = json.loads(text)
        return cls([Shown(**one) for one in told["pages"]], told["sessions"], told["bare"])

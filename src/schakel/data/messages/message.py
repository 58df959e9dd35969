"""What is kept of a message: who sent it to whom, and its lines. No name, no birth date, no BSN ever gets this far."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Law = Literal["wmo", "jw"]
Side = Literal["municipality", "provider"]

# Number of a message: its retour, and who sends it.
RETOUR_OF = {"301": "302", "305": "306", "307": "308", "315": "316", "317": "318", "319": "320", "323": "325"}
KIND_OF_RETOUR = {retour: kind for kind, retour in RETOUR_OF.items()}
REQUESTS = ("315", "317")


@dataclass(frozen=True, slots=True)
class Line:
    """One class of a message that tells something: an assignment, start, stop, request, answer or declared month.

    kind: 301, 305, 307, 315, 317, 319 or 323, also where it stands in a retour. resident, reference, part: pseudonyms
    of the BSN, of the provider's reference and of the number of a declared line; "" where the message has none.
    number: of the assignment. since, until: its period, delivery or declared month. assigned_since: start of the
    assignment, where a start or stop repeats it. reason: of ending, change, request or rejection. status: 1 new,
    3 delete. cents: minus for credit. other: municipality that an answer refers to, or the type of the referrer.
    """

    kind: str
    resident: str = ""
    number: str = ""
    reference: str = ""
    category: str = ""
    code: str = ""
    decided: datetime | None = None
    since: date | None = None
    until: date | None = None
    assigned_since: date | None = None
    reason: str = ""
    status: str = ""
    answer: str = ""
    other: str = ""
    part: str = ""
    volume: int | None = None
    cents: int | None = None
    is_rejected: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """A message or its retour. identification: pseudonym of the number that the sender gave it; dated: its Dagtekening.

    retour_on: Dagtekening of the retour, None for a message itself; a retour has the header of what it answers. codes:
    of the retour's header. release: as "3.2".
    """

    law: Law
    kind: str
    release: str
    municipality: str
    provider: str
    identification: str
    dated: date
    lines: tuple[Line, ...] = ()
    retour_on: date | None = None
    codes: tuple[str, ...] = ()
    foreign: int = 0


@dataclass(frozen=True, slots=True)
class Sent:
    """A line with what its message says of it: the unit that is folded. retour_on: when it was answered, if it was."""

    line: Line
    law: Law
    release: str
    municipality: str
    provider: str
    dated: date
    identification: str = ""
    retour_on: date | None = None
    place: int = field(default=0, compare=False)

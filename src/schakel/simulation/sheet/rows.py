"""The rows of the sheet, from top to bottom: what can be filled in, between which bounds, and Lindewaard's own."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from schakel.simulation.sheet.roles import ROLES

Kind = Literal["name", "number", "choice"]
FORMAT = 1
MUNICIPALITIES, PARTNERS = 3, 12
YES_NO = ("yes", "no")
SOLIDARITY = ("none", "pool", "deductible")
GROUPS = {
    "youth": ("Opvoeden en opgroeien", "Acute zorgen in een gezin", "Psychische klachten jeugd"),
    "adults": ("Psychische klachten volwassene", "Zelfstandig wonen", "Ouder worden thuis"),
    "debt": ("Geldzorgen",),
    "work": ("Afstand tot werk kort", "Afstand tot werk middel", "Afstand tot werk groot"),
}
WAITS = ("team", "ambulatory", "mental", "residential", "debt")
PEOPLE: tuple[tuple[str, str, float], ...] = (
    ("Loket Lindewaard", "access", 13),
    ("Wijkteams Lindewaard", "team", 41.9),
    ("Welzijn Lindekring", "welfare", 26),
    ("Schuldhulp Lindewaard", "debt", 17.8),
    ("Jeugdhulp Oeverlinde", "ambulatory", 36),
    ("Thuisbegeleiding Lindestee", "ambulatory", 69),
    ("Jeugdhulp Zandpoort", "day", 47),
    ("GGZ Lindewaard", "mental", 20.2),
    ("Verblijf Ravenlinde", "residential", 145),
    ("Crisisopvang Lindewacht", "crisis", 28),
    ("Werkbedrijf Lindewaard", "work", 30),
    ("Werkplaats Lindeploeg", "sheltered", 118),
)


@dataclass(frozen=True)
class Field:
    """A cell to fill in. text: key of its texts; turn: which of several, from 1, else 0.

    low, high: bounds of a number, inclusive; options: keys of a choice; example: Lindewaard's, a key for a choice.
    """

    key: str
    kind: Kind
    example: str | float
    low: float = 0
    high: float = 0
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One line: its section, the key of its texts, and the fields in its columns for name, choice and number."""

    section: str
    text: str
    turn: int
    fields: tuple[Field, ...]

    def field(self, kind: Kind) -> Field | None:
        """Its field of a kind, if it has one."""
        return next((one for one in self.fields if one.kind == kind), None)


def _rows() -> Iterator[Row]:
    yield Row("region", "region", 0, (Field("region", "name", "Lindewaard"),))
    places = (("Wilgenmeer", 92_000, 18_400_000), ("Ravenzande", 66_000, 13_200_000), ("Lindehage", 42_000, 8_400_000))
    for turn, (name, people, _) in enumerate(places, 1):
        fields = (Field(f"municipality{turn}", "name", name), Field(f"population{turn}", "number", people, 500, 2e6))
        yield Row("municipality", "municipality", turn, fields)
    for turn, (_, _, budget) in enumerate(places, 1):
        yield Row("municipality", "budget", turn, (Field(f"budget{turn}", "number", budget, 0, 1e10),))
    for group, inflow in (("youth", 2140), ("adults", 2080), ("debt", 560), ("work", 560)):
        yield Row("inflow", f"inflow_{group}", 0, (Field(f"inflow_{group}", "number", inflow, 1, 1e6),))
    options = tuple(role.key for role in ROLES)
    for turn, (name, role, fte) in enumerate(PEOPLE, 1):
        yield Row(
            "partner",
            "partner",
            turn,
            (
                Field(f"partner{turn}", "name", name),
                Field(f"role{turn}", "choice", role, options=options),
                Field(f"people{turn}", "number", fte, 0.1, 10_000),
            ),
        )
    for role, weeks in zip(WAITS, (2.5, 4, 5.5, 4, 2), strict=True):
        yield Row("wait", f"wait_{role}", 0, (Field(f"wait_{role}", "number", weeks, 0, 104),))
    yield from _agreements()


def _agreements() -> Iterator[Row]:
    for key, example, low, high in (("meeting", 2, 0.2, 26), ("publish", 13, 1, 260), ("lead", 30, 0, 100)):
        yield Row("agreement", key, 0, (Field(key, "number", example, low, high),))
    for key, chosen, options in (
        ("warm", "no", YES_NO),
        ("coordinator", "yes", YES_NO),
        ("solidarity", "deductible", SOLIDARITY),
    ):
        yield Row("agreement", key, 0, (Field(key, "choice", chosen, options=options),))


ROWS = tuple(_rows())

"""A finding: where it pinches, in numbers; its sentence stands in the texts."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Number:
    """A value with its interval. low and high are None where no interval can be given. unit as in Column."""

    value: float
    low: float | None = None
    high: float | None = None
    unit: str = ""


@dataclass(frozen=True)
class Where:
    """The link or the moment that a finding is about; empty fields say nothing. since/until: ISO dates."""

    activity: str = ""
    next_activity: str = ""
    partner: str = ""
    next_partner: str = ""
    municipality: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True)
class Finding:
    """One finding. It ranks a link or a moment, never an organisation.

    code: key of its sentence in texts `insight.finding.<code>`. residents: distinct residents it rests on.
    explains: ids of findings whose weeks it explains (they are not added to its own). hidden: "" or the code of
    the reason why it cannot be seen (`insight.unseen.<code>`); then it has no rank.
    """

    code: str
    numbers: tuple[tuple[str, Number], ...]
    where: Where
    residents: int
    explains: tuple[str, ...] = ()
    passport_id: str = ""
    hidden: str = ""
    id: str = field(default="")

    def number(self, name: str) -> Number:
        """A number by its name; KeyError names those there are."""
        for known, value in self.numbers:
            if known == name:
                return value
        raise KeyError(f"{self.code} has no number {name}; it has {[n for n, _ in self.numbers]}")

"""The fields of one resource of an answer, each taken with a check: what is empty or unknown is told by path and id."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from schakel.chain.problem import Problem
from schakel.sharing.bsn import shown

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
DURATION = re.compile(r"P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?")
LONGEST = 1000


@dataclass
class Fields:
    """One resource. where: as "/zaken"; path: as "results[3]"; problems: what was met, for all of a page together."""

    where: str
    path: str
    found: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Its uuid, which is no number of a person, else only the shape of what stands there."""
        url = str(self.found.get("uuid") or self.found.get("url") or "")
        uuid = UUID.search(url)
        return uuid[0] if uuid else shown(url, is_id=True) or "?"

    def wrong(self, key: str, value: object, allowed: str) -> None:
        """Note a value that is not allowed, or a null where there must be one."""
        more = (("path", f"{self.path}.{key}"), ("id", self.id))
        if value is None:
            self.problems.append(Problem("zgw_null", self.where, column=key, allowed=allowed, more=more))
        else:
            text = shown(str(value)[:100])
            self.problems.append(Problem("zgw_value", self.where, column=key, value=text, allowed=allowed, more=more))

    def text(self, key: str, *, may_lack: bool = False) -> str:
        """A text; blank only where it may lack."""
        value = self.found.get(key)
        if value is None or value == "":
            if not may_lack:
                self.wrong(key, None, '"…"')
            return ""
        if not isinstance(value, str) or len(value) > LONGEST or not value.isprintable():
            self.wrong(key, value, f'"…" (1-{LONGEST})')
            return ""
        return value.strip()

    def choice(self, key: str, allowed: Iterable[str]) -> str:
        """One of the words of the standard."""
        options = tuple(allowed)
        value = self.text(key)
        if value and value not in options:
            self.wrong(key, value, ", ".join(options))
            return ""
        return value

    def day(self, key: str, *, may_lack: bool = False) -> str:
        """A date, as 2024-12-31."""
        value = self.text(key, may_lack=may_lack)
        try:
            return date.fromisoformat(value).isoformat() if value else ""
        except ValueError:
            self.wrong(key, value, "2024-12-31")
            return ""

    def moment(self, key: str) -> str:
        """A date with its time and zone, as it is written."""
        value = self.text(key)
        try:
            zoned = not value or datetime.fromisoformat(value).tzinfo is not None
        except ValueError:
            zoned = False
        if not zoned:
            self.wrong(key, value, "2024-12-31T10:00:00Z")
            return ""
        return value

    def duration(self, key: str, *, may_lack: bool = True) -> str:
        """A duration of ISO 8601, as P8W."""
        value = self.text(key, may_lack=may_lack)
        if value and not DURATION.fullmatch(value):
            self.wrong(key, value, "P56D, P8W, P2M")
            return ""
        return value

    def count(self, key: str) -> int:
        """A whole number."""
        value = self.found.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 10_000:
            self.wrong(key, value, "0-9999")
            return 0
        return value

    def flag(self, key: str) -> bool:
        """True or false; what lacks is false."""
        value = self.found.get(key)
        if value is not None and not isinstance(value, bool):
            self.wrong(key, value, "true, false")
        return value is True

    def inner(self, key: str) -> "Fields":
        """An object within; an empty one where it lacks."""
        value = self.found.get(key)
        if value is not None and not isinstance(value, dict):
            self.wrong(key, value, "{ }")
        found = value if isinstance(value, dict) else {}
        return Fields(self.where, f"{self.path}.{key}", found, self.problems)


def days_of(duration: str) -> float | None:
    """Days of an ISO 8601 duration: a year as 365, a month as 30, a week as 7 calendar days; None without one."""
    match = DURATION.fullmatch(duration) if duration else None
    if match is None:
        return None
    years, months, weeks, days = (int(part or 0) for part in match.groups())
    return float(years * 365 + months * 30 + weeks * 7 + days)

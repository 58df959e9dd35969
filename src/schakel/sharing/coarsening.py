"""Time made coarse: the finest period in which enough residents share each moment, and dates shifted in exports."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Grain = Literal["day", "week", "month", "quarter", "year"]

GRAINS: tuple[Grain, ...] = ("day", "week", "month", "quarter", "year")


@dataclass(frozen=True)
class Span:
    """Days from first to last, both inclusive, with the distinct residents who have a moment in it."""

    first: date
    last: date
    residents: int


def beginning(day: date, grain: Grain) -> date:
    """The first day of the period that a day lies in; weeks begin on Monday."""
    if grain == "week":
        return day - timedelta(days=day.weekday())
    if grain == "month":
        return day.replace(day=1)
    if grain == "quarter":
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return day.replace(month=1, day=1) if grain == "year" else day


def finest_grain(moments: Iterable[tuple[date, str]], k: int, grains: Sequence[Grain] = GRAINS) -> Grain | None:
    """The first of the grains of which every period with anybody in it holds k distinct residents; None if none."""
    seen = list(moments)
    for grain in grains:
        groups: dict[date, set[str]] = defaultdict(set)
        for day, resident in seen:
            groups[beginning(day, grain)].add(resident)
        if all(len(residents) >= k for residents in groups.values()):
            return grain
    return None


def joined_spans(moments: Iterable[tuple[date, str]], k: int) -> tuple[Span, ...]:
    """Neighbouring days taken together until each span holds k distinct residents; what is left joins the last span.

    Empty if there are fewer than k residents in all.
    """
    days: dict[date, set[str]] = defaultdict(set)
    for day, resident in moments:
        days[day].add(resident)
    spans: list[tuple[date, date, set[str]]] = []
    held: set[str] = set()
    first: date | None = None
    for day in sorted(days):
        first, held = first or day, held | days[day]
        if len(held) >= k:
            spans.append((first, day, held))
            first, held = None, set()
    if held and spans:
        start, _, before = spans.pop()
        spans.append((start, max(days), before | held))
    return tuple(Span(start, end, len(residents)) for start, end, residents in spans)


def shifted(day: date, case: str, secret: bytes, within: int = 182) -> date:
    """The day moved by a number of days that is the same for all days of one case, and unknown without the secret.

    Durations inside a case stay as they are; the calendar is gone. within: at most so many days either way; 0 is left
    out, so that no case keeps its true dates. ValueError if the secret is shorter than 16 bytes.
    """
    if len(secret) < 16 or within < 1:
        raise ValueError("a secret has 16 bytes or more, and dates move at least a day")
    digest = hashlib.blake2b(case.encode(), key=secret[:64], digest_size=8, person=b"shift").digest()
    step = int.from_bytes(digest, "big") % (2 * within) - within
    return day + timedelta(days=step if step < 0 else step + 1)

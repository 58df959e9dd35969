"""Values as words of a sentence: what the gate lets be said, durations of any length, and lists."""

from collections.abc import Sequence

from schakel.sharing.gate import OTHER, Approximate
from schakel.texts import say, shown

DAY_US = 86_400_000_000
HOUR = 1 / 24
MINUTE = 1 / 1440


def amount(n: Approximate, lang: str, *, short: bool = False) -> str:
    """A count: "1.430", or "fewer than 10" ("< 10" when short)."""
    if n.sign:
        return say(f"sharing.{'short_less' if short else 'less'}", lang, n=n.value)
    return shown(n.value, "int", lang)


def part(share: Approximate | None, lang: str) -> str:
    """A share: "34 %", or "less than 3 %"; the language's word for unknown if it cannot be said."""
    if share is None:
        return shown(None, "share", lang)
    key = {"<": "less_share", ">": "more_share"}.get(share.sign)
    return say(f"sharing.{key}", lang, share=share.value) if key else shown(share.value, "share", lang)


def days(us: float | None) -> float | None:
    """Microseconds as days."""
    return None if us is None else us / DAY_US


def duration(us: float | None, lang: str) -> str:
    """A duration in full words, in the largest unit that says something."""
    if us is None:
        return shown(None, "days", lang)
    length = us / DAY_US
    for unit, size in (("days", 1.0), ("hours", HOUR), ("minutes", MINUTE)):
        if length >= size:
            n = round(length / size, 1) if unit == "days" and length < 3 else round(length / size)
            return say(f"report.duration.{unit}", lang, n=n)
    return say("report.duration.moment", lang)


def name(value: object, lang: str) -> str:
    """A dimension's value; the word for the merged rest, or for a partner that is not known."""
    if value == OTHER:
        return say("sharing.other", lang)
    return str(value) if value else say("draw.partner.unknown", lang)


def listed(names: Sequence[str], lang: str) -> str:
    """Names in one phrase: "a, b and c"."""
    if len(names) < 2:
        return "".join(names)
    return say("report.and", lang, first=", ".join(names[:-1]), last=names[-1])


def capital(text: str) -> str:
    """The text as the start of a sentence."""
    return text[:1].upper() + text[1:]


def whole(value: object) -> int:
    """A count from a figure's row; none is 0."""
    return round(value) if isinstance(value, int | float) else 0


def real(value: object) -> float | None:
    """A measure from a figure's row."""
    return float(value) if isinstance(value, int | float) else None

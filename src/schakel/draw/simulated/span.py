"""A value with its bounds, and such values as text."""

from dataclasses import dataclass
from math import floor, log10

from schakel.texts import say, shown

MINUS = "−"
SMALL = 0.1  # a difference below it would lose its digits with two decimals


@dataclass(frozen=True)
class Span:
    """low <= value <= high, in the unit of the value. ValueError if not."""

    value: float
    low: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"{self.value} does not lie between {self.low} and {self.high}")

    @property
    def covers_zero(self) -> bool:
        """Whether zero lies within the bounds, bounds included."""
        return self.low <= 0 <= self.high


def amount(value: float, lang: str) -> str:
    """A number with about three digits that say something; a true minus before what is below zero."""
    size = abs(value)
    rounded = round(size) if size >= 100 else round(size, 1 if size >= 10 else 2)
    text = shown(rounded, "number", lang)
    return MINUS + text if value < 0 and rounded else text


def signed(value: float, lang: str, *, beside: float | None = None) -> str:
    """The same with a plus before what is above zero; a small difference keeps two digits, four decimals at most.

    beside: the largest number that stands with it, which decides whether they are small.
    """
    is_small = (abs(value) if beside is None else beside) < SMALL
    text = _small(value, lang) if is_small else amount(value, lang)
    return text if text.startswith(MINUS) or text == "0" else f"+{text}"


def span_text(span: Span, lang: str, *, difference: bool = True) -> str:
    """The value with its bounds behind it; a difference has signs."""
    low, value, high = span.low, span.value, span.high
    if difference:
        most = max(abs(low), abs(high))
        told = [signed(one, lang, beside=most) for one in (low, value, high)]
    else:
        told = [amount(one, lang) for one in (low, value, high)]
    return say("draw.simulated.span", lang, low=told[0], value=told[1], high=told[2])


def _small(value: float, lang: str) -> str:
    size = abs(value)
    rounded = round(size, min(4, 1 - floor(log10(size)))) if size > 0 else 0.0
    text = shown(rounded, "small", lang)
    return MINUS + text if value < 0 and rounded else text

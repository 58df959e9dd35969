"""A value with its bounds, and such values as text."""

from dataclasses import dataclass

from schakel.texts import say, shown

MINUS = "−"


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


def signed(value: float, lang: str) -> str:
    """The same with a plus before what is above zero."""
    text = amount(value, lang)
    return text if text.startswith(MINUS) or text == "0" else f"+{text}"


def span_text(span: Span, lang: str, *, difference: bool = True) -> str:
    """The value with its bounds behind it; a difference has signs."""
    text = signed if difference else amount
    low, high = text(span.low, lang), text(span.high, lang)
    return say("draw.simulated.span", lang, value=text(span.value, lang), low=low, high=high)

"""How long until the end: the share that is done against time, with open cases and without them."""

from dataclasses import dataclass, field

from schakel.draw.charts import Row, chart
from schakel.draw.picture import Picture, Scope, Twin
from schakel.draw.time_axis import PER_DAY, unit_of
from schakel.draw.wording import scope_lines, short_duration
from schakel.texts import say, shown


@dataclass(frozen=True)
class CurvePoint:
    """From `days` on, this share (0..1) is done. low and high: its interval, None where there is none."""

    days: float
    done: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class ThroughputData:
    """with_open: Kaplan-Meier, one minus survival. closed_only: the closed cases alone. Both rise with days.

    median_days: of the first curve, None if half is not reached. open_cases: how many are not closed.
    """

    with_open: tuple[CurvePoint, ...]
    closed_only: tuple[CurvePoint, ...] = ()
    median_days: float | None = None
    open_cases: int = 0
    scope: Scope = field(default_factory=Scope)


def throughput_chart(data: ThroughputData, lang: str, *, name: str = "throughput") -> Picture:
    """Two step curves with the interval of the first as a band."""
    points = (*data.with_open, *data.closed_only)
    unit = unit_of(max((point.days for point in points), default=0.0))
    per_day = PER_DAY[unit]
    curves: list[Row] = []
    for key, line in (("with_open", data.with_open), ("closed_only", data.closed_only)):
        kind = say(f"draw.throughput.{key}", lang)
        curves += [{"kind": kind, "time": point.days * per_day, "done": point.done} for point in _from_zero(line)]
    band: list[Row] = [
        {"time": point.days * per_day, "low": point.low, "high": point.high}
        for point in data.with_open
        if point.low is not None and point.high is not None
    ]
    still_open = say("draw.throughput.open", lang, n=data.open_cases)
    median = (
        say("draw.throughput.median_unknown", lang)
        if data.median_days is None
        else say("draw.throughput.median", lang, time=short_duration(data.median_days, lang))
    )
    return chart(
        "throughput",
        {"curves": curves, "band": band, "half": [{"done": 0.5}]},
        lang,
        name=name,
        title=say("draw.throughput.title", lang),
        description=say("draw.throughput.description", lang, open=still_open),
        phrases=(median, still_open.rstrip("."), *scope_lines(data.scope, lang)),
        empty=not curves,
        twin=_twin(data, lang),
        words={"time": say("draw.throughput.axis", lang, unit=say(f"draw.axis.{unit}", lang))},
    )


def _from_zero(line: tuple[CurvePoint, ...]) -> tuple[CurvePoint, ...]:
    return line if not line or line[0].days == 0 else (CurvePoint(0.0, 0.0), *line)


def _twin(data: ThroughputData, lang: str) -> Twin:
    """Both curves at the times of the first, at most about fifty of them."""
    heads = tuple(say(f"draw.throughput.{key}", lang) for key in ("after", "with_open", "interval", "closed_only"))
    step = max(1, len(data.with_open) // 50)
    chosen = data.with_open[::step]
    if data.with_open and chosen[-1] != data.with_open[-1]:
        chosen = (*chosen, data.with_open[-1])
    rows = tuple(
        (
            short_duration(point.days, lang),
            shown(point.done, "share", lang),
            _interval(point, lang),
            _at(data, point.days, lang),
        )
        for point in chosen
    )
    return Twin(heads, rows, say("draw.throughput.caption", lang), (True, True, True, True))


def _interval(point: CurvePoint, lang: str) -> str:
    if point.low is None or point.high is None:
        return ""
    return f"{shown(point.low, 'share', lang)} – {shown(point.high, 'share', lang)}"


def _at(data: ThroughputData, days: float, lang: str) -> str:
    done = [point.done for point in data.closed_only if point.days <= days]
    if not data.closed_only:
        return ""
    return shown(done[-1] if done else 0.0, "share", lang)

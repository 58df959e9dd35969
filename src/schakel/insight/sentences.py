"""What a finding says to a person: one sentence, and a grey line on how sure it is. All words stand in the texts."""

from dataclasses import asdict
from typing import Any

from schakel.chain.finding import Finding, Number, Where
from schakel.texts import LANGUAGES, say, shown

FEW_WEEKS = 2  # below this a time per resident is told in days
INTERVAL_OF = {"batching": ("extra_days", "days"), "dead_end": ("share", "share"), "lead_time": ("share", "share")}
HALF = 0.4  # up to this share "1 in n" tells more than a percentage


def sentence(finding: Finding, lang: str) -> str:
    """The finding in one sentence; of one with `hidden` why it cannot be seen."""
    values = _values(finding, lang)
    if finding.hidden:
        return _capital(say(f"insight.unseen.{finding.hidden}", lang, **values))
    code = finding.code
    if code == "dead_end" and finding.number("share").value > HALF:
        code = "dead_end_most"
    return _capital(say(f"insight.finding.{code}", lang, **values))


def place(finding: Finding, lang: str) -> str:
    """The link or moment that it is about, in words; empty where it is about the whole chain."""
    where = finding.where
    if not (where.next_activity or where.next_partner):
        return _capital(_step(where.activity, where.partner, lang))
    return _capital(_place(where, lang))


def detail(finding: Finding, lang: str) -> str:
    """The line below it: how much is known, on how many residents it rests, its interval. Empty for `hidden` ones."""
    if finding.hidden:
        return ""
    values = _values(finding, lang)
    parts = [say(f"insight.finding_detail.{finding.code}", lang, **values)]
    if values.get("open") and finding.code not in ("dead_end", "standstill"):
        parts.append(say("insight.detail.open", lang, **values))
    if values.get("work_weeks") and finding.code == "rework":
        parts.append(say("insight.detail.work", lang, **values))
    if values.get("norm") and finding.code != "lead_time":
        parts.append(say("insight.detail.norm", lang, **values))
    return _capital(" · ".join(parts))


def record(finding: Finding) -> dict[str, Any]:
    """The finding as one entry of the JSON document: its fields, numbers by name, sentence and detail per language."""
    return {
        **asdict(finding),
        "numbers": {name: asdict(number) for name, number in finding.numbers},
        "sentence": {lang: sentence(finding, lang) for lang in LANGUAGES},
        "detail": {lang: detail(finding, lang) for lang in LANGUAGES},
    }


def _values(finding: Finding, lang: str) -> dict[str, object]:
    numbers = dict(finding.numbers)
    values: dict[str, object] = {name: number.value for name, number in numbers.items()}
    values |= _places(finding.where, lang)
    if "weeks_per_resident" in numbers:
        per_resident = numbers["weeks_per_resident"].value
        values["per_resident"] = _time(per_resident, per_resident, lang)
    name, kind = INTERVAL_OF.get(finding.code, ("weeks_per_resident", ""))
    if name in numbers:
        values["interval"] = _interval(numbers[name], kind, lang)
    if "share" in numbers:
        values["one_in"] = round(1 / max(numbers["share"].value, 1e-9))
    if "period" in numbers:
        values["rhythm"] = _rhythm(round(numbers["period"].value), round(numbers["weekday"].value), lang)
    return values


def _places(where: Where, lang: str) -> dict[str, object]:
    same = where.partner == where.next_partner
    return {
        "activity": where.activity,
        "step": _step(where.activity, where.partner, lang),
        "from_step": where.activity if same else _step(where.activity, where.partner, lang),
        "to_step": _step(where.next_activity, where.next_partner, lang),
        "from_partner": where.partner or say("insight.place.nobody", lang),
        "to_partner": where.next_partner or say("insight.place.nobody", lang),
        "place": _place(where, lang),
        "since": where.since,
        "until": where.until,
    }


def _place(where: Where, lang: str) -> str:
    start, goal = _step(where.activity, where.partner, lang), _step(where.next_activity, where.next_partner, lang)
    if where.activity and where.next_activity:
        start = where.activity if where.partner == where.next_partner else start
        return say("insight.place.between", lang, from_step=start, to_step=goal)
    if where.activity and where.next_partner:
        return say("insight.place.to_partner", lang, from_step=start, to_partner=where.next_partner)
    if not (where.activity or where.next_activity):
        return say("insight.place.to_queue", lang, to_partner=where.next_partner)
    return say("insight.place.before", lang, to_step=goal or start)


def _step(activity: str, partner: str, lang: str) -> str:
    return say("insight.place.step_at", lang, activity=activity, partner=partner) if partner and activity else activity


def _rhythm(period: int, weekday: int, lang: str) -> str:
    name = say(f"insight.weekday.{weekday}", lang)
    key = {7: "every", 14: "second"}.get(period, "more")
    return say(f"insight.rhythm.{key}", lang, weekday=name, weeks=period // 7)


def _time(weeks: float, measure: float, lang: str) -> str:
    """A time in weeks, or in days where the measure (the mean that it belongs to) is short."""
    return shown(weeks * 7, "days", lang) if measure < FEW_WEEKS else shown(weeks, "weeks", lang)


def _interval(number: Number, kind: str, lang: str) -> str:
    """kind: a format of the texts; "" is a time in weeks or days, after the size of the number itself."""
    if number.low is None or number.high is None:
        return say("insight.detail.one_value", lang)
    edges = (number.low, number.high)
    low, high = (shown(edge, kind, lang) if kind else _time(edge, number.value, lang) for edge in edges)
    return _from_to(low, high, lang)


def _from_to(low: str, high: str, lang: str) -> str:
    """The unit is said once, after the second number."""
    return say("insight.detail.between", lang, low=low.rsplit(" ", 1)[0], high=high)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

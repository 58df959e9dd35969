"""What a log shows of one partner: its steps, the referrals to it, the months and the columns that were delivered."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from schakel.chain.problem import Problem, Refusal
from schakel.draw.coverage_data import NOT
from schakel.insight.view import LogView
from schakel.report.material import Material
from schakel.report.tell import part
from schakel.sharing.gate import Gate
from schakel.texts import LOCALES, say

NAMED = 10
STEPS = """
SELECT CAST(activity AS VARCHAR), COUNT(DISTINCT resident_no) AS n
FROM steps WHERE partner = ? GROUP BY ALL ORDER BY n DESC, 1
"""
REFERRING = """
SELECT CAST(activity AS VARCHAR), COALESCE(CAST(partner AS VARCHAR), ''), COUNT(DISTINCT resident_no) AS n
FROM steps WHERE to_partner = ? GROUP BY ALL ORDER BY n DESC, 1, 2
"""
FILLED = """
SELECT COUNT(*), COUNT(DISTINCT resident_no), COUNT(touch_us), COUNT(requested_on), COUNT(to_partner), COUNT(e_outcome)
FROM steps WHERE partner = ?
"""


@dataclass(frozen=True)
class Seen:
    """What may be told of a partner. steps: None when nothing was delivered, "few" residents tell nothing.

    delivered and missing: ranges of months in words. columns: our column -> how far it is there, in words.
    """

    partner: str
    acts: bool
    few: bool
    steps: tuple[str, ...]
    some_hidden: bool
    referring: tuple[str, ...]
    delivered: tuple[str, ...]
    missing: tuple[str, ...]
    columns: Mapping[str, str]


def seen(view: LogView, partner: str, *, threshold: int = 10, lang: str = "nl") -> Seen:
    """What the log shows of a partner, by its name without regard to capitals; nothing rests on a small group.

    Refusal (`request_partner`) when the log knows no such partner, with the name that is nearest.
    """
    material = Material(view, Gate(threshold), lang)
    found = _found(material, partner)
    steps = view.rows(STEPS, [found])
    count, residents, *filled = view.rows(FILLED, [found])[0]
    delivered, missing = _months(view, found, lang)
    few = 0 < residents < threshold
    return Seen(
        partner=found,
        acts=count > 0,
        few=few,
        steps=tuple(activity for activity, n in steps if n >= threshold),
        some_hidden=any(n < threshold for _, n in steps),
        referring=tuple(_referring(view, found, threshold, lang)),
        delivered=delivered,
        missing=missing,
        columns=_columns(material, count, filled) if count and not few else {},
    )


def _referring(view: LogView, partner: str, threshold: int, lang: str) -> Iterator[str]:
    """Steps that name this partner as their goal, each with the partners that take them."""
    by: dict[str, list[str]] = {}
    for activity, partner_from, n in view.rows(REFERRING, [partner]):
        if n >= threshold:
            by.setdefault(activity, []).append(partner_from)
    for activity, partners in by.items():
        named = [name for name in partners if name]
        told = say("request.seen.referred_value", lang, activity=activity, partners=", ".join(named))
        yield told if named else activity


def _found(material: Material, asked: str) -> str:
    known = {name.casefold(): name for name in material.manifest.coverage.partners}
    if (name := known.get(asked.strip().casefold())) is not None:
        return str(name)
    nameable = {name.casefold(): name for name in (*material.partner_names, *material.unseen)}
    near = difflib.get_close_matches(asked.strip().casefold(), nameable, 1, 0.5)
    told = [nameable[name] for name in near] or list(nameable.values())[:NAMED]
    raise Refusal((Problem("request_partner", value=asked[:60], allowed=", ".join(told)),))


def _months(view: LogView, partner: str, lang: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ranges of months that were delivered, at least in part, and of those that were not."""
    coverage = view.manifest.coverage
    letters = coverage.partners[partner]
    runs: dict[bool, list[str]] = {True: [], False: []}
    for there, run in groupby(zip(coverage.months, letters, strict=True), lambda pair: pair[1] != NOT):
        months = [month for month, _ in run]
        runs[there].append(_range(months, lang))
    return tuple(runs[True]), tuple(runs[False])


def _range(months: list[str], lang: str) -> str:
    first, last = _month(months[0], lang), _month(months[-1], lang)
    if len(months) == 1:
        return first
    told = say("request.seen.range", lang, first=first, last=last)
    return say("request.seen.months", lang, range=told, n=len(months))


def _month(month: str, lang: str) -> str:
    from babel.dates import format_date  # 0.1 s to import

    return format_date(date.fromisoformat(f"{month}-01"), "MMMM y", locale=LOCALES[lang])


def _columns(material: Material, count: int, filled: list[int]) -> dict[str, str]:
    """How far each column is there, of a partner that delivered."""
    lang, manifest = material.lang, material.manifest
    ends, requested, referred, outcome = filled
    there = {
        "case_id": True,
        "resident": manifest.residents == "delivered",
        "activity": True,
        "started": True,
        "ended": ends > 0,
        "partner": True,
        "to_partner": referred > 0,
        "household": manifest.households,
        "outcome": outcome > 0,
    }
    told = {column: say(f"request.state.{'there' if found else 'missing'}", lang) for column, found in there.items()}
    return told | {"requested": _share(material, requested, count)}


def _share(material: Material, n: int, count: int) -> str:
    lang = material.lang
    if n in (0, count):
        return say(f"request.state.{'there' if n else 'missing'}", lang)
    return say("request.state.share", lang, share=part(material.gate.share(n, count), lang))


def lines(found: Seen, lang: str) -> Iterator[tuple[str, str]]:
    """(term, what is said of it), of a partner that is in the picture."""
    none = say("request.seen.none", lang)
    if found.acts and not found.few:
        steps = ", ".join(found.steps) or say("request.seen.activities_none", lang)
        yield say("request.seen.activities", lang), steps
    if found.referring:
        yield say("request.seen.referred", lang), ", ".join(found.referring)
    yield say("request.seen.delivered", lang), "; ".join(found.delivered) or none
    yield say("request.seen.missing", lang), "; ".join(found.missing) or none

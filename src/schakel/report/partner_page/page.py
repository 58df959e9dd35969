"""The sections of a partner's own page, through the gate. Values in, sections out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from schakel.chain.passport import Passport
from schakel.chain.selection import Period
from schakel.draw.band_strip import BandData, band_strip, worded
from schakel.draw.picture import Scope, Twin
from schakel.draw.wording import month_text
from schakel.insight.compared import Compared, OwnPart
from schakel.report.document import Block, Figure, Grid, Paragraph, Section
from schakel.report.partner_page.band import Band, Value, band_of
from schakel.report.tell import DAY_US, amount, duration
from schakel.sharing.gate import Gate
from schakel.texts import say

DURATIONS = ("wait_before", "own_wait", "handed_in", "touch", "handed_out")
LEAST_MONTHS = 6


@dataclass(frozen=True)
class OwnFigure:
    """A figure of the page. key: by which a comment on it is kept; section: its title, picture and words."""

    key: str
    section: Section


@dataclass(frozen=True)
class OwnPage:
    """counts: (value, what it counts). figures: in the order of a resident's way. none: no data of this partner."""

    partner: str
    counts: tuple[tuple[str, str], ...]
    figures: tuple[OwnFigure, ...]
    passport: Passport
    seen_until: date
    none: bool = False


@dataclass(frozen=True)
class _Made:
    """What every figure of the page needs."""

    own: OwnPart
    parts: Mapping[str, OwnPart]
    gate: Gate
    scope: Scope
    lang: str
    origin: str


def own_page(seen: Compared, partner: str, gate: Gate, lang: str, *, not_partners: Iterable[str] = ()) -> OwnPage:
    """The page of one partner. not_partners: names in the data that are no organisation, and so in no band."""
    own, left_out = seen.parts.get(partner), set(not_partners)
    told = (("partner", partner), *seen.passport.parameters)
    passport = gate.passport(replace(seen.passport, figure="own_page", parameters=told))
    if own is None or own.residents < gate.threshold:
        return OwnPage(partner, (), (), passport, seen.seen_until, none=True)
    period = Period(seen.first_on, seen.last_on)
    scope = Scope(period=period, residents=gate.rounded(own.residents), unit="residents")
    others = {name: part for name, part in seen.parts.items() if name not in left_out}
    made = _Made(own, others, gate, scope, lang, passport.id)
    figures = [figure for key in DURATIONS if (figure := _duration(key, made))]
    figures.append(_queue(made))
    return OwnPage(partner, _counts(made), tuple(figures), passport, seen.seen_until)


def _counts(made: _Made) -> tuple[tuple[str, str], ...]:
    own, gate = made.own, made.gate
    numbers = {
        "residents": (own.residents, own.residents),
        "cases": (own.cases, own.residents),
        "open": (own.open_residents, own.open_residents),
        "in": own.handed_in,
        "out": own.handed_out,
    }
    return tuple(
        (amount(gate.count(n, residents), made.lang, short=True), say(f"own_page.count.{key}", made.lang))
        for key, (n, residents) in numbers.items()
    )


def _duration(key: str, made: _Made) -> OwnFigure | None:
    """None where this partner has no such moment at all."""
    lang, own = made.lang, made.own.measures.get(key)
    if own is None:
        return None
    title = say(f"own_page.{key}.title", lang)
    if own.residents < made.gate.threshold:
        text = say("own_page.too_few", lang, threshold=made.gate.threshold)
        return OwnFigure(key, Section(f"own-{key}", title, (Paragraph(text, "note"),)))
    values = [
        Value(name, part.measures[key].days, part.measures[key].residents)
        for name, part in made.parts.items()
        if key in part.measures
    ]
    band = band_of(values, made.own.partner, made.gate.threshold)
    scope = replace(made.scope, residents=made.gate.rounded(own.residents))
    data = BandData(title, own.days, band.low, band.high, "days", band.others, scope)
    lead = say(f"own_page.{key}.says", lang, own=duration(own.days * DAY_US, lang))
    return OwnFigure(key, Section(f"own-{key}", title, (*_blocks(lead, data, band, made, key),)))


def _blocks(lead: str, data: BandData, band: Band, made: _Made, key: str) -> list[Block]:
    place = say(f"own_page.place.{band.place(data.own)}", made.lang, n=band.others, threshold=made.gate.threshold)
    return [
        Paragraph(f"{lead} {place}"),
        Figure(band_strip(data, made.lang, name=f"own-{key.replace('_', '-')}-picture"), (made.origin,)),
        Paragraph(say(f"own_page.{key}.note", made.lang), "note"),
    ]


def _queue(made: _Made) -> OwnFigure:
    """Residents who wait for this partner at the end of each month, and whether that grows, beside the others."""
    lang = made.lang
    title, months = say("own_page.queue.title", lang), made.own.queue
    if len(months) < LEAST_MONTHS:
        text = Paragraph(say("own_page.queue.unseen", lang), "note")
        return OwnFigure("queue", Section("own-queue", title, (text,)))
    heads = (say("own_page.queue.month", lang), say("own_page.queue.residents", lang))
    rows = tuple(
        (month_text(month, lang), amount(made.gate.count(n), lang, short=True)) for month, n in reversed(months)
    )
    table = Grid(Twin(heads, rows, say("own_page.queue.caption", lang), (False, True)), (made.origin,), folded=True)
    growth = _growth(made.own, made.gate)
    if growth is None:
        text = Paragraph(say("own_page.queue.few", lang, threshold=made.gate.threshold))
        return OwnFigure("queue", Section("own-queue", title, (text, table)))
    found = ((name, _growth(part, made.gate), part.residents) for name, part in made.parts.items())
    values = [Value(name, times, residents) for name, times, residents in found if times is not None]
    band = band_of(values, made.own.partner, made.gate.threshold)
    data = BandData(title, growth, band.low, band.high, "times", band.others, made.scope)
    lead = say("own_page.queue.says", lang, own=worded(growth, "times", lang))
    return OwnFigure("queue", Section("own-queue", title, (*_blocks(lead, data, band, made, "queue"), table)))


def _growth(part: OwnPart, gate: Gate) -> float | None:
    """The last third of the months as a multiple of the first, of rounded counts; None where either is too few."""
    counts = [n for _, n in part.queue]
    third = len(counts) // 3
    if len(counts) < LEAST_MONTHS or min(counts[:third] + counts[-third:]) < gate.threshold:
        return None
    first, last = (sum(map(gate.rounded, some)) for some in (counts[:third], counts[-third:]))
    return last / first

"""How long it takes with the open cases counted, where the wait is, and how long each step takes."""

from dataclasses import dataclass
from math import sqrt

from schakel.chain.table import Table
from schakel.draw.picture import Picture, Twin
from schakel.draw.throughput_chart import CurvePoint, ThroughputData, throughput_chart
from schakel.draw.waits_chart import WaitRow, WaitsData, waits_chart
from schakel.draw.wording import short_duration
from schakel.report.document import Block, Figure, Grid, Paragraph, Section
from schakel.report.material import Material, Record
from schakel.report.tell import amount, capital, days, duration, name, real, whole
from schakel.sharing.gate import OTHER, Approximate
from schakel.texts import say, shown

MOST_WAITS, MOST_SLIDE = 12, 8
Z95 = 1.959964


def medians(material: Material) -> Record:
    """The one row of `throughput`, without what rests on too few closed cases."""
    row = next(material.figure("throughput").records())
    closed = whole(row["cases"]) - whole(row["open_cases"])
    if closed < material.gate.threshold:
        row |= dict.fromkeys(("p50_us", "mean_us", "p10_us", "p90_us", "kaplan_meier_p50_us"))
    return row


def open_cases(material: Material) -> Approximate:
    """How many cases are open."""
    return material.gate.count(material.counts["open_cases"])


def curve(material: Material, *, with_open: bool) -> tuple[CurvePoint, ...]:
    """Share done per day: Kaplan-Meier (Greenwood interval), or of the closed cases alone.

    Neighbouring days are taken together until they hold enough residents, shares are multiples of base / cases, and
    the curve stops where too few are left: no step of it tells of a few residents.
    """
    gate = material.gate
    records = list(material.figure("lead_times").records())
    points: list[CurvePoint] = []
    total = sum(_n(r, "closed") + (_n(r, "open_cases") if with_open else 0) for r in records)
    running, alive, spread, waiting = float(total), 1.0, 0.0, 0
    for record in records:
        closed, censored = _n(record, "closed"), _n(record, "open_cases") if with_open else 0
        if running < gate.threshold:
            break
        if closed and running > closed:
            spread += closed / (running * (running - closed))
        alive *= 1 - closed / running
        running -= closed + censored
        waiting += closed
        if waiting >= gate.threshold:
            points.append(_point(_n(record, "day"), alive, spread if with_open else None, gate.base / total))
            waiting = 0
    return tuple(points)


def _point(day: int, alive: float, spread: float | None, least: float) -> CurvePoint:
    done = min(1.0, round((1 - alive) / least) * least)
    if spread is None:
        return CurvePoint(day, done)
    half = Z95 * alive * sqrt(spread)
    low, high = (min(1.0, max(0.0, round(edge / least) * least)) for edge in (1 - alive - half, 1 - alive + half))
    return CurvePoint(day, done, low, high)


def _n(record: Record, column: str) -> int:
    value = record[column]
    return int(value) if isinstance(value, int | float) else 0


def waits_hidden(material: Material, links: Table) -> float | None:
    """The share of the transitions that the picture of waits leaves out, as it may be told."""
    every = material.counts["events"] - material.counts["cases"]
    drawn = sum(_n(record, "steps") for record in _waiting(links, material))
    share = material.gate.hidden(max(0, every - drawn), every)
    return share.value if share else None


def waits(material: Material, links: Table) -> tuple[WaitRow, ...]:
    """Links with a wait that is known for enough residents, those with most waiting time in all first."""
    rows = []
    for record in _waiting(links, material):
        unknown = material.gate.share(_n(record, "n_unknown"), _n(record, "steps"))
        rows.append(
            WaitRow(
                label=f"{record['activity']} → {record['next_activity']}",
                number=_n(record, "after") or _n(record, "residents"),
                p10_days=days(real(record["wait_p10_us"])),
                p50_days=days(real(record["wait_p50_us"])),
                p90_days=days(real(record["wait_p90_us"])),
                unknown=unknown.value if unknown and not unknown.sign else 0.0,
            )
        )
    return tuple(rows)


def _waiting(links: Table, material: Material) -> list[Record]:
    """The links that the picture of waits shows, in its order."""
    records = [r for r in links.records() if r["activity"] != OTHER and (r["wait_p50_us"] or r["wait_p90_us"])]
    records.sort(
        key=lambda r: (-(_n(r, "wait_p50_us") or _n(r, "wait_p90_us") / 10) * _n(r, "steps"), str(r["activity"]))
    )
    return records[: MOST_SLIDE if material.for_slides else MOST_WAITS]


@dataclass(frozen=True)
class TimeData:
    """What the charts of this section are drawn from."""

    throughput: ThroughputData | None
    waits: WaitsData | None


def time_data(material: Material, links: Table) -> TimeData:
    """The curve and the waits, as far as there is enough for them."""
    still, with_open = open_cases(material), curve(material, with_open=True)
    rows = waits(material, links)
    data = None
    if len(with_open) > 1:
        alone = curve(material, with_open=False) if still.value else ()
        median = days(real(medians(material)["kaplan_meier_p50_us"]))
        data = ThroughputData(
            with_open, alone, median, 0 if still.sign else int(still.value), material.scope("cases", 0.0)
        )
    scope = material.scope("residents", waits_hidden(material, links))
    return TimeData(data, WaitsData(rows, scope) if rows else None)


def time_pictures(data: TimeData, lang: str) -> dict[str, Picture]:
    """The charts, by name."""
    found: dict[str, Picture] = {}
    if data.throughput:
        found["throughput"] = throughput_chart(data.throughput, lang, name="throughput-chart")
    if data.waits:
        found["waits"] = waits_chart(data.waits, lang, name="waits-chart")
    return found


def time_section(material: Material, links: Table, pictures: dict[str, Picture]) -> Section:
    """Lead time, waits and touch times."""
    lang = material.lang
    origin = material.origin("throughput")
    blocks: list[Block] = [Paragraph(lead(material), "lead", origin)]
    if naive := _naive(material):
        blocks.append(Paragraph(naive, "plain", origin))
    if "throughput" in pictures:
        blocks.append(Figure(pictures["throughput"], (material.origin("lead_times"), origin)))
    if "waits" in pictures:
        blocks += [
            Paragraph(_waits_lead(material, links), "lead", material.origin("edges")),
            Paragraph(say("report.time.waits_note", lang), "note"),
            Figure(pictures["waits"], (material.origin("edges"),)),
        ]
    else:
        blocks.append(Paragraph(say("report.time.no_waits", lang)))
    blocks.append(Grid(_work(material), (material.origin("activities"),), folded=True))
    return Section("time", say("report.section.time", lang), tuple(blocks))


def lead(material: Material) -> str:
    """Median lead time with the open cases counted, in a sentence."""
    lang, row, still = material.lang, medians(material), open_cases(material)
    rest = say("report.time.open", lang, n=amount(still, lang)) if still.value else ""
    median = real(row["kaplan_meier_p50_us"])
    if median is None:
        return say("report.time.lead_unknown", lang, open=rest)
    return say("report.time.lead", lang, median=duration(median, lang), open=rest)


def _naive(material: Material) -> str:
    row = medians(material)
    if not open_cases(material).value or row["p50_us"] is None:
        return ""
    return say("report.time.naive", material.lang, median=duration(real(row["p50_us"]), material.lang))


def _waits_lead(material: Material, links: Table) -> str:
    records = [r for r in _waiting(links, material) if r["wait_p50_us"]]
    if not records:
        return say("report.time.waits_note", material.lang)
    longest = max(records, key=lambda r: (_n(r, "wait_p50_us"), str(r["activity"])))
    return say(
        "report.time.waits_lead",
        material.lang,
        activity=longest["activity"],
        next_activity=longest["next_activity"],
        wait=duration(real(longest["wait_p50_us"]), material.lang),
    )


def _work(material: Material) -> Twin:
    lang = material.lang
    times = [
        (key, f"{column}_p50_us")
        for key, column in (("touch", "touch"), ("own_wait", "own_wait"), ("wait_before", "wait_before"))
        if any(value is not None for value in material.activities.column(f"{column}_p50_us"))
    ]
    keys = ("step", "residents", "steps", *(key for key, _ in times))
    rows = [
        (
            capital(name(row["activity"], lang)),
            *("–" if row["activity"] == OTHER else _cell(row[c], material) for c in ("residents", "steps")),
            *("–" if row[column] is None else short_duration(days(real(row[column])), lang) for _, column in times),
        )
        for row in material.activities.records()
    ]
    heads = tuple(say(f"report.work.{key}", lang) for key in keys)
    return Twin(heads, tuple(rows), say("report.time.work", lang), (False, *(True,) * (len(keys) - 1)))


def _cell(value: object, material: Material) -> str:
    if value is None:
        return amount(Approximate(material.gate.threshold, "<"), material.lang, short=True)
    return shown(value, "int", material.lang)

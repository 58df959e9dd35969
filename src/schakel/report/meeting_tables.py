"""The tables behind a report, with the values that the report shows in words and nothing else."""

from collections.abc import Callable, Iterable
from datetime import date

from schakel.draw.wording import deadline_text, partner_text
from schakel.insight.findings.interval import wilson
from schakel.insight.sentences import detail, sentence
from schakel.report.council_sheet import reached_goal
from schakel.report.finding_picture import weeks_of
from schakel.report.flow_section import flow
from schakel.report.handover_section import handovers, referrals
from schakel.report.map_section import edges
from schakel.report.material import Material, Record
from schakel.report.norm_times_table import norm_times
from schakel.report.pinch_section import pinches
from schakel.report.punctuality_section import punctuality
from schakel.report.routes_section import dominant_routes
from schakel.report.sheet_table import Cell, Kind, SheetTable
from schakel.report.tell import capital, days, name, real, whole
from schakel.report.time_section import curve
from schakel.sharing.gate import OTHER
from schakel.texts import say

Columns = tuple[tuple[str, Kind], ...]
WAITS: Columns = (("wait_p10", "days"), ("wait_p50", "days"), ("wait_p90", "days"))


def meeting_tables(material: Material, wanted: Iterable[str]) -> tuple[SheetTable, ...]:
    """The tables of these sections (see `section_choice`), each once, in that order, without those that are empty."""
    made = (make(material) for section in wanted for make in TABLES.get(section, ()))
    return tuple({table.id: table for table in made if table.rows}.values())


def _findings(material: Material) -> SheetTable:
    found, lang = pinches(material), material.lang
    rows: list[tuple[Cell, ...]] = []
    for one in (*found.found, *found.hidden):
        numbers = dict(one.numbers)
        each, known = numbers.get("weeks_per_resident"), numbers.get("share_known")
        rows.append(
            (
                sentence(one, lang),
                _rounded(weeks_of(one) or None),
                one.residents,
                *(_rounded(value) for value in ((each.value, each.low, each.high) if each else (None,) * 3)),
                _share(known.value) if known else None,
                detail(one, lang),
            )
        )
    columns: Columns = (
        ("finding", "text"),
        ("weeks", "weeks"),
        ("residents", "count"),
        ("per_resident", "weeks"),
        ("low", "weeks"),
        ("high", "weeks"),
        ("known", "share"),
        ("detail", "text"),
    )
    return SheetTable("findings", columns, tuple(rows), (found.origin,))


def _routes(material: Material) -> SheetTable:
    rows = tuple(
        (
            place,
            route.cases,
            _share(route.share.value) if route.share else None,
            _days(route.total_us),
            " → ".join(route.activities),
        )
        for place, route in enumerate(dominant_routes(material).shown, 1)
    )
    columns: Columns = (
        ("route", "count"),
        ("cases", "count"),
        ("share", "share"),
        ("total", "days"),
        ("activities", "text"),
    )
    return SheetTable("routes", columns, rows, (material.origin("routes"),))


def _route_steps(material: Material) -> SheetTable:
    rows = tuple(
        (place, at, step.activity, step.partner, _rounded(step.wait_days), _rounded(step.touch_days))
        for place, route in enumerate(dominant_routes(material).shown, 1)
        for at, step in enumerate(route.steps, 1)
    )
    columns: Columns = (
        ("route", "count"),
        ("place", "count"),
        ("step", "text"),
        ("partner", "text"),
        ("wait_p50", "days"),
        ("touch", "days"),
    )
    return SheetTable("route_steps", columns, rows, (material.origin("route_steps"),))


def _links(material: Material) -> SheetTable:
    counted = ("residents", "parallel", "steps", "n_unknown")
    rows = tuple(
        (*_names(row, ("activity", "next_activity"), material), *_counts(row, counted), *_waits(row))
        for row in edges(material).records()
    )
    columns: Columns = (
        ("from_step", "text"),
        ("to_step", "text"),
        *_counted("residents", "parallel", "times", "unknown"),
    )
    return SheetTable("links", (*columns, *WAITS), rows, (material.origin("edges"),))


def _steps(material: Material) -> SheetTable:
    times = ("touch_p50_us", "own_wait_p50_us", "wait_before_p50_us")
    rows = tuple(
        (
            *_names(row, ("activity",), material),
            *_counts(row, ("residents", "steps")),
            *(_days(row[time]) for time in times),
        )
        for row in material.activities.records()
    )
    columns: Columns = (
        ("step", "text"),
        *_counted("residents", "times"),
        ("touch", "days"),
        ("own_wait", "days"),
        ("wait_before", "days"),
    )
    return SheetTable("steps", columns, rows, (material.origin("activities"),))


def _curve(material: Material) -> SheetTable:
    points = curve(material, with_open=True)
    rows = tuple((point.days, _share(point.done), _share(point.low), _share(point.high)) for point in points)
    columns: Columns = (("after", "days"), ("done", "share"), ("low", "share"), ("high", "share"))
    return SheetTable("curve", columns, rows, (material.origin("lead_times"),))


def _outcomes(material: Material) -> SheetTable:
    found = reached_goal(material).rows
    closed = sum(whole(row["cases"]) for row in found)
    rows: list[tuple[Cell, ...]] = []
    for row in found:
        n = whole(row["cases"])
        share, (low, high) = material.gate.share(n, closed), wilson(n, closed, 0.95)
        told = share.value if share and not share.sign else None
        rows.append(
            (name(row["outcome"], material.lang) if row["outcome"] else None, n, told, low, high, str(row["kind"]))
        )
    columns: Columns = (
        ("outcome", "text"),
        ("cases", "count"),
        ("share", "share"),
        ("low", "share"),
        ("high", "share"),
        ("kind", "text"),
    )
    return SheetTable("outcomes", columns, tuple(rows), (material.origin("outcomes"),))


def _months(material: Material) -> SheetTable:
    found = flow(material)
    rows = tuple(
        (date.fromisoformat(month.first_day), month.inflow, month.outflow, month.stock)
        for month in (found.months if found else ())
    )
    columns: Columns = (("since", "day"), *_counted("inflow", "outflow", "stock"))
    return SheetTable("months", columns, rows, (material.origin("months"),))


def _handovers(material: Material) -> SheetTable:
    rows = tuple(
        (
            *_names(row, ("partner", "next_partner"), material),
            *_counts(row, ("steps", "residents", "n_unknown")),
            *_waits(row),
        )
        for row in handovers(material).records()
    )
    columns: Columns = (("from_partner", "text"), ("to_partner", "text"), *_counted("times", "residents", "unknown"))
    return SheetTable("handovers", (*columns, *WAITS), rows, (material.origin("handovers"),))


def _referrals(material: Material) -> SheetTable:
    table, seen = referrals(material)
    rows = tuple(
        (
            *_names(row, ("partner", "to_partner"), material),
            *_counts(row, ("residents", "steps")),
            _count(row["arrived"]) if (row["partner"], row["to_partner"]) in seen else None,
        )
        for row in table.records()
        if row["partner"] != OTHER
    )
    columns: Columns = (
        ("from_partner", "text"),
        ("to_partner", "text"),
        *_counted("residents", "times", "arrived"),
    )
    return SheetTable("referrals", columns, rows, (material.origin("referrals"),))


def _punctuality(material: Material) -> SheetTable:
    rows = tuple(
        (
            deadline_text(row.deadline, material.lang),
            row.partner,
            row.norm_days,
            row.messages,
            _share(row.share),
            row.mean_days,
            row.residents,
        )
        for row in punctuality(material).rows
    )
    columns: Columns = (
        ("deadline", "text"),
        ("partner", "text"),
        ("norm_days", "days"),
        ("messages", "count"),
        ("on_time", "share"),
        ("mean_days", "days"),
        ("residents", "count"),
    )
    return SheetTable("punctuality", columns, rows, (material.origin("punctuality"),) if rows else ())


def _norm_times(material: Material) -> SheetTable:
    found = norm_times(material)
    rows = tuple(
        (
            say(f"report.norms.of.{row.norm}", material.lang),
            row.product,
            row.cases,
            _share(row.share.value if row.share else None),
            None if row.overdue.sign else whole(row.overdue.value),
            row.residents,
        )
        for row in found
    )
    columns: Columns = (
        ("norm", "text"),
        ("type", "text"),
        ("cases", "count"),
        ("on_time", "share"),
        ("overdue", "count"),
        ("residents", "count"),
    )
    return SheetTable("norm_times", columns, rows, (material.origin("norm_times"),) if rows else ())


def _partners(material: Material) -> SheetTable:
    numbers = {str(row["partner"]): row for row in material.partners.records()}
    rows = [(partner, *_counts(numbers[partner], ("residents", "steps"))) for partner in material.partner_names]
    rows += [(partner_text(partner, material.lang, unseen=True), None, None) for partner in material.unseen]
    columns: Columns = (("partner", "text"), *_counted("residents", "times"))
    return SheetTable("partners", columns, tuple(rows), (material.origin("partners"),))


def _sources(material: Material) -> SheetTable:
    reference = material.manifest.reference
    rows = tuple((source, reference[source].on) for source in sorted(reference, key=str.casefold))
    return SheetTable("sources", (("source", "text"), ("seen_until", "day")), rows)


TABLES: dict[str, tuple[Callable[[Material], SheetTable], ...]] = {
    "pinch": (_findings,),
    "routes": (_routes, _route_steps),
    "map": (_links, _steps),
    "time": (_curve, _links, _steps, _outcomes),
    "months": (_months,),
    "handovers": (_handovers, _referrals),
    "punctuality": (_punctuality, _norm_times),
    "partners": (_partners,),
    "data": (_sources,),
}


def _goal(kind: object, lang: str) -> str | None:
    """Whether an outcome counts as the goal; nothing where it was not recorded, or is of several kinds."""
    told = {"goal": "yes", "other": "no"}.get(str(kind))
    return say(f"report.council.{told}", lang) if told else None


def _counted(*keys: str) -> Columns:
    return tuple((key, "count") for key in keys)


def _names(row: Record, keys: Iterable[str], material: Material) -> tuple[str, ...]:
    return tuple(capital(name(row[key], material.lang)) for key in keys)


def _counts(row: Record, keys: Iterable[str]) -> tuple[int | None, ...]:
    return tuple(_count(row[key]) for key in keys)


def _count(value: object) -> int | None:
    return None if value is None else whole(value)


def _waits(row: Record) -> tuple[float | None, ...]:
    return tuple(_days(row[f"wait_p{p}_us"]) for p in (10, 50, 90))


def _rounded(value: float | None) -> float | None:
    """Weeks and days as a report tells them: more decimals would say more than is known."""
    if value is None:
        return None
    return round(value, 1 if abs(value) >= 1 else 2)


def _days(us: object) -> float | None:
    return _rounded(days(real(us)))


def _share(value: float | None) -> float | None:
    return None if value is None else round(value, 3)

"""The routes that most residents take, as strips with time to scale."""

from dataclasses import dataclass

from schakel.draw.picture import Picture
from schakel.draw.route_strip import Strip, StripData, StripStep, route_strips
from schakel.report.document import Block, Figure, Paragraph, Section
from schakel.report.material import Material, named
from schakel.report.tell import capital, days, part
from schakel.sharing.threshold import OTHER, Approximate
from schakel.texts import say

MOST = 6

# How many durations are known per place in a route: a median of too few is not told.
KNOWN = """
SELECT c.variant, s.pos, COUNT(s.touch_us), COUNT(s.wait_us), COUNT(CASE WHEN s.is_parallel THEN 1 END)
FROM steps AS s JOIN cases AS c ON c.case_no = s.case_no WHERE c.variant IN (SELECT UNNEST(CAST(? AS BIGINT[])))
GROUP BY c.variant, s.pos
"""
PARTNERS = """
SELECT c.variant, s.pos, CAST(s.partner AS VARCHAR), COUNT(DISTINCT s.resident_no)
FROM steps AS s JOIN cases AS c ON c.case_no = s.case_no
WHERE c.variant IN (SELECT UNNEST(CAST(? AS BIGINT[]))) AND s.partner IS NOT NULL GROUP BY ALL
ORDER BY COUNT(DISTINCT s.resident_no) DESC, CAST(s.partner AS VARCHAR)
"""
TOTALS = """
SELECT variant, COUNT(duration_us), MEDIAN(duration_us) FROM cases
WHERE variant IN (SELECT UNNEST(CAST(? AS BIGINT[]))) GROUP BY variant
"""


@dataclass(frozen=True)
class DominantRoute:
    """A route that may be shown. cases: as released; share: of all cases, from rounded numbers."""

    variant: int
    steps: tuple[StripStep, ...]
    cases: int
    share: Approximate | None
    total_us: float | None

    @property
    def activities(self) -> tuple[str, ...]:
        """The names of its steps."""
        return tuple(step.activity for step in self.steps)


@dataclass(frozen=True)
class Routes:
    """shown: most common first. hidden: cases of all others together (rounded), 0 when there are none."""

    shown: tuple[DominantRoute, ...]
    hidden: int
    whole: float

    def covered(self, material: Material) -> Approximate | None:
        """Share of the cases that take one of the routes shown."""
        return material.gate.share(sum(route.cases for route in self.shown), self.whole)




def dominant_routes(material: Material) -> Routes:
    """The dominant routes as released by the gate."""
    table = material.view.figure("routes")
    names = set(named(material.activities, "activity"))
    known: dict[object, bool] = {}
    for row in material.view.figure("route_steps").records():
        known[row["variant"]] = known.get(row["variant"], True) and row["activity"] in names
    released = material.gate.table(
        table,
        limit=MOST,
        partition=material.cases_are_residents,
        distinct=None if material.cases_are_residents else material.beyond("cases", ("variant",)),
        may_name=lambda row: known.get(row[table.index("variant")], False),
        rank_by="cases",
    )
    records = list(released.records())
    shown = [int(row["variant"]) for row in records if row["variant"] != OTHER]  # type: ignore[arg-type]
    hidden = sum(int(row["cases"] or 0) for row in records if row["variant"] == OTHER)  # type: ignore[arg-type]
    whole = float(material.gate.rounded(material.counts["cases"]))
    steps, totals = _steps(material, shown), _totals(material, shown)
    cases = {row["variant"]: int(row["cases"] or 0) for row in records}  # type: ignore[arg-type]
    routes = tuple(
        DominantRoute(v, steps.get(v, ()), cases[v], material.gate.share(cases[v], whole), totals.get(v)) for v in shown
    )
    return Routes(tuple(route for route in routes if route.steps), hidden, whole)


def _totals(material: Material, variants: list[int]) -> dict[int, float | None]:
    least = material.gate.threshold
    return {
        int(variant): float(us) if known >= least and us is not None else None
        for variant, known, us in material.view.rows(TOTALS, [variants])
    }


def _steps(material: Material, variants: list[int]) -> dict[int, tuple[StripStep, ...]]:
    least = material.gate.threshold
    known = {(row[0], row[1]): row[2:] for row in material.view.rows(KNOWN, [variants])}
    partners: dict[tuple[int, int], list[tuple[str, int]]] = {}
    for variant, pos, partner, residents in material.view.rows(PARTNERS, [variants]):
        partners.setdefault((variant, pos), []).append((partner, residents))
    found: dict[int, list[StripStep]] = {}
    wait: float | None = 0.0
    for row in material.view.figure("route_steps").records():
        at = (int(row["variant"]), int(row["pos"]))  # type: ignore[arg-type]
        if at[0] not in variants:
            continue
        touches, waits, parallel = known.get(at, (0, 0, 0))
        steps = found.setdefault(at[0], [])
        touch = days(row["touch_p50_us"]) if touches >= least else None  # type: ignore[arg-type]
        steps.append(StripStep(str(row["activity"]), _partner(partners.get(at, []), material), wait, touch))
        # A step that runs at the same time as the next one is no wait.
        wait = days(row["wait_p50_us"]) if waits >= least else (0.0 if parallel >= least else None)  # type: ignore[arg-type]
    return {variant: tuple(steps) for variant, steps in found.items()}


def _partner(found: list[tuple[str, int]], material: Material) -> str:
    """Who mostly does it, if enough residents were with that partner."""
    if not found:
        return ""
    name, residents = found[0]
    if residents >= material.gate.threshold and name in material.partner_names:
        return name
    return say("report.several_partners", material.lang)


def strips(routes: Routes, material: Material, *, most: int = MOST, name: str = "routes-picture") -> Picture:
    """The picture of the routes."""
    hidden = material.gate.share(routes.hidden, routes.whole)
    data = StripData(
        tuple(
            Strip(route.steps, route.share.value if route.share else 0.0, route.cases, days(route.total_us))
            for route in routes.shown[:most]
        ),
        material.scope("cases", hidden.value if hidden else 0.0),
    )
    return route_strips(data, material.lang, name=name)


def routes_section(routes: Routes, material: Material) -> Section:
    """Sentence, strips, and what is not shown."""
    lang = material.lang
    title = say("report.section.routes", lang)
    if not routes.shown:
        return Section("routes", title, (Paragraph(say("report.routes.none", lang), "lead"),))
    origin = material.origin("routes")
    blocks: list[Block] = [
        Paragraph(lead(routes, material), "lead", origin),
        Paragraph(say("report.routes.note", lang), "note"),
        Figure(strips(routes, material), (origin, material.origin("route_steps"))),
    ]
    if routes.hidden:
        share = material.gate.share(routes.hidden, routes.whole)
        blocks.append(Paragraph(say("report.routes.hidden", lang, share=part(share, lang)), "note", origin))
    return Section("routes", title, tuple(blocks))


def lead(routes: Routes, material: Material) -> str:
    """What the picture shows, in one sentence."""
    lang, rest = material.lang, ""
    if len(routes.shown) > 1:
        rest = say("report.routes.rest", lang, n=len(routes.shown), share=part(routes.covered(material), lang))
    return say("report.routes.lead", lang, top=capital(part(routes.shown[0].share, lang)), rest=rest)


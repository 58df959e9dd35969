"""The routes that most residents take, as strips with time to scale."""

from dataclasses import dataclass, replace

from schakel.draw.picture import Picture, Twin
from schakel.draw.route_strip import Strip, StripData, StripStep, route_strips
from schakel.report.document import Block, Figure, Grid, Paragraph, Section
from schakel.report.material import Material, Record, named
from schakel.report.tell import capital, days, part, real, whole
from schakel.sharing.gate import OTHER, Approximate
from schakel.texts import say, shown

MOST = 6
MOST_SLIDE = 4

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
    table = material.figure("routes")
    names = set(named(material.activities, "activity"))
    known: dict[object, bool] = {}
    for row in material.figure("route_steps").records():
        known[row["variant"]] = known.get(row["variant"], True) and row["activity"] in names
    released = material.gate.table(
        table,
        whose=replace(material.whose(("variant",), relation="cases"), adds_up=material.cases_are_residents),
        limit=MOST,
        partition=material.cases_are_residents,
        distinct=None if material.cases_are_residents else material.beyond("cases", ("variant",)),
        may_name=lambda row: known.get(row[table.index("variant")], False),
        rank_by="cases",
    )
    records = list(released.records())
    shown = [whole(row["variant"]) for row in records if row["variant"] != OTHER]
    hidden = sum(whole(row["cases"]) for row in records if row["variant"] == OTHER)
    everyone = float(material.gate.rounded(material.counts["cases"]))
    steps, totals = _steps(material, shown), _totals(material, shown)
    cases = {row["variant"]: whole(row["cases"]) for row in records}
    routes = tuple(
        DominantRoute(v, steps.get(v, ()), cases[v], material.gate.share(cases[v], everyone), totals.get(v))
        for v in shown
    )
    return Routes(tuple(route for route in routes if route.steps), hidden, everyone)


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
    for row in material.figure("route_steps").records():
        at = (whole(row["variant"]), whole(row["pos"]))
        if at[0] not in variants:
            continue
        touches, waits, parallel = known.get(at, (0, 0, 0))
        steps = found.setdefault(at[0], [])
        touch = days(real(row["touch_p50_us"])) if touches >= least else None
        steps.append(StripStep(str(row["activity"]), _partner(partners.get(at, []), material), wait, touch))
        # A step that runs at the same time as the next one is no wait.
        wait = days(real(row["wait_p50_us"])) if waits >= least else (0.0 if parallel >= least else None)
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
    most = min(most, MOST_SLIDE) if material.for_slides else most
    left_out = routes.hidden + sum(route.cases for route in routes.shown[most:])
    hidden = material.gate.share(left_out, routes.whole)
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
    if groups := _groups(routes, material):
        blocks.append(Grid(groups, (material.origin("routes_by_group"),), folded=True))
    return Section("routes", title, tuple(blocks))


def _groups(routes: Routes, material: Material) -> Twin | None:
    """Per client group and question the busiest of the routes shown, with its share of that group."""
    gate, lang = material.gate, material.lang
    by_variant = {route.variant: route for route in routes.shown}
    best: dict[tuple[object, object], Record] = {}
    size: dict[tuple[object, object], int] = {}
    for row in material.figure("routes_by_group").records():
        key = (row["client_group"], row["question"])
        size[key] = size.get(key, 0) + whole(row["cases"])
        named = (*(word or "" for word in key), row["variant"])
        sayable = gate.sayable(whole(row["residents"])) and gate.lets("routes_by_group", named)
        if row["variant"] in by_variant and sayable and key not in best:
            best[key] = row
    rows = tuple(
        (
            *(str(word or "–") for word in key),
            shown(gate.rounded(whole(row["residents"])), "int", lang),
            part(gate.share(whole(row["cases"]), size[key]), lang),
            " → ".join(by_variant[whole(row["variant"])].activities),
        )
        for key, row in sorted(best.items(), key=lambda item: tuple(str(word or "") for word in item[0]))
        if any(key)
    )
    columns = ("COALESCE(c_client_group, '')", "COALESCE(c_question, '')", "variant")
    told = [
        ((*(str(word or "") for word in key), str(row["variant"])), row["residents"])
        for key, row in best.items()
        if any(key)
    ]
    gate.tell(
        "routes_by_group", material.whose(columns, relation="cases"), [(key, gate.rounded(whole(n))) for key, n in told]
    )
    heads = tuple(say(f"report.routes.{key}", lang) for key in ("group", "question", "residents", "share", "route"))
    return Twin(heads, rows, say("report.routes.groups", lang), (False, False, True, True, False)) if rows else None


def lead(routes: Routes, material: Material) -> str:
    """What the picture shows, in one sentence."""
    lang, rest = material.lang, ""
    if len(routes.shown) > 1:
        rest = say("report.routes.rest", lang, n=len(routes.shown), share=part(routes.covered(material), lang))
    return say("report.routes.lead", lang, top=capital(part(routes.shown[0].share, lang)), rest=rest)

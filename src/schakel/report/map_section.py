"""The chain at a glance: step by step, or partner by partner when too few take the same step."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from schakel.chain.table import Column, Table
from schakel.draw.map_choice import MOST_BOXES, MOST_EDGES
from schakel.draw.map_data import MapData, MapEdge, MapNode, SideBySide
from schakel.draw.picture import Picture
from schakel.draw.process_map import NARROWEST, process_map
from schakel.insight.side_by_side import activity_of, apart, sources_beside
from schakel.report.beside import sides
from schakel.report.closed_square import withheld
from schakel.report.document import Block, Figure, Paragraph, Section
from schakel.report.material import Material, MayName, Record, named
from schakel.report.out_of_sight import LAST, total, unseen_ends
from schakel.report.tell import capital, days, listed, part, real, whole
from schakel.sharing.gate import OTHER, Approximate, Gate
from schakel.texts import say

SLIDE_BOXES, SLIDE_EDGES = 8, 12  # what can be read from the back of a room
LEAST_SEEN = 0.2  # of the transitions; below it the picture step by step says too little

EDGES = """
SELECT CAST(activity AS VARCHAR), CAST(next_activity AS VARCHAR),
  COUNT(DISTINCT CASE WHEN is_parallel THEN NULL ELSE resident_no END),
  COUNT(DISTINCT CASE WHEN is_parallel THEN resident_no END)
FROM steps WHERE next_activity IS NOT NULL GROUP BY ALL
"""
DOERS = """
SELECT CAST(activity AS VARCHAR), CAST(partner AS VARCHAR), COUNT(DISTINCT resident_no) AS n
FROM steps WHERE partner IS NOT NULL GROUP BY ALL ORDER BY n DESC, 2, 1
"""
IN_SIGHT = f"is_last AND NOT ({LAST})"
SEEN_ENDS = f"SELECT CAST(activity AS VARCHAR), COUNT(DISTINCT resident_no) FROM steps WHERE {IN_SIGHT} GROUP BY ALL"  # noqa: S608 -- ours


@dataclass(frozen=True)
class ChainMap:
    """What the map is drawn from. hidden: share of the transitions left out. by_partner: boxes are partners."""

    data: MapData
    hidden: Approximate | None
    by_partner: bool
    origins: tuple[str, ...]


def edges(material: Material) -> Table:
    """Transitions as released, with residents one after the other (`after`) and at the same time (`parallel`)."""
    raw = material.figure("edges")
    apart = {(row[0], row[1]): row[2:] for row in material.asked(EDGES)}
    columns = (
        *(column for column in raw.columns if not column.name.startswith("share_")),
        Column("after", "measure", "residents"),
        Column("parallel", "measure", "residents"),
    )
    rows = []
    for record in raw.records():
        after, parallel = apart[(str(record["activity"]), str(record["next_activity"]))]
        told = whole(record["steps"]) - whole(record["n_unknown"]) - whole(record["n_parallel"])
        for p in (10, 50, 90):
            if min(told, after) < material.gate.threshold:
                record[f"wait_p{p}_us"] = None
        kept = [value for name, value in record.items() if not name.startswith("share_")]
        rows.append((*kept, after, parallel))
    pair, onward = ("activity", "next_activity"), "next_activity IS NOT NULL"
    beyond, whose = material.beyond("steps", pair, onward), material.whose(pair, onward)
    table = Table("edges", columns, tuple(rows), raw.passport)
    may = material.nameable(table, activities=("activity", "next_activity"))

    def tell(gate: Gate, may_name: MayName) -> Table:
        return gate.table(table, distinct=beyond, may_name=may_name, rank_by="steps", whose=whose)

    away = withheld(material, table, may, tell)
    return tell(material.gate, lambda row: may(row) and (str(row[0]), str(row[1])) not in away)


def found_map(material: Material, links: Table | None = None) -> ChainMap | None:
    """The map that can be shown, or None when only totals remain. links: the transitions, if they are known already.

    Sources with keys of their own stand beside the rest: steps of one name in one box would join what nobody saw.
    """
    with _beside(material) as drawn:
        return chain_map(drawn, links if links and drawn is material else edges(drawn))


@contextmanager
def _beside(material: Material) -> Iterator[Material]:
    sources = sources_beside(material.view)
    if not sources:
        yield material
        return
    with apart(material.view, sources) as view:
        yield Material(view, material.gate, material.lang, material.for_slides, origins=material.origins)


def chain_map(material: Material, links: Table) -> ChainMap | None:
    """The map of these steps."""
    every = material.counts["events"] - material.counts["cases"]
    merged = [whole(row["steps"]) for row in links.records() if row["activity"] == OTHER]
    hidden = material.gate.hidden(sum(merged) if links.rows else every, every)
    data = _by_step(material, links, hidden)
    if hidden and hidden.value <= 1 - LEAST_SEEN and len(data.nodes) > 1:
        origins = (material.origin("edges"), material.origin("activities"), material.origin("starts"))
        return ChainMap(data, hidden, False, origins)
    by_partner = _by_partner(material)
    if by_partner and any(edge.is_inner for edge in by_partner.edges):
        return ChainMap(by_partner, None, True, (material.origin("handovers"), material.origin("partners")))
    return None


def _by_step(material: Material, links: Table, hidden: Approximate | None) -> MapData:
    names = named(material.activities, "activity")
    doers: dict[str, list[str]] = {}
    for activity, partner, residents in material.asked(DOERS):
        if residents >= material.gate.threshold and partner in material.partner_names:
            doers.setdefault(activity, []).append(partner)
    nodes = tuple(
        MapNode(
            id=str(row["activity"]),
            label=activity_of(str(row["activity"]), material.view.apart),
            number=whole(row["residents"]),
            partner=doers.get(str(row["activity"]), [""])[0],
            more_partners=max(0, len(doers.get(str(row["activity"]), [])) - 1),
            touch_days=days(real(row["touch_p50_us"])),
        )
        for row in material.activities.records()
        if row["activity"] in names
    )
    kept = set(names)
    inner = [_edge(row) for row in links.records() if {row["activity"], row["next_activity"]} <= kept]
    outer = (*_ends(material, "starts", kept), *_ends(material, "ends", kept))
    unseen, beside = unseen_ends(material, kept), _sides(material, kept)
    joined = {name for edge in (*inner, *outer) for name in (edge.source, edge.target)}
    joined |= {end.step for end in unseen} | {step for side in beside for step in (side.source, side.target)}
    nodes = tuple(node for node in nodes if node.id in joined)  # the others stand in the table of steps
    return MapData(
        nodes,
        (*inner, *outer),
        busiest_way((*inner, *outer)),
        material.scope("residents", hidden.value if hidden else None),
        beside,
        unseen,
    )


def _sides(material: Material, steps: set[str]) -> tuple[SideBySide, ...]:
    """A line for each source that stands beside the rest, as far as its first step may be shown."""
    found: dict[tuple[str, str], SideBySide] = {}
    for side in sides(material) if material.view.apart else ():
        target = next((step for step in side.firsts if step in steps), "")
        source = next((step for step in side.referring if step in steps), "")
        if target:
            line = SideBySide(source, target, side.out_per_month, side.in_per_month, side.partner)
            found.setdefault((source, target), line)
    return tuple(found.values())


def busiest_way(edges: Sequence[MapEdge]) -> tuple[str, ...]:
    """From where most start, each time along the busiest transition to a step not yet passed, until most end."""
    leaving: dict[str, list[MapEdge]] = {}
    for edge in sorted(edges, key=lambda e: (-e.number, e.target)):
        leaving.setdefault(edge.source, []).append(edge)
    way: list[str] = []
    at = ""
    while True:
        onward = next((e for e in leaving.get(at, []) if e.target not in way and e.number and e.target != at), None)
        if onward is None or not onward.target:
            return tuple(way)
        way.append(onward.target)
        at = onward.target


def _edge(row: Record) -> MapEdge:
    after, parallel = row["after"], row["parallel"]
    both_few = after is None and parallel is None
    return MapEdge(
        str(row["activity"]),
        str(row["next_activity"]),
        number=whole(row["residents"] if both_few else after),
        n_parallel=whole(parallel),
        wait_days=days(real(row["wait_p50_us"])),
        residents=whole(row["residents"]),
    )


def _ends(material: Material, figure: str, kept: set[str]) -> list[MapEdge]:
    at = "is_first" if figure == "starts" else IN_SIGHT
    raw = material.figure(figure) if figure == "starts" else _seen_ends(material)
    may = material.nameable(raw, activities=("activity",))
    beyond, whose = material.beyond("steps", ("activity",), at), material.whose(("activity",), at)
    table = material.gate.table(raw, distinct=beyond, may_name=may, whose=whose)
    found = []
    for row in table.records():
        if row["activity"] in kept:
            ends = ("", str(row["activity"])) if figure == "starts" else (str(row["activity"]), "")
            found.append(MapEdge(*ends, number=whole(row["residents"])))
    return found


def _seen_ends(material: Material) -> Table:
    """The figure `ends` without cases of which nobody could show what followed."""
    raw = material.figure("ends")
    if not total(material)[0]:
        return raw
    seen = dict(material.asked(SEEN_ENDS))
    people = raw.index("residents")
    rows = (
        tuple(seen[row[0]] if at == people else cell for at, cell in enumerate(row))
        for row in raw.rows
        if row[0] in seen
    )
    return Table(raw.name, raw.columns, tuple(rows), raw.passport)


def _by_partner(material: Material) -> MapData | None:
    from schakel.report.handover_section import handovers

    names = set(material.partner_names)
    if len(names) < 2:
        return None
    told = handovers(material)
    numbers = {str(row["partner"]): row for row in material.partners.records()}
    nodes = tuple(MapNode(name, name, whole(numbers[name]["residents"]), partner=name) for name in sorted(names))
    links = tuple(
        MapEdge(
            str(row["partner"]),
            str(row["next_partner"]),
            number=whole(row["residents"]),
            wait_days=days(real(row["wait_p50_us"])),
        )
        for row in told.records()
        if {row["partner"], row["next_partner"]} <= names
    )
    steps = {name: sum(whole(r["steps"]) for r in told.records() if (r["partner"] == OTHER) == name) for name in (0, 1)}
    hidden = material.gate.hidden(steps[1], steps[0] + steps[1])
    return MapData(nodes, links, (), material.scope("residents", hidden.value if hidden else None))


def draw_map(
    found: ChainMap | None,
    material: Material,
    *,
    name: str = "chain-map",
    boxes: int = MOST_BOXES,
    edges: int = MOST_EDGES,
    narrowest: float = NARROWEST,
) -> Picture | None:
    """The picture, if there is anything for it, with at most so many boxes and lines; LayoutError without Graphviz."""
    if found is None:
        return None
    if material.for_slides:
        boxes, edges = SLIDE_BOXES, SLIDE_EDGES
    return process_map(
        found.data,
        material.lang,
        name=name,
        across=material.for_slides,
        boxes=boxes,
        edges=edges,
        narrowest=narrowest,
    )


def map_section(found: ChainMap | None, picture: Picture | None, material: Material) -> Section:
    """Sentence, map, and what cannot be seen; or why there is no map."""
    lang = material.lang
    title = say("report.section.map", lang)
    if found is None or picture is None:
        return Section("map", title, (Paragraph(say("sharing.counts_only", lang), "lead"),))
    blocks: list[Block] = []
    if found.by_partner:
        blocks.append(Paragraph(say("sharing.partner_level", lang), "lead"))
    elif len(found.data.spine) > 1:
        labels = {node.id: node.label for node in found.data.nodes}
        blocks.append(Paragraph(_lead(tuple(labels[step] for step in found.data.spine), lang), "lead"))
    blocks.append(Paragraph(say("report.map.note", lang), "note"))
    breaks = (("beside", found.data.sides), ("unseen", found.data.unseen_ends))
    blocks += [Paragraph(say(f"report.map.{key}", lang), "note") for key, told in breaks if told]
    blocks.append(Figure(picture, found.origins))
    if found.hidden and found.hidden.value > 0:
        text = say("report.map.hidden", lang, share=capital(part(found.hidden, lang)))
        blocks.append(Paragraph(text, "note", found.origins[0]))
    return Section("map", title, tuple(blocks))


def _lead(spine: tuple[str, ...], lang: str) -> str:
    if len(spine) > 5:
        between = say("report.map.between", lang, first=spine[0], last=spine[-1], n=len(spine) - 2)
        return say("report.map.lead", lang, steps=between)
    return say("report.map.lead", lang, steps=listed(spine, lang))

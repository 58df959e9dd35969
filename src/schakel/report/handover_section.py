"""Handovers (inferred from the order of the steps) and referrals (declared), apart."""

from schakel.chain.table import Table, Value
from schakel.draw.handover_chart import HandoverData, HandoverRow, handover_chart
from schakel.draw.picture import Picture, Twin
from schakel.report.document import Block, Figure, Grid, Paragraph, Section
from schakel.report.material import Material, Record
from schakel.report.tell import amount, days, name, part, real, whole
from schakel.sharing.gate import OTHER, Approximate
from schakel.texts import say, shown

MOST, MOST_SLIDE = 20, 8
NOT_PARALLEL = "next_partner <> partner AND NOT COALESCE(is_parallel, FALSE)"


def handovers(material: Material) -> Table:
    """Pairs of partners as released; waits only where enough of them are known."""
    raw = material.figure("handovers")
    rows = []
    for record in raw.records():
        if whole(record["steps"]) - whole(record["n_unknown"]) < material.gate.threshold:
            record |= dict.fromkeys(("wait_p10_us", "wait_p50_us", "wait_p90_us"))
        rows.append(tuple(record.values()))
    pair = ("partner", "next_partner")
    beyond, whose = material.beyond("steps", pair, NOT_PARALLEL), material.whose(pair, NOT_PARALLEL)
    may = material.nameable(raw, partners=("partner", "next_partner"))
    table = Table(raw.name, raw.columns, tuple(rows), raw.passport)
    return material.gate.table(table, distinct=beyond, may_name=may, rank_by="steps", whose=whose)


def handover_picture(material: Material, table: Table) -> Picture | None:
    """Bars per pair, most frequent first; None when there is nothing to show."""
    records = [row for row in table.records() if row["partner"] != OTHER]
    if not records:
        return None
    records.sort(key=lambda row: (-whole(row["steps"]), str(row["partner"]), str(row["next_partner"])))
    rows = tuple(
        HandoverRow(
            str(row["partner"] or ""),
            str(row["next_partner"] or ""),
            whole(row["steps"]),
            whole(row["residents"]),
            days(real(row["wait_p50_us"])),
            days(real(row["wait_p90_us"])),
        )
        for row in records
    )
    hidden = sum(whole(row["steps"]) for row in table.records() if row["partner"] == OTHER)
    share = material.gate.hidden(hidden, hidden + sum(row.number for row in rows))
    scope = material.scope("steps", share.value if share else 0.0)
    most = MOST_SLIDE if material.for_slides else MOST
    return handover_chart(HandoverData(rows, scope, most), material.lang, name="handover-chart")


def handover_section(material: Material, table: Table, picture: Picture | None) -> Section:
    """Who hands over to whom, and what was declared."""
    lang = material.lang
    title = say("report.section.handovers", lang)
    if not material.counts["partners"]:
        return Section("handovers", title, (Paragraph(say("report.handovers.no_partners", lang)),))
    blocks: list[Block] = []
    if picture is None:
        blocks.append(Paragraph(say("report.handovers.none", lang)))
    else:
        origin = material.origin("handovers")
        most = max((r for r in table.records() if r["partner"] != OTHER), key=lambda r: whole(r["steps"]))
        text = say(
            "report.handovers.lead",
            lang,
            partner=name(most["partner"], lang),
            next_partner=name(most["next_partner"], lang),
            n=shown(most["steps"], "int", lang),
        )
        blocks = [
            Paragraph(text, "lead", origin),
            Paragraph(say("report.handovers.note", lang), "note"),
            Figure(picture, (origin,)),
        ]
    return Section("handovers", title, (*blocks, *_referrals(material)))


def referrals(material: Material) -> tuple[Table, set[tuple[Value, Value]]]:
    """Declared referrals as released, and the pairs of which it can be seen whether they arrive."""
    raw = material.figure("referrals")
    pair, declared = ("partner", "to_partner"), "to_partner IS NOT NULL"
    beyond, whose = material.beyond("steps", pair, declared), material.whose(pair, declared)
    may = material.nameable(raw, partners=("partner", "to_partner"))
    table = material.gate.table(raw, distinct=beyond, may_name=may, rank_by="steps", whose=whose)
    return table, {(row["partner"], row["to_partner"]) for row in _seen(material)}


def _seen(material: Material) -> list[Record]:
    return [
        row
        for row in material.figure("referrals").records()
        if row["to_partner"] not in material.unseen and whole(row["steps"]) > whole(row["not_seen"])
    ]


def _referrals(material: Material) -> tuple[Block, ...]:
    lang = material.lang
    if not material.figure("referrals").rows:
        return (Paragraph(say("report.handovers.referrals_none", lang), "note"),)
    table, links = referrals(material)
    origin, seen = material.origin("referrals"), _seen(material)
    referred = sum(whole(row["steps"]) - whole(row["not_seen"]) for row in seen)
    share = part(material.gate.share(sum(whole(row["arrived"]) for row in seen), referred), lang)
    not_seen = say("report.handovers.not_seen", lang)
    heads = tuple(say(f"report.handovers.{key}", lang) for key in ("from", "to", "residents", "declared", "arrived"))
    rows = tuple(
        (
            name(row["partner"], lang),
            name(row["to_partner"], lang),
            *(_cell(row[column], material) for column in ("residents", "steps")),
            _cell(row["arrived"], material) if (row["partner"], row["to_partner"]) in links else not_seen,
        )
        for row in table.records()
        if row["partner"] != OTHER
    )
    twin = Twin(heads, rows, say("report.handovers.caption", lang), (False, False, True, True, True))
    return (
        Paragraph(say("report.handovers.referrals_lead", lang, share=share), "lead", origin),
        Grid(twin, (origin,)),
    )


def _cell(value: object, material: Material) -> str:
    if value is None:
        return amount(Approximate(material.gate.threshold, "<"), material.lang, short=True)
    return shown(value, "int", material.lang)

"""Whether partners keep to their terms: of messages of Wmo and Jeugdwet, and of cases by the norms of their type."""

from collections.abc import Mapping
from dataclasses import dataclass

from schakel.chain.table import Table
from schakel.draw.picture import Picture
from schakel.draw.punctuality_chart import PunctualityData, PunctualityRow, punctuality_chart
from schakel.draw.wording import deadline_text
from schakel.report.document import Block, Figure, Grid, Paragraph, Section
from schakel.report.material import Material, Record
from schakel.report.norm_times_table import NormRow, norm_times, norm_twin
from schakel.report.share_in_time import share_in_time
from schakel.report.tell import amount, name, part, real, whole
from schakel.sharing.gate import OTHER, Approximate
from schakel.texts import say

MOST, MOST_SLIDE = 20, 8


@dataclass(frozen=True)
class Deadline:
    """Which steps have it, and who had to keep it; both as SQL over `steps`."""

    condition: str
    partner: str = "partner"


# In the order in which they come up in a case.
DEADLINES: Mapping[str, Deadline] = {
    "answer": Deadline("e_answer_days IS NOT NULL OR e_answer_open = 1", "to_partner"),
    "residence": Deadline("e_residence_days IS NOT NULL", "to_partner"),
    "decision": Deadline("e_decision_days IS NOT NULL", "to_partner"),
    "start": Deadline("e_start_days IS NOT NULL"),
    "stop": Deadline("e_stop_days IS NOT NULL"),
    "declaration": Deadline("e_declaration_days IS NOT NULL", "e_answered_by"),
    "retour": Deadline("e_retour_days IS NOT NULL", "e_answered_by"),
}


@dataclass(frozen=True)
class Punctuality:
    """Rows by deadline, then by partner in alphabetical order. messages: how many there are in all, before the gate.

    norms: cases against the norms of their type; has_norms: there are any, before the gate.
    """

    rows: tuple[PunctualityRow, ...] = ()
    messages: int = 0
    hidden: float | None = 0.0
    norms: tuple[NormRow, ...] = ()
    has_norms: bool = False


def punctuality(material: Material) -> Punctuality:
    """Every deadline that occurs, as released: a table for each, because a step may have several."""
    raw = material.figure("punctuality")
    records = list(raw.records())
    every = sum(_told(row) for row in records)
    rows, shown = [], 0
    for deadline in DEADLINES:
        known = {row["partner"]: row for row in records if row["deadline"] == deadline}
        if not known:
            continue
        table = _released(raw, deadline, material)
        own = [row for row in table.records() if row["deadline"] != OTHER]
        shown += sum(_told(known[row["partner"]]) for row in own)
        rows += sorted((_row(row, known[row["partner"]], material) for row in own), key=_by_name)
    share = material.gate.hidden(every - shown, every)
    norms = norm_times(material)
    has_norms = bool(material.figure("norm_times").rows) and material.view.follow != "household"
    return Punctuality(tuple(rows), every, share.value if share else 0.0, norms, has_norms)


def _released(raw: Table, deadline: str, material: Material) -> Table:
    found = DEADLINES[deadline]
    columns = (f"'{deadline}'", found.partner)
    at, means = raw.index("deadline"), raw.index("mean_days")
    messages, rows = raw.index("messages"), []
    for row in raw.rows:
        if row[at] == deadline:
            cells = list(row)
            if whole(cells[messages]) < material.gate.threshold:
                cells[means] = None
            rows.append(tuple(cells))
    table = Table(f"{raw.name} {deadline}", raw.columns, tuple(rows), raw.passport)
    may = material.nameable(raw, partners=("partner",))
    beyond, whose = material.beyond("steps", columns, found.condition), material.whose(columns, found.condition)
    return material.gate.table(table, distinct=beyond, may_name=may, rank_by="messages", whose=whose)


def _row(row: Record, raw: Record, material: Material) -> PunctualityRow:
    """row: as released; raw: as counted, of which shares are told that give no small group away."""
    lang, gate = material.lang, material.gate
    on_time, messages = whole(raw["on_time"]), whole(raw["messages"])
    late = messages - on_time, whole(raw["residents_late"])
    share = share_in_time((on_time, whole(raw["residents_on_time"])), late, gate)
    mean = real(row["mean_days"])
    waiting = gate.count(whole(raw["unanswered"]), whole(raw["residents_unanswered"]))
    return PunctualityRow(
        deadline=str(row["deadline"]),
        partner=name(row["partner"], lang),
        norm_days=real(row["norm_days"]) or 0.0,
        messages=None if row["messages"] is None else whole(row["messages"]),
        share=share.value if share else None,
        share_words=part(share, lang),
        mean_days=None if mean is None else round(mean, 1),
        unanswered=amount(waiting, lang, short=True),
        residents=whole(row["residents"]),
    )


def _told(row: Record) -> int:
    return whole(row["messages"]) + whole(row["unanswered"])


def _by_name(row: PunctualityRow) -> str:
    return row.partner.casefold()


def punctuality_picture(found: Punctuality, material: Material) -> Picture | None:
    """Bars per deadline and partner; None when there is nothing to show."""
    if not found.rows:
        return None
    most = MOST_SLIDE if material.for_slides else MOST
    scope = material.scope("messages", found.hidden)
    return punctuality_chart(PunctualityData(found.rows, scope, most), material.lang, name="punctuality-chart")


def punctuality_section(found: Punctuality, picture: Picture | None, material: Material) -> Section:
    """Who keeps to the deadlines; in words where the log holds no messages, or too few."""
    lang = material.lang
    title = say("report.section.punctuality", lang)
    blocks: list[Block] = []
    if picture is not None:
        origin = material.origin("punctuality")
        blocks.append(Paragraph(_lead(found, material), "lead", origin))
        blocks.append(Paragraph(say("report.punctuality.note", lang), "note"))
        blocks.append(Figure(picture, (origin,)))
    elif found.messages or not (found.norms or found.has_norms):
        blocks.append(Paragraph(say(f"report.punctuality.{'too_few' if found.messages else 'none'}", lang)))
    if found.norms:
        origin = material.origin("norm_times")
        blocks.append(Paragraph(say("report.norms.lead", lang), "lead", origin))
        blocks.append(Paragraph(say("report.norms.note", lang), "note"))
        blocks.append(Grid(norm_twin(found.norms, lang), (origin,)))
    elif found.has_norms:
        blocks.append(Paragraph(say("report.norms.too_few", lang)))
    return Section("punctuality", title, tuple(blocks))


def _lead(found: Punctuality, material: Material) -> str:
    """Per deadline which part was told in time, of all whose share is told."""
    lang = material.lang
    told = []
    for deadline in DEADLINES:
        rows = [row for row in found.rows if row.deadline == deadline and row.share is not None]
        messages = sum(row.messages or 0 for row in rows)
        if messages:
            mean = sum((row.share or 0.0) * (row.messages or 0) for row in rows) / messages
            share = part(Approximate(mean), lang)
            told.append(say("report.punctuality.one", lang, what=deadline_text(deadline, lang), share=share))
    if not told:
        return say("report.punctuality.unknown", lang)
    return say("report.punctuality.lead", lang, told="; ".join(told))

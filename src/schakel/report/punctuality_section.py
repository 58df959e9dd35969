"""Whether partners tell each other in time what the message standards of Wmo and Jeugdwet say they must."""

from collections.abc import Mapping
from dataclasses import dataclass

from schakel.chain.table import Table, Value
from schakel.draw.picture import Picture
from schakel.draw.punctuality_chart import PunctualityData, PunctualityRow, punctuality_chart
from schakel.draw.wording import deadline_text
from schakel.report.document import Block, Figure, Paragraph, Section
from schakel.report.material import Material, Record
from schakel.report.tell import amount, name, part, real, whole
from schakel.sharing.gate import OTHER, Approximate, Gate
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
    """Rows by deadline, then by partner in alphabetical order. messages: how many there are in all, before the gate."""

    rows: tuple[PunctualityRow, ...] = ()
    messages: int = 0
    hidden: float | None = 0.0


def punctuality(material: Material) -> Punctuality:
    """Every deadline that occurs, as released: a table for each, because a step may have several."""
    raw = material.figure("punctuality")
    records = list(raw.records())
    every = sum(_told(row) for row in records)
    rows, shown = [], 0
    for deadline in DEADLINES:
        table = _released(raw, deadline, material)
        known = {row["partner"]: row for row in records if row["deadline"] == deadline}
        own = [row for row in table.records() if row["deadline"] != OTHER]
        shown += sum(_told(known[row["partner"]]) for row in own)
        rows += sorted((_row(row, known[row["partner"]], material) for row in own), key=_by_name)
    share = material.gate.hidden(every - shown, every)
    return Punctuality(tuple(rows), every, share.value if share else 0.0)


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
    share = share_in_time(raw, gate)
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


def share_in_time(raw: Mapping[str, Value], gate: Gate) -> Approximate | None:
    """Which part was told in time; None where that part, or what is left of it, is many messages of few residents."""
    messages, on_time = whole(raw["messages"]), whole(raw["on_time"])
    for part_of, residents in ((on_time, raw["residents_on_time"]), (messages - on_time, raw["residents_late"])):
        if part_of >= gate.threshold > whole(residents):
            return None
    return gate.share(on_time, messages)


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
    if picture is None:
        key = "too_few" if found.messages else "none"
        return Section("punctuality", title, (Paragraph(say(f"report.punctuality.{key}", lang)),))
    origin = material.origin("punctuality")
    blocks: list[Block] = [Paragraph(_lead(found, material), "lead", origin)]
    blocks.append(Paragraph(say("report.punctuality.note", lang), "note"))
    return Section("punctuality", title, (*blocks, Figure(picture, (origin,))))


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

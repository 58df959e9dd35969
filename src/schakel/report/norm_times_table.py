"""Whether cases of a registration are done by the day that their type prescribes."""

from dataclasses import dataclass

from schakel.chain.table import Table
from schakel.draw.picture import Twin
from schakel.report.material import Material, Record
from schakel.report.share_in_time import share_in_time
from schakel.report.tell import amount, name, part, whole
from schakel.sharing.gate import OTHER, Approximate
from schakel.texts import say, shown

NORMS = {"term": "c_term_on", "service": "c_service_on"}


@dataclass(frozen=True)
class NormRow:
    """A norm and a type of case. share: of those done or past their day; overdue: open past their day."""

    norm: str
    product: str
    cases: int | None
    share: Approximate | None
    overdue: Approximate
    residents: int


def norm_times(material: Material) -> tuple[NormRow, ...]:
    """Every norm by type of case, as released. None where a household is followed: a norm is of one case."""
    if material.view.follow == "household":
        return ()
    raw = material.figure("norm_times")
    known = {(row["norm"], row["product"]): row for row in raw.records()}
    rows = []
    for norm in NORMS:
        if not any(told == norm for told, _ in known):
            continue
        table = _released(raw, norm, material)
        rows += [_row(row, known[norm, row["product"]], material) for row in table.records() if row["norm"] != OTHER]
    return tuple(rows)


def _released(raw: Table, norm: str, material: Material) -> Table:
    columns = (f"'{norm}'", "e_product")
    condition = f"case_no IN (SELECT case_no FROM cases WHERE {NORMS[norm]} IS NOT NULL)"  # noqa: S608 (names of ours)
    rows = tuple(row for row in raw.rows if row[raw.index("norm")] == norm)
    table = Table(f"punctuality {norm}", raw.columns, rows, raw.passport)
    beyond, whose = material.beyond("steps", columns, condition), material.whose(columns, condition)
    return material.gate.table(table, distinct=beyond, rank_by="cases", whose=whose)


def _row(row: Record, raw: Record, material: Material) -> NormRow:
    gate = material.gate
    in_time = whole(raw["in_time"])
    beyond = whole(raw["late"]) + whole(raw["overdue"])
    return NormRow(
        norm=str(row["norm"]),
        product=name(row["product"], material.lang) if row["product"] else say("report.norms.no_type", material.lang),
        cases=None if row["cases"] is None else whole(row["cases"]),
        share=share_in_time((in_time, whole(raw["residents_in_time"])), (beyond, whole(raw["residents_beyond"])), gate),
        overdue=gate.count(whole(raw["overdue"]), whole(raw["residents_overdue"])),
        residents=whole(row["residents"]),
    )


def norm_twin(rows: tuple[NormRow, ...], lang: str) -> Twin:
    """The rows as a table."""
    heads = tuple(
        say(f"report.norms.{key}", lang) for key in ("norm", "type", "cases", "in_time", "overdue", "residents")
    )
    cells = tuple(
        (
            say(f"report.norms.of.{row.norm}", lang),
            row.product,
            "" if row.cases is None else shown(row.cases, "int", lang),
            part(row.share, lang),
            amount(row.overdue, lang, short=True),
            shown(row.residents, "int", lang),
        )
        for row in rows
    )
    return Twin(heads, cells, say("report.norms.caption", lang), (False, False, True, True, True, True))

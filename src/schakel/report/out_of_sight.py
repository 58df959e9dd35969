"""Cases out of sight: after which step nobody could show what followed. That is no end, and no dead end."""

from collections.abc import Sequence

from schakel.chain.table import Column, Table
from schakel.draw.map_data import UnseenEnd
from schakel.report.material import Material
from schakel.report.tell import whole
from schakel.sharing.gate import OTHER

LAST = "is_last AND case_no IN (SELECT case_no FROM cases WHERE sight_until_on IS NOT NULL)"


def out_of_sight(material: Material, columns: Sequence[str]) -> Table:
    """Cases by the last step that was seen, as released. columns: of steps, among activity, partner and to_partner."""
    raw = material.figure("ends")
    dimensions = tuple(Column(name, "dimension") for name in columns)
    measures = (Column("cases", "measure", "cases"), Column("residents", "residents", "residents"))
    names = ", ".join(f"CAST({name} AS VARCHAR)" for name in columns)
    found = material.view.rows(
        f"SELECT {names}, COUNT(*) AS cases, COUNT(DISTINCT resident_no) FROM steps WHERE {LAST} "  # noqa: S608 -- ours
        f"GROUP BY ALL ORDER BY cases DESC, {', '.join(f'{place} NULLS LAST' for place in range(1, len(columns) + 1))}"
    )
    table = Table("out_of_sight", (*dimensions, *measures), tuple(found), raw.passport)
    partners = [name for name in columns if name != "activity"]
    may = material.nameable(table, activities=[name for name in columns if name == "activity"], partners=partners)
    beyond, whose = material.beyond("steps", columns, LAST), material.whose(columns, LAST)
    return material.gate.table(table, distinct=beyond, may_name=may, whose=whose)


def total(material: Material) -> tuple[int, int]:
    """Cases out of sight and their residents, as they are: before the gate."""
    sql = "SELECT COUNT(*), COUNT(DISTINCT resident_no) FROM cases WHERE sight_until_on IS NOT NULL"
    cases, residents = material.asked(sql)[0]
    return int(cases), int(residents)


def unseen_ends(material: Material, steps: set[str]) -> tuple[UnseenEnd, ...]:
    """The trails of a map with these steps that go out of sight."""
    if not total(material)[0]:
        return ()
    return tuple(
        UnseenEnd(str(row["activity"]), whole(row["residents"]), str(row["to_partner"] or ""))
        for row in out_of_sight(material, ("activity", "to_partner")).records()
        if row["activity"] in steps and row["activity"] != OTHER
    )

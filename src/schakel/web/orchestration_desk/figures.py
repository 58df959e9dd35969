"""The figure that a goal or an agreement points at, of the published snapshot, through the gate, with its passport.

It stands beside what was aimed at and is no verdict: whether it is good enough is for the table to say.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

from schakel.chain.table import Table, Value
from schakel.insight.opened import open_log
from schakel.orchestration.governance.agreement import Agreement
from schakel.orchestration.pointed_at import Pointer, pointed_at
from schakel.orchestration.strategy.goal import Goal
from schakel.report.material import KNOWN_TIMES, Material, known_only
from schakel.report.origin_section import origins, shared_facts
from schakel.report.tell import duration, name, part
from schakel.sharing.gate import Approximate, Gate
from schakel.texts import has, say, shown
from schakel.web.access.models import Hat
from schakel.web.access.models import Network as NetworkRow
from schakel.web.access.reach import reach
from schakel.web.engine import engine
from schakel.web.insight_desk.choices import log_folder, snapshot_of
from schakel.web.orchestration_desk.form import figure_word
from schakel.web.record.reading import read

MOST_ROWS = 12
Shares = dict[tuple[Value, ...], Approximate | None]


@dataclass(frozen=True)
class Pointed:
    """heads, rows: in words, what a row is about first. facts: of the passport. few: too few residents.

    cases: how many it is about.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    facts: tuple[tuple[str, str], ...]
    few: bool = False
    more: int = 0
    cases: int = 0


def figure_of(hat: Hat, item: Goal | Agreement, lang: str) -> Pointed | None:
    """The figure of an item; None where this hat sees only what is published, or where there is no snapshot.

    Refusal: the item asks for cases or a value that the log does not have.
    """
    row, pointer = hat.network, pointed_at(item)
    if pointer is None or not reach(hat).free or not row.log or not row.snapshot:
        return None
    found = _figure(row.slug, row.snapshot, row.threshold, pointer, lang)
    manifest = snapshot_of(row, row.snapshot).manifest
    read(log_folder(row), manifest, pointer.figure, selection=str(pointer.selection), cases=found.cases)
    return found


@lru_cache(maxsize=128)
def _figure(slug: str, name: str, threshold: int, pointer: Pointer, lang: str) -> Pointed:
    snapshot = snapshot_of(NetworkRow.objects.get(slug=slug), name)
    with (
        engine().turn() as connection,
        engine().rows_of(snapshot) as stored,
        open_log(snapshot, selection=pointer.selection, connection=connection, stored=stored) as view,
    ):
        cases = int(view.rows("SELECT count(*) FROM cases")[0][0])
        gate = Gate(threshold)
        material = Material(view, gate, lang)
        if not material.sayable:
            return Pointed((), (), (), few=True, cases=cases)
        raw = _known(material.figure(pointer.figure), material)
        told = gate.table(raw, merge=False)
        shares = _shares(pointer.rows_of(raw), gate)
        return replace(_told(pointer, pointer.rows_of(told), shares, lang), cases=cases)


def _known(table: Table, material: Material) -> Table:
    """Without times that rest on too few known durations."""
    names = {column.name for column in table.columns}
    table = known_only(table, {key: value for key, value in KNOWN_TIMES.items() if value in names}, material)
    if not {"wait_p50_us", "n_unknown", "n_parallel", "steps"} <= names:
        return table
    rows = []
    for record in table.records():
        known = _whole(record["steps"]) - _whole(record["n_unknown"]) - _whole(record["n_parallel"])
        if known < material.gate.threshold:
            record |= {f"wait_p{p}_us": None for p in (10, 50, 90)}
        rows.append(tuple(record.values()))
    return Table(table.name, table.columns, tuple(rows), table.passport)


def _whole(value: Value) -> int:
    return int(value) if isinstance(value, int | float) else 0


def _shares(raw: Table, gate: Gate) -> Shares:
    """Shares of counts that were rounded, by the dimensions of the row; the gate takes away those of the figure."""
    names = [column.name for column in raw.columns]
    if "share" not in names or "cases" not in names:
        return {}
    dims = [at for at, column in enumerate(raw.columns) if column.role == "dimension"]
    found: Shares = {}
    for row in raw.rows:
        share, cases = row[names.index("share")], row[names.index("cases")]
        if isinstance(share, float | int) and isinstance(cases, int) and share:
            found[tuple(row[at] for at in dims)] = gate.share(cases, round(cases / share))
    return found


def _told(pointer: Pointer, table: Table, shares: Shares, lang: str) -> Pointed:
    fixed = {key for key, _ in pointer.rows}
    dims = [column.name for column in table.columns if column.role == "dimension"]
    asked = [one for one in dims if one not in fixed]
    measures = [c.name for c in table.columns if c.role != "dimension" and has(f"orchestration_desk.column.{c.name}")]
    rows = []
    for record in list(table.records())[:MOST_ROWS]:
        cells = [_name(one, record[one], lang) for one in asked]
        key = tuple(record[one] for one in dims)
        cells += [_cell(record, one, shares.get(key), lang) for one in measures]
        rows.append(tuple(cells))
    heads = [say(f"orchestration_desk.column.{one}", lang) for one in (*asked, *measures)]
    used = [at for at in range(len(heads)) if at < len(asked) or any(row[at] != "–" for row in rows)]
    return Pointed(
        tuple(heads[at] for at in used),
        tuple(tuple(row[at] for at in used) for row in rows),
        (*origins((table.passport,), lang)[0].facts, *shared_facts((table.passport,), lang)),
        few=not rows,
        more=max(0, len(table.rows) - MOST_ROWS),
    )


def _name(column: str, value: Value, lang: str) -> str:
    key = f"orchestration_desk.kind.{str(value).replace(' ', '_')}"
    if column == "kind" and has(key):
        return say(key, lang)
    return name(value, lang) if value else "–"


def _cell(record: dict[str, Value], column: str, share: Approximate | None, lang: str) -> str:
    if column == "share":
        return part(share, lang) if share else "–"
    value = record[column]
    if not isinstance(value, int | float):
        return "–"
    if column.endswith("_p50_us"):
        return _spread(record, column, lang)
    return shown(value, "int", lang)


def _spread(record: dict[str, Value], column: str, lang: str) -> str:
    """The middle one, with what four in five lie between."""
    low, mid, high = (record.get(column.replace("_p50_", f"_p{p}_")) for p in (10, 50, 90))
    told = [duration(one, lang) if isinstance(one, int | float) else "" for one in (low, mid, high)]
    if not told[0] or not told[2]:
        return told[1]
    return say("orchestration_desk.figure.spread", lang, mid=told[1], low=told[0], high=told[2])


def aimed_at(item: Goal, lang: str) -> str:
    """The range aimed at, in words; "" while there is none."""
    low, high = (_bound(one, item.unit, lang) for one in (item.low, item.high))
    if low and high:
        return say("orchestration_desk.goal.between", lang, low=low, high=high)
    if low or high:
        return say(f"orchestration_desk.goal.{'least' if low else 'most'}", lang, value=low or high)
    return ""


def _bound(value: float | None, unit: str, lang: str) -> str:
    if value is None:
        return ""
    if unit in ("share", "days", "weeks"):
        return shown(value, unit, lang)
    if unit == "euro":
        return shown(round(value * 100), "euro", lang)
    return f"{shown(value, 'number', lang)} {say(f'orchestration.option.{unit}', lang) if unit else ''}".strip()


def figure_title(item: Goal | Agreement, lang: str) -> str:
    """What the figure is called, and of what."""
    called = figure_word(item.figure, lang)
    where = " → ".join(one.partition("=")[2].strip() for one in item.where)
    return f"{called}: {where}" if where else called

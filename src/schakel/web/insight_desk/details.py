"""Pages about one activity, one handover between partners, or one transition between activities."""

from collections.abc import Sequence
from dataclasses import dataclass

from schakel.draw.picture import Twin
from schakel.report.document import BigNumber, BigNumbers, Block, Grid, Paragraph, Section
from schakel.report.handover_section import NOT_PARALLEL
from schakel.report.map_section import edges
from schakel.report.material import Material, named
from schakel.report.tell import DAY_US, amount, duration
from schakel.sharing.gate import OTHER, Approximate
from schakel.sharing.passed import Whose
from schakel.texts import say
from schakel.texts import shown as told
from schakel.web.insight_desk.sides import Sides

TEXTS = "insight_desk.detail"
DETAIL = "detail "  # begins the names of what is told on these pages
COUNTED = "SELECT COUNT(*), COUNT(DISTINCT resident_no) FROM steps WHERE {where}"
TIMES = (
    "SELECT COUNT({time}), COUNT(DISTINCT CASE WHEN {time} IS NOT NULL THEN resident_no END), "
    "QUANTILE_CONT({time}, 0.1), QUANTILE_CONT({time}, 0.5), QUANTILE_CONT({time}, 0.9) FROM steps WHERE {where}"
)
GROUPED = (
    "SELECT {columns}, COUNT(*) AS n, COUNT(DISTINCT resident_no) FROM steps WHERE {where} GROUP BY ALL "
    "ORDER BY {order}"
)
MONTH = "strftime(COALESCE({day}), '%Y-%m')"


@dataclass(frozen=True)
class Part:
    """Some steps of the selection. where: a condition of ours with `?` for its values, which are a reader's words."""

    material: Material
    where: str
    values: tuple[str, ...]
    origin: str

    def counted(self) -> tuple[int, int]:
        """Steps and residents, before the gate."""
        steps, residents = self.material.view.rows(COUNTED.format(where=self.where), self.values)[0]
        return int(steps), int(residents)

    def tell(self, key: str, columns: Sequence[str], rows: Sequence[tuple[tuple[str, ...], int]]) -> None:
        """Keep what is told of residents by these columns, for who lays it beside other tables."""
        gate = self.material.gate
        whose = Whose("steps", tuple(columns), self.where, self.values)
        name = f"{DETAIL}{key}: {', '.join(self.values)}"
        gate.tell(name, whose, [(each, gate.rounded(residents)) for each, residents in rows])

    def grid(self, key: str, columns: Sequence[str], caption: str, known: set[str] | None = None) -> Grid | None:
        """Steps and residents by columns of ours; rows of too few residents, or with a name that is hidden, are out."""
        gate, lang = self.material.gate, self.material.lang
        by_name = key == "month"
        order = "1" if by_name else f"n DESC, {', '.join(str(place + 1) for place in range(len(columns)))}"
        words = ", ".join(f"CAST({column} AS VARCHAR)" for column in columns)
        found = self.material.view.rows(GROUPED.format(columns=words, where=self.where, order=order), self.values)
        kept = [
            row
            for row in found
            if row[-1] >= gate.threshold and all(name and (known is None or name in known) for name in row[:-2])
        ]
        rows = tuple(
            (*row[:-2], *(amount(gate.count(n, row[-1]), lang, short=True) for n in (row[-1], row[-2]))) for row in kept
        )
        self.tell(key, columns, [(row[:-2], row[-1]) for row in kept])
        heads = tuple(say(f"{TEXTS}.{name}", lang) for name in (*_heads(key, len(columns)), "residents", "steps"))
        numeric = (*(False,) * len(columns), True, True)
        return Grid(Twin(heads, rows, say(f"{TEXTS}.{caption}", lang), numeric), (self.origin,)) if rows else None


def _heads(key: str, columns: int) -> tuple[str, ...]:
    return (f"{key}_from", f"{key}_to") if columns == 2 else (key,)


def activity(sides: Sides) -> tuple[Section, ...]:
    """One activity: how many, how long, by whom, what comes before and after, and when."""
    material, name = sides.material, sides.look.option("name")
    known = set(named(material.activities, "activity"))
    if name not in known:
        return (_few(material, name),)
    part = Part(material, "activity = ?", (name,), material.origin("activities"))
    before = Part(material, "next_activity = ? AND NOT COALESCE(is_parallel, FALSE)", (name,), material.origin("edges"))
    blocks: list[Block | None] = [
        _numbers(part, ("touch_us", "own_wait_us"), [(before, "wait_us", "wait_before")]),
        Paragraph(say(f"{TEXTS}.rounded", material.lang, base=material.gate.base), "note"),
        part.grid("partner", ("partner",), "who", set(material.partner_names)),
        *_around(material, name),
        _months(part),
    ]
    return (Section("activity", name, tuple(filter(None, blocks))),)


def handover(sides: Sides) -> tuple[Section, ...]:
    """What goes from one partner to another, or from one activity to the next."""
    material, look = sides.material, sides.look
    by_step = bool(look.option("step"))
    ends = (look.option("step"), look.option("next")) if by_step else (look.option("source"), look.option("target"))
    known = set(named(material.activities, "activity")) if by_step else set(material.partner_names)
    title = say(f"{TEXTS}.title", material.lang, source=ends[0], target=ends[1])
    columns = ("activity", "next_activity") if by_step else ("partner", "next_partner")
    where = f"{columns[0]} = ? AND {columns[1]} = ? AND NOT COALESCE(is_parallel, FALSE)"
    where += "" if by_step else f" AND {NOT_PARALLEL}"
    part = Part(material, where, ends, material.origin("edges" if by_step else "handovers"))
    if not set(ends) <= known or part.counted()[1] < material.gate.threshold:
        return (_few(material, title),)
    others = ("partner", "next_partner") if by_step else ("activity", "next_activity")
    inside = set(material.partner_names) if by_step else set(named(material.activities, "activity"))
    blocks: list[Block | None] = [
        _numbers(part, ("wait_us",)),
        Paragraph(say(f"{TEXTS}.rounded", material.lang, base=material.gate.base), "note"),
        part.grid("partner" if by_step else "step", others, "between", inside),
        _months(part),
    ]
    return (Section("handover", title, tuple(filter(None, blocks))),)


def _few(material: Material, title: str) -> Section:
    text = say(f"{TEXTS}.few", material.lang, threshold=material.gate.threshold)
    return Section("few", title, (Paragraph(text, "warning"),))


def _numbers(part: Part, times: Sequence[str], more: Sequence[tuple[Part, str, str]] = ()) -> BigNumbers:
    """Residents and steps, then each time of which enough is known."""
    gate, lang = part.material.gate, part.material.lang
    steps, residents = part.counted()
    part.tell("whole", (), [((), residents)])
    found = [
        BigNumber(amount(gate.count(residents), lang), say(f"{TEXTS}.big.residents", lang), part.origin),
        BigNumber(amount(gate.count(steps, residents), lang), say(f"{TEXTS}.big.steps", lang), part.origin),
    ]
    for one, column, key in [*((part, column, column.removesuffix("_us")) for column in times), *more]:
        row = one.material.view.rows(TIMES.format(time=column, where=one.where), one.values)[0]
        if row[1] >= gate.threshold:
            label = say(f"{TEXTS}.big.{key}", lang, low=_days(row[2], lang), high=_days(row[4], lang))
            found.append(BigNumber(duration(float(row[3]), lang), label, one.origin))
    return BigNumbers(tuple(found))


def _days(us: float, lang: str) -> str:
    return told(us / DAY_US, "days", lang)


def _around(material: Material, name: str) -> tuple[Grid, ...]:
    """What comes before it and after it, as released on the map."""
    lang, origin = material.lang, material.origin("edges")
    records = [row for row in edges(material).records() if OTHER not in (row["activity"], row["next_activity"])]
    found = []
    for key, here, there in (("before", "next_activity", "activity"), ("after", "activity", "next_activity")):
        rows = tuple(
            (
                str(row[there]),
                amount(Approximate(float(str(row["residents"]))), lang),
                _days(float(str(row["wait_p50_us"])), lang) if row["wait_p50_us"] is not None else "–",
            )
            for row in records
            if row[here] == name and row["residents"] is not None
        )
        heads = tuple(say(f"{TEXTS}.{head}", lang) for head in ("step", "residents", "wait"))
        if rows:
            found.append(Grid(Twin(heads, rows, say(f"{TEXTS}.{key}", lang), (False, True, True)), (origin,)))
    return tuple(found)


def _months(part: Part) -> Grid | None:
    grid = part.grid("month", (MONTH.format(day="started_on, ended_on"),), "months")
    return Grid(grid.twin, grid.origins, folded=True) if grid else None

"""What the sections of one report are made from: a view of a log, seen through one gate."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from schakel.chain.passport import Passport
from schakel.chain.selection import Period
from schakel.chain.table import Table, Value
from schakel.data.manifest import NEVER
from schakel.draw.picture import Scope
from schakel.insight.figure import read_figure
from schakel.insight.view import LogView
from schakel.report.tell import whole
from schakel.sharing.gate import OTHER, Approximate, Distinct, Gate
from schakel.sharing.passed import PassedView, Whose
from schakel.sharing.selections import text_of

Record = dict[str, Value]
MayName = Callable[[tuple[Value, ...]], bool]
KNOWN_TIMES = {"touch": "touch_known", "own_wait": "own_wait_known", "wait_before": "wait_before_known"}


@dataclass
class Material:
    """One report's material: figures as released, each once, and the passports of what was used.

    for_slides: pictures are read from afar, on pages that lie on their side: fewer rows, and maps that run across.
    company: partners that may be named elsewhere, so that those of this material keep their colours beside them.
    """

    view: LogView
    gate: Gate
    lang: str
    for_slides: bool = False
    origins: dict[str, Passport] = field(default_factory=dict)
    figures: dict[str, Table] = field(default_factory=dict)
    answers: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    company: tuple[str, ...] = ()

    @property
    def manifest(self) -> Any:
        """What is known of the snapshot (`data.manifest.Manifest`)."""
        return self.view.manifest

    def figure(self, name: str) -> Table:
        """A figure as it is, before the gate; asked once."""
        if name not in self.figures:
            self.figures[name] = self.view.figure(name)
        return self.figures[name]

    def asked(self, text: str) -> list[tuple[Any, ...]]:
        """Rows of a query of ours over steps and cases, before the gate; asked once."""
        if text not in self.answers:
            self.answers[text] = self.view.rows(text)
        return self.answers[text]

    @cached_property
    def counts(self) -> dict[str, int]:
        """The one row of the figure `counts`, as it is."""
        row = next(self.figure("counts").records())
        return {name: int(value) for name, value in row.items() if isinstance(value, int | float)}

    @property
    def passed(self) -> PassedView:
        """All that the gate let through of this view, for who judges it beside what went out."""
        told = self.total("residents")
        n = round(told.value)
        whole = (n, n) if self.exact_totals else self.gate.around(n)
        view = self.view
        return PassedView(text_of(view.selection), whole, tuple(self.gate.released), view.follow, view.names)

    @property
    def sayable(self) -> bool:
        """Whether there are residents enough to say anything at all."""
        return self.counts["residents"] >= self.gate.threshold

    @property
    def whole(self) -> bool:
        """Whether the report is about the whole log, whose totals are told as they are."""
        return not str(self.view.selection)

    def total(self, unit: str) -> Approximate:
        """The number of cases, residents or events of the whole; never exact for a selection of the log."""
        n, residents = self.counts[unit], self.counts["residents"]
        return self.gate.total(n, residents) if self.whole else self.gate.count(n, residents)

    def delivered(self, unit: str) -> Approximate:
        """The number of cases or events of the whole delivery, also when the report is about a part of it."""
        counts = self.manifest.counts
        return self.gate.total(int(counts[unit]), int(counts["residents"]))

    def rounded_unless_exact(self, n: int) -> int:
        """Rows of a delivery, told as the totals are."""
        told = self.gate.total(n, int(self.manifest.counts["residents"]))
        return n if told == Approximate(n) else self.gate.rounded(n)

    @property
    def exact_totals(self) -> bool:
        """Whether the totals are told as they are."""
        return self.whole and self.gate.total(1, self.counts["residents"]) == Approximate(1)

    @cached_property
    def cases_are_residents(self) -> bool:
        """Whether each case is a resident of its own, so that residents of routes add up."""
        return self.counts["cases"] == self.counts["residents"]

    def origin(self, figure: str) -> str:
        """Id of the passport of a figure as released; it will be explained at the end of the report."""
        passport = self.gate.passport(self.view.passport(read_figure(figure)))
        return self.keep(passport)

    def keep(self, passport: Passport) -> str:
        """Explain this passport at the end of the report; its id."""
        self.origins.setdefault(passport.id, passport)
        return passport.id

    def beyond(self, relation: str, columns: Sequence[str], condition: str = "TRUE") -> Distinct:
        """Counts the distinct residents of rows that are not shown. Names come from our code, values as parameters."""
        keys = ", ".join(f"COALESCE(CAST({column} AS VARCHAR), '')" for column in columns)
        marks = ", ".join("UNNEST(CAST(? AS VARCHAR[]))" for _ in columns)
        sql = (
            f"SELECT COUNT(DISTINCT resident_no) FROM {relation} "  # noqa: S608 -- names of our own code only
            f"WHERE {condition} AND ({keys}) NOT IN (SELECT {marks})"
        )

        known: dict[tuple[tuple[str, ...], ...], int] = {}  # an attack asks the same again

        def count(_hidden: Sequence[tuple[Value, ...]], shown: Sequence[tuple[Value, ...]]) -> int:
            told = tuple(tuple("" if row[at] is None else str(row[at]) for row in shown) for at in range(len(columns)))
            if told not in known:
                known[told] = int(self.view.rows(sql, list(map(list, told)))[0][0])
            return known[told]

        return count

    def whose(
        self, columns: Sequence[str], condition: str = "", relation: Literal["steps", "cases"] = "steps"
    ) -> Whose:
        """Whose the rows of a table by these columns are; without a condition, all that have the first of them."""
        apart = self.view.apart if relation == "steps" else ()
        together = self.view.follow == "household"
        where = condition or f"{columns[0]} IS NOT NULL"
        return Whose(relation, tuple(columns), where, apart=apart, together=together)

    def nameable(self, table: Table, *, activities: Sequence[str] = (), partners: Sequence[str] = ()) -> MayName:
        """Whether the names in these columns of a row may be shown: what is hidden once is hidden everywhere."""
        known = [(table.index(column), set(named(self.activities, "activity"))) for column in activities]
        known += [(table.index(column), {*self.partner_names, *self.unseen}) for column in partners]
        return lambda row: all(not row[at] or row[at] in names for at, names in known)

    @cached_property
    def activities(self) -> Table:
        """Steps without the small ones. Residents take many steps, so these rows are no parts of a whole."""
        raw = known_only(self.figure("activities"), KNOWN_TIMES, self)
        return self.gate.table(raw, merge=False, rank_by="steps", whose=self.whose(("activity",)))

    @cached_property
    def partners(self) -> Table:
        """Partners without the small ones. Residents meet many partners, so these rows are no parts of a whole."""
        raw = known_only(self.figure("partners"), KNOWN_TIMES, self)
        return self.gate.table(raw, merge=False, rank_by="steps", whose=self.whose(("partner",)))

    @cached_property
    def partner_names(self) -> tuple[str, ...]:
        """Partners that may be named, alphabetically."""
        return tuple(sorted((name for name in named(self.partners, "partner")), key=str.casefold))

    @cached_property
    def unseen(self) -> tuple[str, ...]:
        """Partners to whom enough residents are referred, but that delivered nothing themselves."""
        sql = (
            "SELECT CAST(to_partner AS VARCHAR) FROM steps WHERE to_partner IS NOT NULL GROUP BY to_partner "
            "HAVING COUNT(DISTINCT resident_no) >= ?"
        )
        referred = [row[0] for row in self.view.rows(sql, [self.gate.threshold])]
        acting = self.acting() if referred else set()
        return tuple(sorted({name for name in referred if name not in acting}, key=str.casefold))

    def acting(self) -> set[str]:
        """Partners that did anything."""
        return {row[0] for row in self.asked("SELECT DISTINCT CAST(partner AS VARCHAR) FROM steps")}

    def scope(self, unit: str, hidden_share: float | None = None) -> Scope:
        """What every picture says of itself."""
        period = self.view.selection.period
        if period == Period() and self.manifest.first_on > NEVER:
            period = Period(self.manifest.first_on, self.manifest.last_on)
        return Scope(
            period=period,
            residents=int(self.total("residents").value),
            hidden_share=hidden_share,
            unit=unit,
            case_unit=self.manifest.unit,
            residents_are_cases=self.manifest.residents == "cases",
            partners=tuple(dict.fromkeys((*self.partner_names, *self.company))),
            unseen=self.unseen,
        )


def named(table: Table, column: str) -> list[str]:
    """The values of a dimension that are names, without the merged rest."""
    return [str(value) for value in table.column(column) if value and value != OTHER]


def known_only(table: Table, known: dict[str, str], material: Material) -> Table:
    """The table without the quantiles that rest on too few known durations: `known` gives prefix -> count column."""
    least = material.gate.threshold
    prefixes = {f"{prefix}_p{p}_us": column for prefix, column in known.items() for p in (10, 50, 90)}
    rows = []
    for record in table.records():
        for name, column in prefixes.items():
            if name in record and whole(record[column]) < least:
                record[name] = None
        rows.append(tuple(record.values()))
    return Table(table.name, table.columns, tuple(rows), table.passport)

"""From a model to the kernel's tables, and where each changeable number stands in them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import Any

import numpy as np

from schakel.chain.problem import Problem, Refusal
from schakel.simulation.kernel import codes as c
from schakel.simulation.kernel.tables import TABLES, Decisions
from schakel.simulation.model.client_type import ClientType
from schakel.simulation.model.contract import Contract
from schakel.simulation.model.model import Model
from schakel.simulation.model.partner import Partner
from schakel.simulation.model.quantity import Quantity
from schakel.simulation.model.route import END
from schakel.simulation.model.stage import Stage
from schakel.simulation.target import contract_name, handover_between, single_contracts

WORKS = {"continuous": c.CONTINUOUS, "slotted": c.SLOTTED, "free": c.FREE}
LAWS = {"lognormal": c.LOGNORMAL, "exponential": c.EXPONENTIAL, "fixed": c.FIXED_TIME, "table": c.TABLE}
FORMS = {"effort": c.EFFORT, "output": c.OUTPUT, "task": c.TASK}
CAP_RULES = {"none": c.NO_CAP, "stop": c.STOP, "waitlist": c.CAP_WAITLIST}
ADMISSIONS = {"continue": c.CONTINUE, "waitlist": c.WAITLIST, "heavy_only": c.HEAVY_ONLY}
PER = 1000
NUMBER = 8  # bytes


@dataclass(frozen=True)
class Layout:
    """tables: an array of one TABLES record. names: of rows, by noun.

    desks: (partner, stage). lanes: (desk, municipality). contracts: those of single municipalities, in the order of
    their rows. domains: names of life domains.
    """

    tables: np.ndarray
    names: Mapping[str, tuple[str, ...]]
    desks: tuple[tuple[str, str], ...]
    lanes: tuple[tuple[int, int], ...]
    contracts: tuple[Contract, ...]
    domains: tuple[str, ...]

    def place(self, noun: str, name: str, field: str) -> int:
        """Where a number stands among the flat tables. name: of a row, of a pair `A > B`, or "" for the model."""
        row_type = TABLES[noun].base
        first, inside = _offset(TABLES, noun), _offset(row_type, field)
        return (first + self._row(noun, name) * row_type.itemsize + inside) // NUMBER

    def _row(self, noun: str, name: str) -> int:
        if noun == "model":
            return 0
        if noun == "handover":
            here, there = (self.names["partner"].index(side) for side in name.split(" > "))
            return here * c.PARTNERS + there
        return self.names[noun].index(name)


def _offset(record: np.dtype, field: str) -> int:
    fields: Any = record.fields
    return int(fields[field][1])


def lay_out(model: Model) -> Layout:
    """The kernel's tables of a model that has passed its checks. Refusal: it has more rows than the kernel can hold."""
    names = {
        "municipality": tuple(m.name for m in model.municipalities),
        "type": tuple(k.name for k in model.types),
        "stage": tuple(g.name for g in model.stages),
        "partner": tuple(p.name for p in model.partners),
        "contract": tuple(map(contract_name, single_contracts(model))),
    }
    desks = tuple((p.name, g) for p in model.partners for g in p.stages)
    lanes = tuple(
        (number, m)
        for number, (partner, _) in enumerate(desks)
        for m, name in enumerate(names["municipality"])
        if name in _works_for(model, partner)
    )
    domains = tuple(
        dict.fromkeys(d for d in (*(k.domain for k in model.types), *(g.domain for g in model.stages)) if d)
    )
    found = Layout(np.zeros(1, TABLES), names, desks, lanes, single_contracts(model), domains)
    _check_sizes(found)
    for fill in (_fill_model, _fill_types, _fill_routes, _fill_stages, _fill_partners, _fill_handovers, _fill_lanes):
        fill(found.tables[0], model, found)
    return found


def decisions_of(layout: Layout, rows: Sequence[tuple[float, str, str, str, float]]) -> Decisions:
    """Rows (week, noun, name, field, value), in order of week, as the kernel reads them."""
    return Decisions(
        np.array([row[0] for row in rows], "f8"),
        np.array([layout.place(*row[1:4]) for row in rows], "i8"),
        np.array([row[4] for row in rows], "f8"),
    )


def _works_for(model: Model, partner: str) -> tuple[str, ...]:
    found = next(p for p in model.partners if p.name == partner)
    return found.municipalities or tuple(m.name for m in model.municipalities)


def _check_sizes(layout: Layout) -> None:
    most = {
        "municipality": c.MUNICIPALITIES,
        "type": c.TYPES,
        "stage": c.STAGES,
        "partner": c.PARTNERS,
        "contract": c.CONTRACTS,
    }
    counts = {noun: len(layout.names[noun]) for noun in most}
    counts |= {"desk": len(layout.desks), "lane": len(layout.lanes)}
    most |= {"desk": c.DESKS, "lane": c.LANES}
    problems = [
        Problem("model_too_large", column=noun, value=str(counts[noun]), allowed=str(most[noun]))
        for noun in most
        if counts[noun] > most[noun]
    ]
    if problems:
        raise Refusal(tuple(problems))


def _set(record: Any, row: Any, *fields: str) -> None:
    """Copy fields of the same name from a row of the model."""
    for field in fields:
        value = getattr(row, field)
        record[field] = value.value if isinstance(value, Quantity) else value


def _fill_model(t: Any, model: Model, layout: Layout) -> None:
    one = t["model"]
    _set(one, model, "referral_spread", "extra_intake", "fragmentation", "choice_beta", "publish_every", "class_weeks")
    for noun in ("municipality", "type", "stage", "partner", "contract"):
        plural = {"municipality": "municipalities"}.get(noun, noun + "s")
        one[plural] = len(layout.names[noun])
    one["desks"], one["lanes"] = len(layout.desks), len(layout.lanes)
    one["domains"] = max(1, len(layout.domains))
    for record, row in zip(t["municipality"], model.municipalities, strict=False):
        _set(record, row, "budget", "threshold")
        record["admission"] = ADMISSIONS[row.admission]


def _fill_types(t: Any, model: Model, layout: Layout) -> None:
    for number, row in enumerate(model.types):
        record = t["type"][number]
        _set(record, row, "lead", "benefit", "score", "score_loss", "term", "question_gap", "returns", "return_after")
        record["inflow"] = record["deterioration"] = 1.0
        record["is_regular"], record["priority"] = row.pattern == "regular", row.priority
        record["start"] = layout.names["stage"].index(row.start)
        record["domain"] = layout.domains.index(row.domain) if row.domain else 0
        record["season"] = row.season or 1.0
        record["durations"] = _factors(row.durations, layout.names["stage"])
        record["severity"] = _cumulative([q.value for q in row.severity], c.SEVERITIES)
        record["questions"] = _cumulative([q.value for q in row.households], c.QUESTIONS)
        record["companions"] = _cumulative(_companions(row, layout.names["type"]), c.TYPES)
        for m, municipality in enumerate(model.municipalities):
            factor = row.factors[municipality.name].value if municipality.name in row.factors else 1.0
            record["rate"][m] = municipality.population.value / PER * row.per_1000.value / c.WEEKS_PER_YEAR * factor


def _factors(by_name: Mapping[str, Quantity], names: Sequence[str]) -> np.ndarray:
    """One factor per stage, 1 where nothing is said."""
    found = np.ones(c.STAGES)
    for name, factor in by_name.items():
        found[names.index(name)] = factor.value
    return found


def _companions(row: ClientType, types: Sequence[str]) -> list[float]:
    if not row.companions:
        return [float(name == row.name) for name in types]
    return [row.companions[name].value if name in row.companions else 0.0 for name in types]


def _cumulative(shares: Sequence[float], width: int) -> np.ndarray:
    """Shares added up, ending in 1; all 1 beyond the last."""
    found = np.ones(width)
    added = np.cumsum(shares)
    if len(added) and added[-1] > 0:
        found[: len(shares)] = added / added[-1]
    return found


def _fill_routes(t: Any, model: Model, layout: Layout) -> None:
    stages = layout.names["stage"]
    for k, kind in enumerate(layout.names["type"]):
        record = t["type"][k]
        record["to"], record["up_to"] = -1, -1
        for g, stage in enumerate(stages):
            rows = [r for r in model.routes if r.stage == stage and not r.is_up and r.type in ("", kind)]
            rows = [r for r in rows if r.type] or rows
            if len(rows) > c.ROUTES:
                allowed = str(c.ROUTES)
                raise Refusal((Problem("model_too_large", column="route", value=str(len(rows)), allowed=allowed),))
            record["share"][g] = _cumulative([r.share.value for r in rows], c.ROUTES)
            record["to"][g][: len(rows)] = [-1 if r.to == END else stages.index(r.to) for r in rows]
            ups = [r for r in model.routes if r.is_up and r.stage == stage and r.type in ("", kind)]
            if ups:
                record["up_to"][g] = stages.index(max(ups, key=lambda r: r.type != "").to)


def _fill_stages(t: Any, model: Model, layout: Layout) -> None:
    quantiles = _Joined(t["quantiles"])
    meetings = _Joined(t["meetings"])
    for number, row in enumerate(model.stages):
        record = t["stage"][number]
        _set(record, row, "every", "places", "helps", "gain", "deterioration", "leaving", "patience", "returns")
        _set(record, row, "return_after", "priority", "norm", "is_help", "is_result", "pays_benefit")
        record["duration"], record["sigma"] = 1.0, sqrt(log(1 + row.cv.value**2))
        record["work"], record["law"] = WORKS[row.work], LAWS[row.distribution]
        record["weeks"] = _mean_weeks(row)
        record["escalates"] = [q.value for q in row.escalates]
        record["escalates_to"] = layout.names["stage"].index(row.escalates_to) if row.escalates_to else -1
        record["domain"] = layout.domains.index(row.domain) if row.domain else -1
        record["quantiles_from"], record["quantiles_n"] = quantiles.add(row.table)
        record["meetings_from"], record["meetings_n"] = meetings.add(row.at)


def _mean_weeks(row: Stage) -> Sequence[float]:
    """Mean by severity; that of a table follows from its quantiles, so that money expects what happens."""
    if row.distribution == "table":
        table = np.asarray(row.table)
        return [float((table[1:] + table[:-1]).mean() / 2)] * c.SEVERITIES
    weeks = [q.value for q in row.duration]
    return weeks * c.SEVERITIES if len(weeks) == 1 else weeks


class _Joined:
    """Lists of numbers after each other in one array."""

    def __init__(self, into: np.ndarray) -> None:
        self._into, self._used = into, 0

    def add(self, values: Sequence[float]) -> tuple[int, int]:
        """Where a list begins, and how long it is. Refusal: no room left."""
        first = self._used
        self._used += len(values)
        if self._used > len(self._into):
            allowed = str(len(self._into))
            raise Refusal((Problem("model_too_large", column="table", value=str(self._used), allowed=allowed),))
        self._into[first : self._used] = values
        return first, len(values)


def _fill_partners(t: Any, model: Model, _layout: Layout) -> None:
    for number, row in enumerate(model.partners):
        record = t["partner"][number]
        _set(record, row, "people", "absence", "slots", "reserved", "weight", "fixed", "variable", "credit")
        _set(record, row, "patience", "cash", "preempts")
        record["intake"] = 1.0
        record["calendar"] = row.calendar or 1.0


def _fill_handovers(t: Any, model: Model, layout: Layout) -> None:
    partners: tuple[Partner, ...] = model.partners
    for i, here in enumerate(partners):
        for j, there in enumerate(partners):
            found = handover_between(model, here.name, there.name)
            record = t["handover"][i, j]
            _set(record, found, "delay", "lost", "kept", "broker_factor")
            record["broker"] = layout.names["partner"].index(found.broker) if found.broker else -1


def _fill_lanes(t: Any, model: Model, layout: Layout) -> None:
    """Contracts, desks, lanes, and who offers which stage in which municipality."""
    for number, row in enumerate(layout.contracts):
        record = t["contract"][number]
        _set(record, row, "price", "start_share", "longer", "selects", "volume", "bandwidth", "settle", "unit_price")
        _set(record, row, "cap")
        record["form"], record["cap_rule"] = FORMS[row.form], CAP_RULES[row.cap_rule]
        record["partner"] = layout.names["partner"].index(row.partner)
        record["municipality"] = layout.names["municipality"].index(row.municipality)
    t["contract"][len(layout.contracts)]["form"] = c.TASK
    number_of = _contract_number(layout)
    t["desk"]["lanes"] = -1
    helps = {(p.name, stage): factor.value for p in model.partners for stage, factor in p.helps.items()}
    for number, (partner, stage) in enumerate(layout.desks):
        record = t["desk"][number]
        record["helps"] = helps.get((partner, stage), 1.0)
        record["partner"], record["stage"] = layout.names["partner"].index(partner), layout.names["stage"].index(stage)
    for number, (desk, m) in enumerate(layout.lanes):
        record = t["lane"][number]
        record["desk"], record["municipality"], record["contract"] = desk, m, number_of(desk, m)
        t["desk"][desk]["lanes"][m] = number
    _fill_offers(t, layout)


def _fill_offers(t: Any, layout: Layout) -> None:
    offers, of_partner = _Joined(t["offers"]), _Joined(t["partner_lanes"])
    for g, stage in enumerate(layout.names["stage"]):
        for m in range(len(layout.names["municipality"])):
            found = [desk for desk, at in layout.lanes if at == m and layout.desks[desk][1] == stage]
            t["offers_from"][g, m], t["offers_n"][g, m] = offers.add(found)
    for p, partner in enumerate(layout.names["partner"]):
        own = [number for number, (desk, _) in enumerate(layout.lanes) if layout.desks[desk][0] == partner]
        t["partner"][p]["lanes_from"], t["partner"][p]["lanes_n"] = of_partner.add(own)


def _contract_number(layout: Layout) -> Callable[[int, int], int]:
    """Which contract pays for a lane: that of the stage itself, else that of the partner as a whole, else none."""
    numbers = {(row.partner, row.municipality, row.stage): number for number, row in enumerate(layout.contracts)}

    def number_of(desk: int, m: int) -> int:
        partner, stage = layout.desks[desk]
        municipality = layout.names["municipality"][m]
        whole = numbers.get((partner, municipality, ""), len(layout.contracts))
        return numbers.get((partner, municipality, stage), whole)

    return number_of

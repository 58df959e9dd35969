"""Pictures' values from real runs of a small chain: intake in meetings, help by two providers, and a stay."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import pairwise

import numpy as np

from schakel.draw.simulated.band_data import Band, BandData, BandPanel, Measure
from schakel.draw.simulated.causes_data import CauseMapData, CauseRow, CausesData, MapCell, MapRow
from schakel.draw.simulated.comparison_data import ComparedScenario, ComparisonData, Metric
from schakel.draw.simulated.occupancy_data import OccupancyData, OccupancyFlow, OccupancyNode
from schakel.draw.simulated.replay_data import Outcome, ReplayClient, ReplayData, ReplayStage, Visit
from schakel.draw.simulated.scope import SimulatedScope
from schakel.draw.simulated.span import Span
from schakel.simulation.causes.shapley import Attribution, attribute
from schakel.simulation.decision import Decision
from schakel.simulation.experiment.interval import Interval, paired_difference
from schakel.simulation.kernel import codes as c
from schakel.simulation.layout import Layout, lay_out
from schakel.simulation.model.client_type import ClientType
from schakel.simulation.model.handover import Handover
from schakel.simulation.model.model import Model
from schakel.simulation.model.municipality import Municipality
from schakel.simulation.model.partner import Partner
from schakel.simulation.model.quantity import assumed, fitted, given
from schakel.simulation.model.route import Route
from schakel.simulation.model.stage import Stage
from schakel.simulation.result import Result, result_of
from schakel.simulation.run import Run

WEEKS, WARM_UP, PERIOD = 104, 26, 4
SEEDS = tuple(range(1, 9))
CAUSES = {
    "Aanbieder verliest de helft van zijn mensen": (
        Decision(20, "Ambulant", "partner.people", 4, "people"),
        Decision(60, "Ambulant", "partner.people", 8, "people"),
    ),
    "Overdracht raakt meer kwijt": (Decision(10, "Wijkteam > Ambulant", "handover.lost", 0.3, "lost"),),
    "Overleg eens per vier weken": (Decision(0, "Triage", "stage.every", 4, "every"),),
}
MODEL = Model(
    name="Kleine keten",
    start=date(2026, 1, 5),
    municipalities=(Municipality("Aa", given(30_000)), Municipality("Bee", given(20_000))),
    types=(ClientType("jeugd", fitted(7, 6, 8), "Triage", term=given(8)),),
    stages=(
        Stage("Triage", (given(1),), work="slotted", every=given(2), places=given(16), is_help=False, norm=given(4)),
        Stage(
            "Ambulante hulp",
            (given(8), given(10), given(12), given(14)),
            helps=given(0.6),
            deterioration=assumed(0.02, 0, 0.05),
            leaving=assumed(0.02, 0.01, 0.04),
            escalates=(given(0.5),),
            escalates_to="Verblijf",
            norm=given(6),
        ),
        Stage("Verblijf", (given(30),), line=3, helps=given(0.5)),
        Stage("Eigen netwerk", (given(6),), work="free"),
    ),
    partners=(
        Partner("Wijkteam", ("Triage",), given(4), given(10)),
        Partner("Ambulant", ("Ambulante hulp",), given(8), given(5)),
        Partner("Zorg Dichtbij", ("Ambulante hulp",), given(3), given(5)),
        Partner("Verblijfshuis", ("Verblijf",), given(8), given(4)),
        Partner("Informeel", ("Eigen netwerk",)),
    ),
    routes=(
        Route("Triage", "Ambulante hulp", given(0.7)),
        Route("Triage", "Eigen netwerk", given(0.2)),
        Route("Triage", "end", given(0.1)),
        Route("Ambulante hulp", "end", given(0.9)),
        Route("Ambulante hulp", "Verblijf", given(0.1)),
        Route("Ambulante hulp", "Verblijf", is_up=True),
        Route("Eigen netwerk", "end", given(1)),
        Route("Verblijf", "end", given(1)),
    ),
    handovers=(
        Handover("Wijkteam", "Ambulant", given(1), given(0.08), given(0.8)),
        Handover("Ambulant", "Verblijfshuis", given(2), given(0.02), given(0.8)),
    ),
    weeks=WEEKS,
    warm_up=WARM_UP,
)
SCOPE = SimulatedScope(MODEL.name, WEEKS, len(SEEDS), SEEDS[0], WARM_UP, MODEL.start)


@cache
def layout() -> Layout:
    """The chain as the kernel reads it."""
    return lay_out(MODEL)


@cache
def run(seed: int, causes: frozenset[str] = frozenset()) -> Run:
    """A run to its end with its log, under the causes named."""
    rows = sorted((d for name in CAUSES if name in causes for d in CAUSES[name]), key=lambda d: d.week)
    return Run(layout(), seed, rows, weeks=WEEKS, warm_up=WARM_UP, keeps_log=True).go()


@cache
def result(seed: int, causes: frozenset[str] = frozenset()) -> Result:
    """What a run came to."""
    return result_of(run(seed, causes))


def span(found: Interval) -> Span:
    """An interval of the experiments as one of the pictures."""
    return Span(found.value, found.low, found.high)


def _by_period(one: Run, measure: Measure) -> np.ndarray:
    """Per desk and period of four weeks: the mean queue, or the mean wait of those who started, NaN without any."""
    periods = (WARM_UP + WEEKS) // PERIOD
    desks = len(layout().desks)
    if measure == "queue":
        queue = one.series["queue"][: periods * PERIOD, :desks]
        return np.asarray(queue.reshape(periods, PERIOD, desks).mean(axis=1).T)
    steps = one.steps()
    waits, starts = np.zeros((desks, periods)), np.zeros((desks, periods))
    names = layout().names
    for step in steps:
        place = layout().desks.index((names["partner"][step["partner"]], names["stage"][step["stage"]]))
        period = min(int(step["started"] // PERIOD), periods - 1)
        waits[place, period] += step["started"] - step["requested"]
        starts[place, period] += 1
    return np.where(starts > 0, waits / np.maximum(starts, 1), np.nan)


def _band(samples: np.ndarray) -> Band:
    """A band from samples (replications, moments)."""
    mean, low, high = [], [], []
    for column in samples.T:
        known = column[~np.isnan(column)]
        few = not len(known)
        mean.append(None if few else float(known.mean()))
        low.append(None if few else float(np.quantile(known, 0.1)))
        high.append(None if few else float(np.quantile(known, 0.9)))
    return Band(tuple(mean), tuple(low), tuple(high))


@dataclass(frozen=True)
class _Named:
    name: str
    causes: frozenset[str]


PLAIN = _Named("Zoals afgesproken", frozenset())
ACTUAL = _Named("Zoals gelopen", frozenset(CAUSES))


@cache
def bands(measure: Measure, *, second: bool = True) -> BandData:
    """Queues or waits per desk, with what happened as the second scenario."""
    scenarios = (PLAIN, ACTUAL) if second else (PLAIN,)
    samples = {one.name: np.stack([_by_period(run(seed, one.causes), measure) for seed in SEEDS]) for one in scenarios}
    periods = (WARM_UP + WEEKS) // PERIOD
    weeks = tuple(float((place + 1) * PERIOD - WARM_UP) for place in range(periods))
    panels = tuple(
        BandPanel(f"{stage}, {partner}", tuple(_band(samples[one.name][:, place]) for one in scenarios))
        for place, (partner, stage) in enumerate(layout().desks)
    )
    return BandData(measure, weeks, panels, SCOPE, tuple(one.name for one in scenarios) if second else ("",))


def _severity(found: Result) -> float:
    return float(found.series["severity"].sum())


def _metrics(found: Result) -> tuple[float, ...]:
    rights = float((found.outcome["ended_refused"] + found.outcome["late"] - found.outcome["late_refused"]).sum())
    lost = float(found.outcome["ended_lost"].sum())
    paid = 100 * float(found.series["busy"].sum())
    return rights, _severity(found), lost, paid


METRICS = (
    Metric("Geweigerd, of te laat geholpen", "inwoners", "rights"),
    Metric("Ernst van wie wacht", "ernstweken", "chain"),
    Metric("Kwijt bij een overdracht", "cliënten", "chain"),
    Metric("Kosten", "euro", "money"),
)


@cache
def comparison() -> ComparisonData:
    """Each cause by itself, and all together, against none."""
    base = np.array([_metrics(result(seed)) for seed in SEEDS])
    others = []
    for name, causes in [*((name, frozenset({name})) for name in CAUSES), (ACTUAL.name, ACTUAL.causes)]:
        own = np.array([_metrics(result(seed, causes)) for seed in SEEDS])
        differences = tuple(span(paired_difference(own[:, m], base[:, m])) for m in range(len(METRICS)))
        gains = differences[0].low > 0 and differences[3].high < 0
        others.append(ComparedScenario(name, tuple(map(float, own.mean(axis=0))), differences, gains))
    first = ComparedScenario(PLAIN.name, tuple(map(float, base.mean(axis=0))), (None,) * len(METRICS), is_tied=True)
    tied = tuple(
        ComparedScenario(o.name, o.levels, o.differences, o.gains_by_rights, o.differences[1].covers_zero)
        if o.differences[1]
        else o
        for o in others
    )
    return ComparisonData(METRICS, first, tied, SCOPE, PLAIN.name, METRICS[1].label)


@cache
def attribution() -> Attribution:
    """Shares of the causes in the weeks of severity."""
    return attribute(tuple(CAUSES), lambda on: [_severity(result(seed, on)) for seed in SEEDS])


@cache
def causes() -> CausesData:
    """The same as a picture takes it."""
    found = attribution()
    rows = tuple(
        CauseRow(
            one.name, span(one.share.at()), span(one.alone.at()), span(one.repair.at()), bool(one.is_distinguishable)
        )
        for one in found.causes
    )
    total = span(found.total.at())
    return CausesData(rows, total, "Ernst van wie wacht", "ernstweken", PLAIN.name, ACTUAL.name, SCOPE)


STATIONS = dict(zip(CAUSES, ("Ambulante hulp", "Triage", "Triage"), strict=True))


@cache
def cause_map_data() -> CauseMapData:
    """Shares in the queue of each stage, per quarter."""
    stages = layout().names["stage"]
    of_stage = np.array([[stage == name for _, stage in layout().desks] for name in stages], dtype=float)

    def queues(on: frozenset[str]) -> np.ndarray:
        series = np.stack([result(seed, on).series["queue"][:, : len(layout().desks)] for seed in SEEDS])
        quarters = series.reshape(len(SEEDS), WEEKS // 13, 13, -1).mean(axis=2)
        return np.asarray(np.einsum("rqd,sd->rsq", quarters, of_stage))

    found = attribute(tuple(CAUSES), queues)
    rows = []
    for one in found.causes:
        for place, stage in enumerate(stages):
            cells = tuple(
                MapCell(float(one.share.value[place, q]), bool(one.is_distinguishable[place, q]))
                for q in range(WEEKS // 13)
            )
            rows.append(MapRow(one.name, stage, cells, STATIONS[one.name] == stage))
    periods = tuple((13 * q + 1, 13 * (q + 1)) for q in range(WEEKS // 13))
    return CauseMapData(periods, tuple(rows), "wachtende cliënten", "cliënten", SCOPE)


@cache
def occupancy() -> OccupancyData:
    """Means over the replications, per desk."""
    found = [result(seed) for seed in SEEDS]
    series = {key: np.mean([r.series[key].mean(axis=0) for r in found], axis=0) for key in ("queue", "busy")}
    flow = {key: np.mean([r.flow[key] for r in found], axis=0) for key in ("wait", "started")}
    lanes = np.array([desk for desk, _ in layout().lanes])
    nodes = []
    for place, (partner, stage) in enumerate(layout().desks):
        own = next(p for p in MODEL.partners if p.name == partner)
        work = next(g for g in MODEL.stages if g.name == stage).work
        places = own.people.value * own.slots.value
        wait, started = (float(flow[key][lanes == place].sum()) for key in ("wait", "started"))
        taken = min(1.0, float(series["busy"][place]) / places) if work == "continuous" else None
        nodes.append(
            OccupancyNode(
                f"{stage}@{partner}",
                stage,
                taken,
                float(series["queue"][place]),
                wait / started if started else None,
                partner,
            )
        )
    return OccupancyData(tuple(nodes), _flows(), SCOPE)


def _flows() -> tuple[OccupancyFlow, ...]:
    """Clients a week between desks, counted in the logs."""
    counted: dict[tuple[str, str], float] = {}
    for seed in SEEDS:
        for client in clients(seed):
            way = [*([""] if client.came > 0 else []), *(visit.stage for visit in client.visits)]
            if client.outcome != "running":
                way.append("")
            for pair in pairwise(way):
                counted[pair] = counted.get(pair, 0.0) + 1 / (len(SEEDS) * WEEKS)
    lost = {h.partner: (h.next_partner, h.lost.value) for h in MODEL.handovers}
    flows = []
    for (source, target), n in sorted(counted.items()):
        partner, share = lost.get(source.partition("@")[2], ("", 0.0))
        flows.append(OccupancyFlow(source, target, n, share if partner == target.partition("@")[2] else 0.0))
    return tuple(flows)


@cache
def clients(seed: int) -> tuple[ReplayClient, ...]:
    """The clients of one log after the warm-up, by when they came."""
    one = run(seed)
    names = layout().names
    visits: dict[tuple[int, int], list[Visit]] = {}
    gone: dict[tuple[int, int], bool] = {}
    for step in np.sort(one.steps(), order=["key", "episode", "requested"]):
        place = f"{names['stage'][step['stage']]}@{names['partner'][step['partner']]}"
        key = int(step["key"]), int(step["episode"])
        weeks = (float(step[name]) - WARM_UP for name in ("requested", "started", "ended"))
        visits.setdefault(key, []).append(Visit(place, *weeks))
        gone[key] = bool(step["to_partner"] >= 0)
    running = set()
    inside = one.state["client"][np.isin(one.state["client"]["where"], (c.WAITING, c.SERVED))]
    for client in inside:
        partner, stage = layout().desks[client["desk"]]
        key = int(client["key"]), int(client["episode"])
        started = float(client["started"]) - WARM_UP if client["where"] == c.SERVED else None
        visit = Visit(f"{stage}@{partner}", float(client["reached"]) - WARM_UP, started)
        visits.setdefault(key, []).append(visit)
        running.add(key)
    found: Sequence[ReplayClient] = [
        ReplayClient(tuple(own), _outcome(key in running, gone.get(key, False))) for key, own in visits.items()
    ]
    counted = (client for client in found if client.went is None or client.went > 0)
    return tuple(sorted(counted, key=lambda client: client.came))


def _outcome(is_running: bool, is_gone: bool) -> Outcome:
    return "running" if is_running else "gone" if is_gone else "done"


@cache
def replayed() -> ReplayData:
    """The first run, to be replayed."""
    stages = tuple(ReplayStage(f"{stage}@{partner}", stage, partner) for partner, stage in layout().desks)
    return ReplayData(stages, clients(SEEDS[0]), replace(SCOPE, replications=1))

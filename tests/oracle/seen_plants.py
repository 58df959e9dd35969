"""What the figures of a log show of plants that no finding tells."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

from schakel.chain.selection import Period, Selection
from schakel.insight.opened import open_log
from schakel.orchestration.lindewaard import NETWORK
from schakel.orchestration.network_file import read_network
from schakel.simulation.region.facts import facts
from schakel.simulation.region.plants.broker_absent import BrokerAbsent
from schakel.simulation.region.plants.handover_absent import HandoverAbsent
from schakel.simulation.region.plants.no_added_value import NoAddedValue
from schakel.simulation.region.plants.no_lead import NoLead
from schakel.simulation.region.plants.one_word import OneWord
from schakel.simulation.region.plants.placement_short import PlacementShort
from schakel.simulation.region.plants.plant import Plant
from schakel.simulation.region.plants.threshold_lowered import ThresholdLowered

HEAVIER = ("Dagbehandeling", "GGZ-behandeling")
OUTCOMES = ("doel bereikt", "deels bereikt", "zonder resultaat")
SHORTLY, HALF_YEAR = 6, 26  # weeks
EVER = Period()
Where = tuple[tuple[str, str], ...]
Follow = Literal["case", "household"]
Seen = Callable[[Path, Any], bool]


def rows(log: Path, figure: str, where: Where = (), *, period: Period = EVER, follow: Follow = "case") -> Iterator[Any]:
    """Records of a figure for cases with all these values."""
    chosen = Selection(where, period)
    with open_log(log, selection=chosen, follow=follow) as view:
        yield from view.figure(figure).records()


def _week(number: float) -> date:
    return facts().first_day + timedelta(days=round(number * 7))


def _cases(log: Path, where: Where = (), period: Period = EVER) -> int:
    return int(next(rows(log, "counts", where, period=period))["cases"])


def _touch(log: Path, activity: str, where: Where = ()) -> float:
    """The median of how long the activity takes in cases with these values, in microseconds; 0 where there is none."""
    return next(
        (float(row["touch_p50_us"]) for row in rows(log, "activities", where) if row["activity"] == activity), 0.0
    )


def threshold_lowered(log: Path, plant: ThresholdLowered) -> bool:
    """Of its referred cases of that time a quarter more come to heavier help than elsewhere."""
    during = Period(_week(plant.from_week), _week(plant.to_week))

    def share(towns: Sequence[str]) -> float:
        def cases(activity: str) -> int:
            return sum(_cases(log, (("municipality", town), ("activity", activity)), during) for town in towns)

        return sum(map(cases, HEAVIER)) / cases("Verwijzing aanbieder")

    others = [town for town in facts().municipalities if town != plant.municipality]
    return share([plant.municipality]) > 1.25 * share(others)


def no_added_value(log: Path, plant: NoAddedValue) -> bool:
    """Of closed cases with the stage, those with this partner reached less of their goals."""

    def share(where: Where = ()) -> tuple[int, int]:
        ended = [_cases(log, (("activity", plant.stage), ("outcome", word), *where)) for word in OUTCOMES]
        return ended[0], sum(ended)

    own, all_cases = share((("partner", plant.partner),)), share()
    others = (all_cases[0] - own[0]) / (all_cases[1] - own[1])
    return own[0] / own[1] < 0.75 * others


def broker_absent(log: Path, plant: BrokerAbsent) -> bool:
    """Of cases that began then, or shortly before, a fifth more stopped on the way than of those of a year before.

    Between both lies half a year, whose cases are handed over before the absence as well as in it.
    """
    length = plant.to_week - plant.from_week

    def share(since: float) -> float:
        period = Period(_week(since), _week(since + length) - timedelta(days=1))
        stopped = sum(int(row["cases"]) for row in rows(log, "dead_ends", period=period))
        return stopped / _cases(log, period=period)

    return share(plant.from_week - SHORTLY) > 1.2 * share(plant.from_week - HALF_YEAR - length)


def no_lead(log: Path, _plant: NoLead) -> bool:
    """One household in a thousand has four partners or more at once. Whether one holds the lead is in no log."""
    found = [row for row in rows(log, "concurrency", follow="household") if row["counted"] == "partners"]
    many = sum(row["units"] for row in found if row["unit"] == "household" and row["at_once"] >= 4)
    return bool(many > next(rows(log, "counts"))["households"] / 1000)


def placement_short(log: Path, plant: PlacementShort) -> bool:
    """The placement lasts less than half as long for this group as for the others together."""

    return _touch(log, plant.stage, (("question", plant.type),)) < 0.5 * _touch(log, plant.stage)


def one_word(log: Path, plant: OneWord) -> bool:
    """The word lasts otherwise at this partner than with the others."""

    own, all_cases = _touch(log, plant.word, (("partner", plant.partner),)), _touch(log, plant.word)
    return own > 0 and abs(own / all_cases - 1) > 0.15


def handover_absent(log: Path, plant: HandoverAbsent) -> bool:
    """The handover was agreed and no case has it, while the step before it happens."""
    edges = [row for row in rows(log, "edges") if row["activity"] == plant.stage]
    agreed = read_network(log / "source" / NETWORK).handovers
    told = any((one.activity, one.next_activity) == (plant.stage, plant.next_stage) for one in agreed)
    return told and len(edges) > 0 and not [row for row in edges if row["next_activity"] == plant.next_stage]


SEEN: Mapping[type[Plant], Seen] = {
    ThresholdLowered: threshold_lowered,
    NoAddedValue: no_added_value,
    BrokerAbsent: broker_absent,
    NoLead: no_lead,
    PlacementShort: placement_short,
    OneWord: one_word,
    HandoverAbsent: handover_absent,
}

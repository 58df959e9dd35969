"""Chains that several tests of pictures use. Run as a program it renews the golden files; look at the pictures then."""

import json
import random
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

from lxml import etree

from schakel.chain.selection import Period
from schakel.chain.table import Value
from schakel.draw.map_data import MapData, MapEdge, MapNode
from schakel.draw.picture import Scope
from schakel.draw.process_map import process_map
from schakel.draw.route_strip import Strip, StripData, StripStep, route_strips
from schakel.insight.opened import open_log
from schakel.insight.routes import routes

GOLDEN = Path(__file__).parents[2] / "golden" / "draw"
STEPS = (
    ("Melding", "Toegang", 1180, 1.0),
    ("Triage", "Toegang", 1105, 4.0),
    ("Doorvragen", "Toegang", 960, 6.0),
    ("Keukentafelgesprek", "Wijkteam", 905, 12.0),
    ("Plan van aanpak", "Wijkteam", 860, 9.0),
    ("Beschikking", "Gemeente", 812, 18.0),
    ("Verwijzing naar aanbieder", "Wijkteam", 705, 7.0),
    ("Intake aanbieder", "Aanbieder ambulant", 648, 10.0),
    ("Begeleiding", "Aanbieder ambulant", 610, 92.0),
    ("Evaluatie", "Aanbieder ambulant", 540, 14.0),
    ("Afsluiting", "Wijkteam", 498, 5.0),
    ("Cliëntondersteuning", "Cliëntondersteuning Midden", 231, 5.0),
    ("Vrijwillige inzet", "Welzijn", 176, 8.0),
    ("Bezwaar", "Gemeente", 64, 48.0),
    ("Schuldhulp", "Kredietbank", 214, 33.0),
    ("Wachtlijst", "Aanbieder ambulant", 520, 41.0),
    ("GGZ-behandeling", "GGZ", 118, 77.0),
    ("Crisisplek", "Veilig Thuis", 47, 2.0),
    ("Huisarts", "Huisartsen", 166, 3.0),
    ("Nazorg", "Welzijn", 205, 30.0),
    ("Werkfit-traject", "Werkbedrijf", 260, 61.0),
    ("Jobcoaching", "Werkbedrijf", 188, 55.0),
    ("Plaatsing bij werkgever", "Werkgevers", 142, None),
    ("Onderwijsoverleg", "Onderwijs", 88, 6.0),
    ("Herindicatie en verlenging van de voorziening", "Gemeente", 131, 21.0),
)
SPINE = tuple(name for name, *_ in STEPS[:11])
SPINE_COUNTS = (980, 842, 790, 770, 742, 610, 430, 588, 470, 402)
SIDE = (
    ("Triage", "Keukentafelgesprek", 150),
    ("Keukentafelgesprek", "Vrijwillige inzet", 91),
    ("Cliëntondersteuning", "Doorvragen", 92),
    ("Keukentafelgesprek", "Cliëntondersteuning", 66),
    ("Plan van aanpak", "Schuldhulp", 120),
    ("Plan van aanpak", "Werkfit-traject", 160),
    ("Verwijzing naar aanbieder", "Wachtlijst", 300),
    ("Wachtlijst", "Intake aanbieder", 262),
    ("Evaluatie", "Begeleiding", 96),
    ("Evaluatie", "Plan van aanpak", 61),
    ("Afsluiting", "Nazorg", 84),
    ("Werkfit-traject", "Jobcoaching", 131),
    ("Jobcoaching", "Plaatsing bij werkgever", 104),
    ("Plaatsing bij werkgever", "Nazorg", 77),
    ("Huisarts", "Triage", 88),
    ("Evaluatie", "Herindicatie en verlenging van de voorziening", 71),
    ("Herindicatie en verlenging van de voorziening", "Begeleiding", 66),
    ("Onderwijsoverleg", "Triage", 52),
)


def chain_data(*, unseen: tuple[str, ...] = ("GGZ",), seed: int = 5) -> MapData:
    """25 steps, 80 transitions between them, and starts and ends; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 an invented example
    names = [name for name, *_ in STEPS]
    pairs = {pair: number for *pair_, number in SIDE for pair in [tuple(pair_)]}
    pairs.update(zip(pairwise(SPINE), SPINE_COUNTS, strict=True))
    overlapping = "Begeleiding", "Schuldhulp"
    while len(pairs) < 80:
        pair = chance.choice(names), chance.choice(names)
        if pair[0] != pair[1] and pair != overlapping:
            pairs.setdefault(pair, chance.randint(10, 45))
    edges = [
        MapEdge(source, target, number, chance.choice((0, 0, 3)), chance.choice((0.0, 1.5, 4.0, 12.0, 31.0, 77.0)))
        for (source, target), number in pairs.items()
    ]
    edges.append(MapEdge(*overlapping, 0, 40))
    edges.append(MapEdge("Begeleiding", "Begeleiding", 58, 0, 9.0))
    edges += [
        MapEdge("", name, number)
        for name, number in (("Melding", 1015), ("Huisarts", 102), ("Cliëntondersteuning", 60))
    ]
    edges += [
        MapEdge(name, "", number)
        for name, number in (("Afsluiting", 455), ("Nazorg", 150), ("Triage", 86), ("Beschikking", 32))
    ]
    nodes = tuple(
        MapNode(name, name, number, partner, 2 if name == "Triage" else 0, touch)
        for name, partner, number, touch in STEPS
    )
    scope = Scope(Period(date(2024, 1, 1), date(2025, 12, 31)), 1184, 0.03, case_unit="trajectory", unseen=unseen)
    return MapData(nodes, tuple(edges), SPINE, scope)


def strip_data() -> StripData:
    """Four routes of an invented chain, one of them with an unknown wait and one of moments only."""
    first = StripStep("Melding", "Toegang", 0.0, 8.0)
    triage = StripStep("Triage", "Toegang", 12.0, 4.0)
    plan = StripStep("Plan van aanpak", "Wijkteam", 9.0, 6.0)
    help_ = StripStep("Begeleiding", "Aanbieder ambulant", 31.0, 92.0)
    ggz = StripStep("GGZ-behandeling", "GGZ", 77.0, 70.0)
    close = StripStep("Evaluatie", "Wijkteam", 0.0, 6.0)
    strips = (
        Strip((first, triage, plan, help_, close), 0.34, 1634, 186.0),
        Strip((first, triage, ggz, close), 0.19, 913, 214.0),
        Strip((StripStep("Huisarts", "Huisartsen"), StripStep("GGZ-behandeling", "GGZ", None, 55.0)), 0.12, 577, 104.0),
        Strip(
            (StripStep("Melding", "Toegang"), StripStep("Triage", "Toegang", 0.4), StripStep("Afsluiting", "", 14.0)),
            0.09,
            433,
            21.0,
        ),
    )
    return StripData(strips, Scope(Period(date(2024, 1, 1), date(2025, 12, 31)), 4812, 0.11, unseen=("GGZ",)))


@cache
def receipt(log: Path) -> tuple[MapData, StripData]:
    """The real steps, transitions and most frequent routes of a published Dutch municipal log."""
    with open_log(log) as view:
        nodes = tuple(
            MapNode(str(r["activity"]), str(r["activity"]), int(str(r["cases"])))
            for r in view.figure("activities").records()
        )
        edges = [
            MapEdge(str(r["activity"]), str(r["next_activity"]), int(str(r["steps"])), 0, _days(r["wait_p50_us"]))
            for r in view.figure("edges").records()
        ]
        edges += [MapEdge("", str(r["activity"]), int(str(r["cases"]))) for r in view.figure("starts").records()]
        edges += [MapEdge(str(r["activity"]), "", int(str(r["cases"]))) for r in view.figure("ends").records()]
        top = routes(view, most=6)
    scope = Scope(
        Period(date(2010, 10, 2), date(2012, 1, 23)), 1434, 0, "cases", case_unit="provision", residents_are_cases=True
    )
    strips = tuple(Strip(tuple(StripStep(a, "", 1.0) for a in r.activities), r.share, r.cases, 5.0) for r in top)
    return MapData(nodes, tuple(edges), top[0].activities, scope), StripData(strips, scope)


def _days(us: Value) -> float | None:
    return None if us is None else float(str(us)) / 86_400_000_000


def chain_layout() -> dict[str, list[float]]:
    """Centre of each box of the invented chain, in px to one decimal."""
    picture = process_map(chain_data(), "nl")
    boxes = etree.fromstring(picture.svg.encode()).iter("{http://www.w3.org/2000/svg}a")
    found = {}
    for box in boxes:
        rect = box.find("{http://www.w3.org/2000/svg}rect")
        assert rect is not None
        x, y, wide, high = (float(rect.get(key, "0")) for key in ("x", "y", "width", "height"))
        found[str(box.get("aria-label"))] = [round(x + wide / 2, 1), round(y + high / 2, 1)]
    return found


if __name__ == "__main__":
    GOLDEN.joinpath("chain_layout.json").write_text(
        json.dumps(chain_layout(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    GOLDEN.joinpath("chain_routes.svg").write_text(route_strips(strip_data(), "nl").svg + "\n", encoding="utf-8")

"""A small log with planted small groups, and a small region, each loaded once."""

import csv
import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from oracle.made_region import Made
from schakel.data.load import load
from schakel.data.mapping import read_mapping
from unit.report.delivered import make_delivered

MAIN = (("Melding", "Loket"), ("Gesprek", "Wijkteam"), ("Hulp", "Aanbieder"), ("Afsluiting", "Wijkteam"))
ROUTES = ((MAIN, 60), (MAIN[:2], 25), ((MAIN[0], MAIN[2], MAIN[3]), 14))
RARE = ("Zeldzame stap", "Kleine partner")
MAPPING = """
[columns]
case_id = "zaak"
resident = "inwoner"
activity = "stap"
partner = "partner"
to_partner = "naar"
started = "begin"
ended = "eind"
"""


def small_rows(seed: int = 3) -> list[list[str]]:
    """Three routes, a rare step of seven residents at a small partner, and a few open cases."""
    chance = random.Random(seed)  # noqa: S311 -- made-up data
    rows: list[list[str]] = []
    number = 0
    for route, times in (*ROUTES, ((MAIN[0], RARE, MAIN[1]), 7), ((MAIN[0], MAIN[3], MAIN[1]), 4)):
        for _ in range(times):
            number += 1
            day = date(2025, 1, 1) + timedelta(days=chance.randint(0, 300))
            for place, (activity, partner) in enumerate(route):
                end = day + timedelta(days=chance.randint(0, 20))
                running = place == len(route) - 1 and number % 9 == 0
                to = route[place + 1][1] if place + 1 < len(route) else ""
                ended = "" if running else end.isoformat()
                rows.append(
                    [f"zaak-{number:04d}", f"inwoner-{number:04d}", activity, partner, to, day.isoformat(), ended]
                )
                day = end + timedelta(days=chance.randint(1, 40))
    return rows


def make_log(folder: Path, rows: list[list[str]]) -> Path:
    """Rows as a source with its mapping, loaded."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "keten.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["zaak", "inwoner", "stap", "partner", "naar", "begin", "eind"])
        writer.writerows(rows)
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    load(folder / "keten.csv", folder / "log", mapping=read_mapping(folder / "mapping.toml"))
    return folder / "log"


@pytest.fixture(scope="session")
def small_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """110 residents, of whom 7 and 4 go ways of their own."""
    return make_log(tmp_path_factory.mktemp("small"), small_rows())


@pytest.fixture(scope="session")
def region_log(tenth_of_region: Made) -> Path:
    """Some thousands of residents of the fictional region."""
    return tenth_of_region.log


@pytest.fixture(scope="session")
def delivered_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four sources as partners deliver them, see `delivered`."""
    return make_delivered(tmp_path_factory.mktemp("delivered") / "log")

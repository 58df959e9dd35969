"""A small log as partners deliver it: one source with keys of its own, one that stopped, names that changed.

Planted: 45 residents who are referred to a partner that nobody can follow, 14 to one that delivers nothing, 12 at a
source that stopped, and a partner and a source of seven residents each, who may be named or counted nowhere.
"""

import csv
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from schakel.data.deliveries.load_log import load_log

DESK = ["zaak", "inwoner", "stap", "partner", "naar", "begin", "eind", "aanvraag", "regel"]
OWN = ["zaak", "inwoner", "stap", "partner", "begin", "eind"]
SOURCES = """
ranks = ["Melding", "Gesprek", "Verwijzing"]
[case]
unit = "provision"
closing = ["Afsluiting"]
[[source]]
name = "loket"
delivered_by = "Gemeente Voorbeeld"
mapping = "loket.toml"
[[source.delivery]]
files = "loket-1.csv"
kind = "full"
from = 2025-01-01
until = 2025-11-30
extracted = 2025-12-02
[[source.delivery]]
files = "loket-2.csv"
kind = "changes"
from = 2025-12-01
until = 2025-12-31
extracted = 2026-01-06
[[source]]
name = "ggz"
delivered_by = "GGZ Zuid"
mapping = "ggz.toml"
files = "ggz.csv"
from = 2025-01-01
until = 2025-12-31
extracted = 2026-01-05
[[source]]
name = "werk"
delivered_by = "Werkbedrijf"
mapping = "werk.toml"
files = "werk.csv"
from = 2025-01-01
until = 2025-09-30
extracted = 2025-12-02
[[source]]
name = "klein"
mapping = "werk.toml"
files = "klein.csv"
from = 2025-01-01
until = 2025-12-31
extracted = 2026-03-02
"""
COLUMNS = """[columns]
case_id = "zaak"
resident = "inwoner"
activity = "stap"
partner = "partner"
started = "begin"
ended = "eind"
"""
REFERS = 'to_partner = "naar"\nrequested = "aanvraag"\nrow_id = "regel"\n'
OWN_KEYS = '[case]\nscope = "source"\nresidents = "source"\n'
NAMES = """kind,municipality,law,source_code,concept,valid_from,valid_to,successor
partner,,,Team Oost,Team Oost,,2025-06-30,Wijkteam
partner,,,Team West,Team West,,2025-06-30,Wijkteam
partner,,,Team Oost,Wijkteam,2025-07-01,,
partner,,,Team West,Wijkteam,2025-07-01,,
"""
GOALS = (("GGZ Zuid", 45), ("Verblijf", 14), ("Werkbedrijf", 30), ("Kleine Partner", 7), ("", 40))


def desk_rows() -> list[list[str]]:
    """Residents who report, have a talk at one of two teams that merge, and are referred on or helped."""
    rows: list[list[str]] = []
    number = 0
    for goal, times in GOALS:
        for _ in range(times):
            number += 1
            day = date(2025, 1, 6) + timedelta(days=(number * 7) % 350)
            team = "Team Oost" if number % 2 else "Team West"
            asked = (day - timedelta(days=3)).isoformat() if number % 3 else ""
            case = [f"zaak-{number:03d}", f"inwoner-{number:03d}"]
            rows.append([*case, "Melding", "Loket", "", day.isoformat(), day.isoformat(), asked])
            talk = day + timedelta(days=5)
            rows.append([*case, "Gesprek", team, "", talk.isoformat(), talk.isoformat(), ""])
            after = (talk + timedelta(days=4)).isoformat()
            if goal == "Kleine Partner":
                rows.append([*case, "Kleine Stap", goal, "", after, after, ""])
            elif goal:
                rows.append([*case, "Verwijzing", team, goal, after, after, ""])
            if goal in ("", "Kleine Partner"):
                rows.append([*case, "Afsluiting", "Loket", "", after, after, ""])
    return [[*row, f"r{place}"] for place, row in enumerate(rows)]


def own_rows() -> list[list[str]]:
    """Patients under numbers of their own, who wait and are treated."""
    rows = []
    for number in range(48):
        day = date(2025, 1, 2) + timedelta(days=number * 7)
        case = [f"B-{number}", f"P-{number}"]
        rows.append([*case, "Wachtlijst", "GGZ Zuid", day.isoformat(), (day + timedelta(days=20)).isoformat()])
        start = day + timedelta(days=20)
        if number < 40:
            rows.append([*case, "Behandeling", "GGZ Zuid", start.isoformat(), (start + timedelta(days=15)).isoformat()])
        if number < 25:
            end = (start + timedelta(days=16)).isoformat()
            rows.append([*case, "Afsluiting", "GGZ Zuid", end, end])
    return rows


def work_rows() -> list[list[str]]:
    """Of those who are referred to work, 12 still run when the source stops."""
    rows, referred = [], [row for row in desk_rows() if row[4] == "Werkbedrijf"]
    for number, row in enumerate(referred):
        start = date.fromisoformat(row[5]) + timedelta(days=6)
        if start > date(2025, 9, 30):
            continue
        ended = "" if number < 12 else min(start + timedelta(days=10), date(2025, 9, 30)).isoformat()
        rows.append([row[0], row[1], "Traject", "Werkbedrijf", start.isoformat(), ended])
        if ended:
            rows.append([row[0], row[1], "Afsluiting", "Werkbedrijf", ended, ended])
    return rows


def few_rows() -> list[list[str]]:
    """A source of seven residents."""
    return [
        [f"K-{n}", f"inwoner-{n + 1:03d}", "Nazorg", "Kleine Bron", f"2025-12-{n + 1:02d}", f"2025-12-{n + 9:02d}"]
        for n in range(7)
    ]


def _write(path: Path, head: list[str], rows: Iterable[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])


def make_delivered(folder: Path) -> Path:
    """The log, loaded; its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    desk = desk_rows()
    late = [row for row in desk if row[5] >= "2025-12-01"]
    _write(folder / "loket-1.csv", DESK, [row for row in desk if row not in late])
    _write(folder / "loket-2.csv", DESK, [*late, *desk[:20]])
    _write(folder / "ggz.csv", OWN, own_rows())
    _write(folder / "werk.csv", OWN, work_rows())
    _write(folder / "klein.csv", OWN, few_rows())
    (folder / "sources.toml").write_text(SOURCES, encoding="utf-8")
    (folder / "names.csv").write_text(NAMES, encoding="utf-8")
    for name, text in (("loket", COLUMNS + REFERS), ("ggz", COLUMNS + OWN_KEYS), ("werk", COLUMNS)):
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    load_log(folder)
    return folder

"""What can be known of the region as delivered, from the tidy file of all: the losses applied, and no untidiness."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from schakel.simulation.made_log import MAPPING
from schakel.simulation.region.region_log import EVENTS, write_region

Row = dict[str, str]
LAST_DAY, LAST_OF_WORK = date(2025, 12, 31), date(2025, 9, 30)
ALL = ("huishoudnummer", "wet", "gemeente", "wijk", "klantgroep", "hulpvraag", "leefgebied")
TOLD = {
    "loket": (*ALL, "aanvraagdatum"),
    "wijkteam-wilgenmeer": ALL,
    "wijkteam-ravenzande": ALL,
    "wijkteam-lindehage": ALL,
    "jeugdhulp": ("gemeente", "wijk", "aanvraagdatum"),
    "jeugdhulp-zandpoort": ("gemeente", "wijk", "aanvraagdatum"),
    "thuisbegeleiding": (),
    "schuldhulp": (),
    "ggz": ("gemeente",),
    "verblijf": ("aanvraagdatum",),
    "werkbedrijf": (),
    "huisartsen": ("gemeente",),
    "crisisopvang": (),
    "welzijn": ALL[:-1],
}
ONE_DATE = ("Beschikking", "Verwijzing aanbieder", "Evaluatie")  # in Lindehage; a closing has one date everywhere
OF_PARTNER = {
    "Loket Lindewaard": "loket",
    "Jeugdhulp Oeverlinde": "jeugdhulp",
    "Jeugdhulp Zandpoort": "jeugdhulp-zandpoort",
    "Thuisbegeleiding Lindestee": "thuisbegeleiding",
    "Schuldhulp Lindewaard": "schuldhulp",
    "GGZ Lindewaard": "ggz",
    "Verblijf Ravenlinde": "verblijf",
    "Werkbedrijf Lindewaard": "werkbedrijf",
    "Werkgevers Lindewaard": "werkbedrijf",
    "Huisartsen Lindewaard": "huisartsen",
    "Crisisopvang Lindewacht": "crisisopvang",
    "Welzijn Lindekring": "welzijn",
}


def tidy(folder: Path) -> dict[str, list[Row]]:
    """Rows of the region's file as each source can know them, with its own headings. folder: of `write_region`."""
    with (folder / EVENTS).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    known: dict[str, list[Row]] = {name: [] for name in TOLD}
    for row in rows:
        known[source_of(row)] += _known(source_of(row), row)
    return known


def write_tidy(folder: Path, *, seed: int, scale: float) -> Path:
    """The same sources as the region as delivered, each as one file in the layout of the region's own; the folder."""
    clean = folder / "clean"
    write_region(clean, seed=seed, scale=scale)
    mapping = (clean / MAPPING).read_text(encoding="utf-8").split("[case]")[0]
    blocks = []
    for name, rows in tidy(clean).items():
        if not rows:
            continue
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), delimiter=";", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        own = '\n[case]\nscope = "source"\nresidents = "source"\n' if name == "ggz" else ""
        lines = [line for line in mapping.splitlines() if not line.startswith("reference_date")]
        (folder / f"{name}.toml").write_text("\n".join(lines) + own, encoding="utf-8")
        until = LAST_OF_WORK if name == "werkbedrijf" else LAST_DAY
        blocks.append(
            f'[[source]]\nname = "{name}"\nmapping = "{name}.toml"\nfiles = "{name}.csv"\n'
            f"from = 2021-01-01\nuntil = {until}\nextracted = {until}\n"
        )
    case = '[case]\nunit = "provision"\ncontinued_days = 1\nclosing = ["Afsluiting"]\n'
    (folder / "sources.toml").write_text("\n".join([case, *blocks]), encoding="utf-8")
    return folder


def has_day_only(source: str, row: Row) -> bool:
    """Where a source tells the day of what has a time."""
    is_time = row["activiteit"] == "Beschikking" or source == "welzijn"
    return is_time and row["gemeente"] == "Lindehage"


def source_of(row: Row) -> str:
    if row["activiteit"] == "Zelf naar werk zoeken":
        return "werkbedrijf"
    if row["activiteit"] == "Beschikking":
        return f"wijkteam-{row['gemeente'].lower()}"
    return OF_PARTNER.get(row["organisatie"]) or f"wijkteam-{row['gemeente'].lower()}"


def _known(source: str, row: Row) -> Iterator[Row]:
    last = LAST_OF_WORK if source == "werkbedrijf" else LAST_DAY
    if date.fromisoformat(row["startdatum"][:10]) > last:
        return
    known = {name: "" if name in (*ALL, "aanvraagdatum") and name not in TOLD[source] else v for name, v in row.items()}
    if known["einddatum"] and date.fromisoformat(known["einddatum"][:10]) > last:
        known["einddatum"] = ""
    if has_day_only(source, row):
        known |= {name: known[name][:10] for name in ("startdatum", "einddatum")}
    if source == "wijkteam-lindehage" and row["activiteit"] in ONE_DATE:
        known["einddatum"] = known["startdatum"]
    yield known

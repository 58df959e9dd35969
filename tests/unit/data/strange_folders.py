"""Folders of files as partners really send them, made on the spot: every one has its own way of being strange."""

import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

FIRST = date(2024, 1, 1)
NAME = "Pietersen"  # of a person; it must stand in no text
NOTE = "mevrouw belt over haar zoon en wil graag hulp bij de administratie en het huis"


def residents(n: int, seed: int = 1) -> list[str]:
    """Numbers of residents that look like nothing else."""
    numbers = random.Random(seed).sample(range(10**7, 10**8), n)  # noqa: S311 -- no secret
    return [f"K{number}" for number in numbers]


def dutch(day: date, sign: str = "-") -> str:
    """31-12-2025."""
    return day.strftime(f"%d{sign}%m{sign}%Y")


def day(number: int) -> date:
    """A day in the first two years, by its number."""
    return FIRST + timedelta(days=number % 640)


def table(
    path: Path, heading: str, rows: Iterable[Sequence[object]], *, encoding: str = "utf-8", sign: str = ";"
) -> Path:
    """A text file; heading is written with semicolons."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [heading.replace(";", sign), *(sign.join(map(str, row)) for row in rows)]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def desk(folder: Path, ids: Sequence[str]) -> None:
    """Events in Windows-1252, with a total, a name, a note and the staff."""
    rows: list[Sequence[object]] = []
    for number, resident in enumerate(ids):
        start = day(number * 7)
        for step, activity in enumerate(("Melding", "Triage", "Doorverwijzing")):
            when = dutch(start + timedelta(days=step * (number % 3)))
            rows.append((resident, f"Z{number:05}", activity, when, "Wilgenmeer", NAME, f"{NOTE} {number}"))
    rows.append(("Totaal", "", "", "", "", "", len(rows)))
    table(
        folder / "loket" / "export.csv",
        "Cliëntnummer;Zaaknummer;Activiteit;Datum;Gemeente;Medewerker;Opmerking",
        rows,
        encoding="cp1252",
    )


def mental(folder: Path, ids: Sequence[str]) -> None:
    """Three months, each with all of it; no end yet is 31-12-9999; the last month has other headings."""
    for month in (9, 10, 11):
        last = date(2025, month, 28)
        heading = "Clientnr;Productomschrijving;" + (
            "Startdatum;Einddatum" if month < 11 else "Datum start;Datum einde"
        )
        rows = []
        for number, resident in enumerate(ids):
            start, end = day(number * 3), day(number * 3) + timedelta(days=20 + number % 150)
            if start <= last:
                until = dutch(end) if end <= last else "31-12-9999"
                rows.append((resident, ("Basis ggz", "Specialistische ggz")[number % 2], dutch(start), until))
        table(folder / "ggz" / f"2025-{month:02}.csv", heading, rows)


def team(folder: Path, ids: Sequence[str]) -> None:
    """A workbook with titles, a second sheet, a BSN, birth dates, a pair of dates and a total."""
    book = xlsxwriter.Workbook(str(folder / "Wijkteam 2025.xlsx"))
    sheet, more = book.add_worksheet("Overzicht"), book.add_worksheet("Toelichting")
    more.write(0, 0, "uitleg")
    written = book.add_format({"num_format": "dd-mm-yyyy"})
    sheet.write(0, 0, "Overzicht van het wijkteam")
    heading = "Dossiernr;Inwoner;BSN;Geboortedatum;Aanmelddatum;Intake;Start hulp;Einde hulp;Reden einde"
    for column, name in enumerate(heading.split(";")):
        sheet.write(3, column, name)
    for number, resident in enumerate(ids):
        asked = day(number * 5)
        dates = [date(1980, 1, 1) + timedelta(days=number * 11), asked, asked + timedelta(days=number % 9)]
        dates += [asked + timedelta(days=30), asked + timedelta(days=90 + number % 40)]
        for column, value in enumerate((f"D-{number:04}", resident, "111222333")):
            sheet.write(4 + number, column, value)
        for column, when in enumerate(dates[: 5 if number % 3 else 4], 3):
            sheet.write_datetime(4 + number, column, when, written)
        if number % 3:
            sheet.write(4 + number, 8, "volgens plan")
    sheet.write(4 + len(ids), 0, "Totaal")
    book.close()


def help_at_home(folder: Path, ids: Sequence[str]) -> None:
    """Two files that belong side by side: only the second says which resident an assignment is for."""
    rows, clients = [], []
    for number, resident in enumerate(ids):
        clients.append((f"T{900000 + 7 * number}", resident, "Ravenzande", "Wmo", NAME))
        for turn in range(2):
            start = date(2024 + turn, 1, 1)
            partner = ("Thuis en zo", "Zorg BV")[number % 2]
            end = date(2024, 12, 31) if turn == 0 else ""
            rows.append((f"T{900000 + 7 * number}", "02A03", start, end, partner))
    table(folder / "wmo" / "leveringen.csv", "toewijzingsnummer;productcode;begindatum;einddatum;aanbieder", rows)
    table(folder / "wmo" / "clienten.csv", "toewijzingsnummer;clientnummer;gemeente;wet;naam", clients)


def debt(folder: Path) -> None:
    """Numbers of its own, from one on."""
    rows = [(n + 1, day(n * 2), day(n * 2) + timedelta(9), day(n * 2) + timedelta(99)) for n in range(250)]
    table(folder / "schuldhulp.csv", "klantnummer;datum aanvraag;datum start;datum einde", rows, sign=",")


def region(folder: Path) -> list[str]:
    """All of them in one folder; returns the numbers of the residents."""
    ids = residents(300)
    desk(folder, ids)
    mental(folder, ids[:220])
    team(folder, ids[60:280])
    help_at_home(folder, ids[30:200])
    debt(folder)
    return ids


def flat(text: str) -> str:
    """A text on one line, without the signs of comments, to look for a sentence in."""
    return " ".join(line.lstrip("#? ") for line in text.splitlines())


def texts(folder: Path) -> dict[str, str]:
    """Everything that a proposal wrote, by the name of the file."""
    paths = [folder / "sources.toml", folder / "names.csv", *sorted(folder.glob("mappings/*.toml"))]
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}

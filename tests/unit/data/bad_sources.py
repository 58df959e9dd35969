"""The catalogue of bad CSV, Parquet, Excel and zip: what is sent in, and what Schakel says to it.

As a script it writes docs/reference/bad-input.md from the same cases.
"""

import gzip
import random
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from schakel.chain.problem import Notice, Problem
from schakel.data.check import Checked, check
from schakel.data.mapping import read_mapping
from schakel.report.terminal import notice_sentence, problem_sentence
from schakel.texts import LANGUAGES
from unit.data import workbooks

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "bad-input.md"
HEAD = "zaaknummer,activiteit,organisatie,startdatum\n"
ROW = "Z-1,Melding,Loket,2024-02-01\n"
GOOD = HEAD + ROW
MAPPED = '[columns]\ncase_id = "zaaknummer"\nactivity = "activiteit"\npartner = "organisatie"\nstarted = "startdatum"\n'
COST = MAPPED + 'cost_cents = "kosten"\n[attributes]\n"uren" = { as = "hours", type = "number" }\n'


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def text(value: str) -> Callable[[Path], None]:
    """Writes text as UTF-8."""
    return lambda path: _write(path, value.encode())


def raw(value: bytes) -> Callable[[Path], None]:
    """Writes bytes."""
    return lambda path: _write(path, value)


def packed(value: bytes) -> Callable[[Path], None]:
    """Writes bytes packed with gzip."""
    return lambda path: _write(path, gzip.compress(value, 9, mtime=0))


def parquet(select: str, then: Callable[[bytes], bytes] = lambda data: data) -> Callable[[Path], None]:
    """Writes a query's rows as Parquet, and changes its bytes."""

    def write(path: Path) -> None:
        with duckdb.connect() as connection:
            connection.execute("SET TimeZone = 'UTC'").fetchall()
            connection.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)").fetchall()
        path.write_bytes(then(path.read_bytes()))

    return write


def elevenfold(count: int) -> list[str]:
    """Numbers of nine digits that pass the eleven test, made up and in a fixed order."""
    found: list[str] = []
    order = random.Random(7)  # noqa: S311
    while len(found) < count:
        digits = [order.randrange(1, 10), *(order.randrange(10) for _ in range(7))]
        last = sum(w * d for w, d in zip(range(9, 1, -1), digits, strict=True)) % 11
        if last < 10:
            found.append("".join(map(str, [*digits, last])))
    return found


def cost(row: str, more: str = "") -> str:
    """A file with amounts and hours."""
    return "zaaknummer,activiteit,organisatie,startdatum,kosten,uren\n" + more + row


def one_row_too_many(data: bytes) -> bytes:
    """Change the row count in the footer of a Parquet file of 300 rows to 301: zigzag varints 600 and 602."""
    size = struct.unpack("<I", data[-8:-4])[0]
    footer = data[-8 - size : -8]
    return data[: -8 - size] + footer.replace(b"\xd8\x04", b"\xda\x04") + data[-8:]


def book(**parts: workbooks.Part | Callable[[str], str]) -> Callable[[Path], None]:
    """Writes a workbook of which parts are replaced, changed or added."""

    def write(path: Path) -> None:
        workbooks.workbook(path)
        workbooks.changed(path, **parts)

    return write


def packed_together(**members: bytes) -> Callable[[Path], None]:
    """Writes a zip."""
    return lambda path: _write(path, workbooks.zipped(path, members).read_bytes())


def encrypted(path: Path) -> None:
    """Writes a zip that says of its one member that it is encrypted."""
    data = bytearray(workbooks.zipped(path, {"log.csv": GOOD}).read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    path.write_bytes(data)


@dataclass(frozen=True)
class Bad:
    """case: its number in the catalogue; what: what is wrong, in English; nl and en: the first sentence said."""

    case: int
    what: str
    write: Callable[[Path], None]
    nl: str
    en: str
    file: str = "log.csv"
    mapping: str = ""
    total: int = 1


FAR = '<row r="1048000"><c r="CV1048000"><v>1</v></c></row></sheetData>'
EVENTS = (
    "SELECT 'Z-' || i AS case_id, 'Melding' AS activity, TIMESTAMP '2024-02-01 10:00:00' AS started "
    "FROM range(300) r(i)"
)

BAD = (
    Bad(1, "empty file", raw(b""), "log.csv: dit bestand is leeg.", "log.csv: this file is empty."),
    Bad(
        2,
        "only a header",
        text(HEAD),
        "log.csv: er staan wel kolomnamen in dit bestand, maar geen rijen.",
        "log.csv: this file has column names but no rows.",
    ),
    Bad(
        3,
        "blanks only",
        text(" \n \n\t\n"),
        "log.csv: in dit bestand staat alleen witruimte.",
        "log.csv: this file holds only blanks.",
    ),
    Bad(
        4,
        "a column that must be there is missing",
        text("zaaknumer,activiteit,startdatum\nZ-1,Melding,2024-02-01\n"),
        "log.csv: we vinden geen kolom met de casus (zaak, traject of cliënt). Zet in een koppeling onder [columns]: "
        'case_id = "naam van de kolom". Het meest lijkt erop: zaaknumer.',
        "log.csv: we find no column with the case (file, trajectory or client). Put in a mapping under [columns]: "
        'case_id = "name of the column". Closest: zaaknumer.',
    ),
    Bad(
        4,
        "a column that the mapping names is missing",
        text("zaaknummer,activiteit,organisatie,start datum\nZ-1,Melding,Loket,2024-02-01\n"),
        "log.csv: de kolom 'startdatum', die de koppeling noemt voor started, staat niet in het bestand. "
        "Bedoelt u: start datum?",
        "log.csv: column 'startdatum', which the mapping names for started, is not in the file. "
        "Did you mean: start datum?",
        mapping=MAPPED,
    ),
    Bad(
        5,
        "the same heading twice",
        text("zaaknummer,activiteit,startdatum,activiteit\nZ-1,Melding,2024-02-01,x\n"),
        "log.csv, rij 1: de kolomnaam 'activiteit' staat er twee keer: als kolom 2 en als kolom 4. "
        "Geef elke kolom een eigen naam.",
        "log.csv, row 1: the column name 'activiteit' occurs twice: as column 2 and as column 4. "
        "Give every column its own name.",
    ),
    Bad(
        6,
        "rows that are too short",
        text(GOOD + "Z-2,Melding\n" * 25 + ROW),
        "log.csv, regel 3: deze rij heeft 2 velden en dat is te weinig. De kop heeft er 4.",
        "log.csv, line 3: this row has 2 fields, which is too few. The header has 4.",
        total=25,
    ),
    Bad(
        7,
        "a row that is too long",
        text(GOOD + "Z-2,Melding,Loket,2024-02-02,extra\n" + ROW),
        "log.csv, regel 3: deze rij heeft 5 velden en dat is te veel. De kop heeft er 4.",
        "log.csv, line 3: this row has 5 fields, which is too many. The header has 4.",
    ),
    Bad(
        8,
        "a quotation mark that never closes",
        text(GOOD + 'Z-2,"Melding,Loket,2024-02-02\n' + ROW * 50),
        "log.csv, regel 3: hier begint een tekst met een aanhalingsteken dat nergens sluit. "
        "Sluit het, of haal het weg.",
        "log.csv, line 3: here a text begins with a quotation mark that is never closed. Close it, or remove it.",
    ),
    Bad(
        9,
        "a NUL byte",
        text(GOOD + "Z-2,Mel\0ding,Loket,2024-02-02\n"),
        "log.csv, regel 3, teken 8: hier staat een NUL-teken. Dat hoort niet in een CSV; maak de export opnieuw.",
        "log.csv, line 3, character 8: here is a NUL character. That does not belong in a CSV; make the export again.",
    ),
    Bad(
        10,
        "Windows-1252 that was not declared",
        raw(GOOD.encode() + "Z-2,Cliëntgesprek,Loket,2024-02-02\n".encode("cp1252")),
        "log.csv, regel 3: hier staat een teken (0xEB) dat geen UTF-8 is. Komt het bestand uit een oudere "
        'Windows-toepassing? Zet dan in een koppeling onder [file]: encoding = "windows-1252". '
        "Of sla het bestand op als UTF-8.",
        "log.csv, line 3: here is a byte (0xEB) that is not UTF-8. Does the file come from an older Windows "
        'application? Then put in a mapping under [file]: encoding = "windows-1252". Or save the file as UTF-8.',
    ),
    Bad(
        11,
        "UTF-16 that was not declared",
        raw(GOOD.encode("utf-16")),
        'log.csv: dit bestand is UTF-16. Zet in een koppeling onder [file]: encoding = "utf-16". '
        "Of sla het bestand op als UTF-8.",
        'log.csv: this file is UTF-16. Put in a mapping under [file]: encoding = "utf-16". Or save the file as UTF-8.',
    ),
    Bad(
        13,
        "another delimiter than the mapping says",
        text(GOOD.replace(",", ";")),
        "log.csv, regel 1: de koppeling noemt ',' als scheidingsteken, maar het bestand gebruikt ';'. "
        'Zet in de koppeling onder [file]: delimiter = ";".',
        "log.csv, line 1: the mapping names ',' as the delimiter, but the file uses ';'. "
        'Put in the mapping under [file]: delimiter = ";".',
        mapping='[file]\ndelimiter = ","\n',
    ),
    Bad(
        13,
        "a decimal comma that was not declared",
        text(cost("Z-1,Melding,Loket,2024-02-01,1250,12,5\n".replace("12,5", '"12,5"'))),
        "log.csv, rij 2, kolom uren: 12,5 is geen getal. Toegestaan: 1250, 12.5. "
        "Een ander decimaalteken? Zet decimal in de koppeling.",
        "log.csv, row 2, column uren: 12,5 is not a number. Allowed: 1250, 12.5. "
        "Another decimal sign? Put decimal in the mapping.",
        mapping=COST,
    ),
    Bad(
        15,
        "dates that do not exist",
        text(HEAD + "Z-1,Melding,Loket,31-02-2024\nZ-1,Start,Loket,32-13-2024\n"),
        "log.csv, rij 2, kolom startdatum: 31-02-2024 is geen datum die we kennen of die bestaat. Toegestaan: "
        "2024-02-01, 01-02-2024, 2024-02-01 10:30, 2024-02-01T10:30:00+01:00. "
        "Een andere schrijfwijze? Zet date_format in de koppeling.",
        "log.csv, row 2, column startdatum: 31-02-2024 is not a date that we know or that exists. Allowed: "
        "2024-02-01, 01-02-2024, 2024-02-01 10:30, 2024-02-01T10:30:00+01:00. "
        "Written otherwise? Put date_format in the mapping.",
        total=2,
    ),
    Bad(
        16,
        "day or month first, and no date decides",
        text(HEAD + "Z-1,Melding,Loket,01-02-2024\nZ-1,Start,Loket,03-04-2024\n"),
        "log.csv, kolom startdatum: bij 01-02-2024 is niet te zien of de dag of de maand voorop staat, en nergens in "
        'het bestand blijkt het. Zet in de koppeling onder [file]: date_format = "dd-mm-yyyy" of "mm-dd-yyyy".',
        "log.csv, column startdatum: 01-02-2024 does not show whether day or month comes first, nor does any other "
        'date in the file. Put in the mapping under [file]: date_format = "dd-mm-yyyy" or "mm-dd-yyyy".',
    ),
    Bad(
        18,
        "years that cannot be",
        text(HEAD + "Z-1,Melding,Loket,0024-02-01\nZ-1,Start,Loket,2924-02-01\n"),
        "log.csv, rij 2, kolom startdatum: 0024-02-01 ligt buiten de jaren 1900–2100.",
        "log.csv, row 2, column startdatum: 0024-02-01 is outside the years 1900–2100.",
        total=2,
    ),
    Bad(
        19,
        "an end before the start",
        text("zaaknummer,activiteit,begindatum,einddatum\nZ-1,Melding,2024-02-05,2024-02-01\n"),
        "log.csv, rij 2: het einde (einddatum: 2024-02-01) ligt voor het begin (begindatum: 2024-02-05).",
        "log.csv, row 2: the end (einddatum: 2024-02-01) lies before the start (begindatum: 2024-02-05).",
    ),
    Bad(
        20,
        "an amount below zero",
        text(cost("Z-1,Melding,Loket,2024-02-01,-5,1\n")),
        "log.csv, rij 2, kolom kosten: het bedrag -5.0 is kleiner dan 0. Een bedrag is 0 of meer.",
        "log.csv, row 2, column kosten: the amount -5.0 is below 0. An amount is 0 or more.",
        mapping=COST,
    ),
    Bad(
        20,
        "NaN and Infinity for a number",
        text(cost("Z-1,Melding,Loket,2024-02-01,NaN,1\nZ-1,Melding,Loket,2024-02-01,1,Infinity\n")),
        "log.csv, rij 2, kolom kosten: NaN is geen getal. Toegestaan: 1250, 12.5. "
        "Een ander decimaalteken? Zet decimal in de koppeling.",
        "log.csv, row 2, column kosten: NaN is not a number. Allowed: 1250, 12.5. "
        "Another decimal sign? Put decimal in the mapping.",
        mapping=COST,
        total=2,
    ),
    Bad(
        21,
        "a number of twenty digits, and 1e400",
        text(cost("Z-1,Melding,Loket,2024-02-01,1,12345678901234567890\nZ-1,Start,Loket,2024-02-02,1e400,1\n")),
        "log.csv, rij 2, kolom uren: het getal 99999999999999999999 is te groot om precies te bewaren. "
        "Toegestaan: tot 9007199254740992. Is het een nummer? Neem het dan op als tekst.",
        "log.csv, row 2, column uren: the number 99999999999999999999 is too large to keep exactly. "
        "Allowed: up to 9007199254740992. Is it an identifier? Then take it in as text.",
        mapping=COST,
        total=2,
    ),
    Bad(
        22,
        "text in a column of numbers after row 30,000",
        text(cost("Z-9,Start,Loket,2024-02-02,1,Onbekend\n", "Z-1,Melding,Loket,2024-02-01,1,1\n" * 30_000)),
        "log.csv, rij 30002, kolom uren: Aaaaaaaa is geen getal. Toegestaan: 1250, 12.5. "
        "Een ander decimaalteken? Zet decimal in de koppeling.",
        "log.csv, row 30002, column uren: Aaaaaaaa is not a number. Allowed: 1250, 12.5. "
        "Another decimal sign? Put decimal in the mapping.",
        mapping=COST,
    ),
    Bad(
        24,
        "a column of citizen service numbers",
        text(HEAD + "".join(f"{number},Melding,Loket,2024-02-01\n" for number in elevenfold(40))),
        "log.csv, kolom zaaknummer: hier lijken burgerservicenummers te staan. Die nemen we niet in. "
        "Haal de kolom weg of gebruik een ander nummer.",
        "log.csv, column zaaknummer: this looks like citizen service numbers (BSN). We do not take those in. "
        "Remove the column or use another number.",
    ),
    Bad(
        24,
        "pseudonyms made with one of two keys",
        text(HEAD + f"v{'bcdf' * 8},Melding,Loket,2024-02-01\n"),
        "log.csv, kolom zaaknummer: deze schuilnamen zijn met één van twee sleutels gemaakt. "
        "Laat het bestand eerst langs de sleutelbeheerder gaan.",
        "log.csv, column zaaknummer: these pseudonyms were made with one of two keys. "
        "First let the file go by the custodian.",
    ),
    Bad(
        26,
        "a cell of a megabyte",
        text(GOOD + f"Z-2,{'x' * (1 << 20)},Loket,2024-02-02\n"),
        "log.csv, rij 3, kolom activiteit: deze cel is groter dan 1 MB. Groter lezen we niet. "
        "Misschien ontbreekt er een aanhalingsteken.",
        "log.csv, row 3, column activiteit: this cell is larger than 1 MB. We do not read larger ones. "
        "Perhaps a quotation mark is missing.",
    ),
    Bad(
        27,
        "five thousand columns",
        text(",".join(f"k{i}" for i in range(5000)) + "\n" + ",".join("1" * 5000) + "\n"),
        "log.csv: dit bestand heeft 5000 kolommen. Toegestaan: hoogstens 1000.",
        "log.csv: this file has 5000 columns. Allowed: at most 1000.",
    ),
    Bad(
        30,
        "codes that the closed list does not name",
        text(HEAD + "Z-1,Melding,LKT,2024-02-01\n" + "Z-1,Start,XYZ,2024-02-02\n" * 3),
        "log.csv, kolom organisatie: de code XYZ staat niet in de gesloten lijst van de koppeling. "
        "Hij komt 3 keer voor, voor het eerst op rij 3. Wel in de lijst: LKT.",
        "log.csv, column organisatie: code XYZ is not in the closed list of the mapping. "
        "It occurs 3 times, first on row 3. In the list: LKT.",
        mapping='[values.partner]\nclosed_list = true\nLKT = "Loket"\n',
    ),
    Bad(
        31,
        "a packed file that unpacks without end",
        packed(GOOD.encode() + b"0" * (300 << 20)),
        "log.csv.gz pakt uit tot meer dan 93 MB. Dat is verdacht veel voor zo'n klein bestand; "
        "het is niet verder gelezen.",
        "log.csv.gz unpacks to more than 93 MB. That is suspiciously much for so small a file; "
        "it was not read any further.",
        file="log.csv.gz",
    ),
    Bad(
        4,
        "a title above the headings",
        text("Overzicht 2024\n\n" + GOOD + ROW),
        "log.csv, rij 1: dit lijkt geen rij met kolomnamen; die staan zo te zien in rij 3. "
        "Zet in een koppeling onder [file]: skip_rows = 2.",
        "log.csv, row 1: this does not look like a row of column names; those seem to stand in row 3. "
        "Put in a mapping under [file]: skip_rows = 2.",
    ),
    Bad(
        32,
        "a zip with a name that leads elsewhere",
        packed_together(**{"../../etc/log.csv": GOOD.encode()}),
        "log.zip: de naam '../../etc/log.csv' wijst buiten de map of heeft vreemde tekens. Dat nemen we niet in.",
        "log.zip: the name '../../etc/log.csv' points outside the folder or has strange signs. We do not take that in.",
        file="log.zip",
    ),
    Bad(
        33,
        "a zip in a zip",
        packed_together(**{"log.csv": GOOD.encode(), "more.zip": b"PK\x05\x06" + bytes(18)}),
        "log.zip: 'more.zip' is zelf ook ingepakt. Pak dat eerst uit en geef de bestanden.",
        "log.zip: 'more.zip' is packed itself. Unpack that first and give the files.",
        file="log.zip",
    ),
    Bad(
        33,
        "a zip of a thousand files and one",
        packed_together(**{f"{n}.csv": b"x" for n in range(1001)}),
        "log.zip: er zitten 1001 onderdelen in. Toegestaan: hoogstens 1000.",
        "log.zip: it holds 1001 parts. Allowed: at most 1000.",
        file="log.zip",
    ),
    Bad(
        33,
        "a zip that unpacks without end",
        packed_together(**{"log.csv": GOOD.encode() + b"0" * (300 << 20)}),
        "log.zip: bij het uitpakken van 'log.csv' komt er meer dan 93 MB uit. Dat is verdacht veel voor zo'n klein "
        "bestand; het is niet verder gelezen.",
        "log.zip: unpacking 'log.csv' gives more than 93 MB. That is suspiciously much for so small a file; "
        "it was not read any further.",
        file="log.zip",
    ),
    Bad(
        33,
        "a zip with several files that could be the source",
        packed_together(**{"jan.csv": GOOD.encode(), "feb.csv": GOOD.encode()}),
        "log.zip: er zitten 2 bestanden in die we kunnen lezen (feb.csv, jan.csv). Met een bronnenbestand "
        '(sources.toml in de map van het log) gaan ze allemaal mee: zet daarin bij de bron files = "log.zip". '
        "Of pak de zip uit en geef één bestand.",
        "log.zip: it holds 2 files that we can read (feb.csv, jan.csv). With a sources file (sources.toml in the "
        'folder of the log) all of them are taken: put there at the source files = "log.zip". '
        "Or unpack the zip and give one file.",
        file="log.zip",
    ),
    Bad(
        34,
        "a zip with a password",
        encrypted,
        "log.zip: 'log.csv' is met een wachtwoord beveiligd. Pak de zip zelf uit en geef de bestanden.",
        "log.zip: 'log.csv' is protected by a password. Unpack the zip yourself and give the files.",
        file="log.zip",
    ),
    Bad(
        35,
        "a workbook with macros",
        book(**{"xl/vbaProject.bin": b"x"}),
        "log.xlsx: in deze werkmap zitten macro's. Om veiligheidsredenen lezen we die niet. "
        "Sla hem in Excel op als gewone werkmap (.xlsx) of als CSV.",
        "log.xlsx: this workbook has macros. For safety we do not read it. "
        "Save it in Excel as an ordinary workbook (.xlsx) or as CSV.",
        file="log.xlsx",
    ),
    Bad(
        35,
        "a formula of which Excel kept no outcome",
        book(sheet=workbooks.replaced(('<c r="B3" t="s"><v>7</v>', '<c r="B3"><f>1</f>'))),
        "log.xlsx, rij 3, kolom activiteit: in deze cel staat een formule zonder uitkomst. "
        "Open het bestand in Excel, sla het op en probeer het opnieuw.",
        "log.xlsx, row 3, column activiteit: this cell holds a formula without an outcome. "
        "Open the file in Excel, save it and try again.",
        file="log.xlsx",
    ),
    Bad(
        35,
        "an error of Excel where the case belongs",
        book(sheet=workbooks.replaced(('<c r="A3" t="s"><v>4</v>', '<c r="A3" t="e"><v>#N/A</v>'))),
        "log.xlsx, rij 3, kolom zaaknummer: hier staat een foutmelding van een rekenblad (#N/A) en geen waarde. "
        "Herstel de formule, of vul de waarde in.",
        "log.xlsx, row 3, column zaaknummer: here is an error of a spreadsheet (#N/A) and no value. "
        "Repair the formula, or fill in the value.",
        file="log.xlsx",
    ),
    Bad(
        35,
        "a workbook with a password",
        raw(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")),
        "log.xlsx: deze werkmap is met een wachtwoord beveiligd. "
        "Haal in Excel het wachtwoord weg en sla hem opnieuw op.",
        "log.xlsx: this workbook is protected by a password. Remove the password in Excel and save it again.",
        file="log.xlsx",
    ),
    Bad(
        35,
        "an old Excel file",
        raw(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)),
        "log.xls: dit is een werkmap van een soort die we niet lezen (XLS). "
        "Open hem in Excel en sla hem op als .xlsx of als CSV.",
        "log.xls: this is a workbook of a kind that we do not read (XLS). "
        "Open it in Excel and save it as .xlsx or as CSV.",
        file="log.xls",
    ),
    Bad(
        35,
        "a sheet that is not there",
        book(),
        "log.xlsx: het blad 'Zaken', dat de koppeling noemt, staat niet in deze werkmap. Wel: Blad1.",
        "log.xlsx: sheet 'Zaken', which the mapping names, is not in this workbook. There is: Blad1.",
        file="log.xlsx",
        mapping='[file]\nsheet = "Zaken"\n',
    ),
    Bad(
        35,
        "a cell a million rows below the table",
        book(sheet=workbooks.replaced(("</sheetData>", FAR))),
        "log.xlsx, rij 1048000, kolom CV: er staat iets in een cel die heel ver van de andere ligt. "
        "Zo wordt het blad te groot om te lezen. "
        "Maak de rijen en kolommen buiten de tabel leeg, of kopieer de tabel naar een nieuw blad.",
        "log.xlsx, row 1048000, column CV: there is something in a cell very far from the others. "
        "That makes the sheet too large to read. "
        "Clear the rows and columns outside the table, or copy the table to a new sheet.",
        file="log.xlsx",
    ),
    Bad(
        36,
        "a picture that is called CSV",
        raw(b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
        "log.csv: de naam zegt CSV, maar de inhoud is PNG. "
        "Geef het bestand de goede naam, of stuur het goede bestand.",
        "log.csv: the name says CSV, but the content is PNG. Give the file its right name, or send the right file.",
    ),
    Bad(
        36,
        "a CSV that is called Parquet",
        text(GOOD),
        "log.parquet: de naam zegt PARQUET, maar de inhoud is CSV. "
        "Geef het bestand de goede naam, of stuur het goede bestand.",
        "log.parquet: the name says PARQUET, but the content is CSV. "
        "Give the file its right name, or send the right file.",
        file="log.parquet",
    ),
    Bad(
        39,
        "Parquet without its end",
        parquet(EVENTS, lambda data: data[:-100]),
        "log.parquet: dit Parquet-bestand is beschadigd of niet compleet. Haal of maak het opnieuw.",
        "log.parquet: this Parquet file is damaged or not complete. Fetch or make it again.",
        file="log.parquet",
    ),
    Bad(
        40,
        "Parquet with a time that is a number",
        parquet("SELECT 'Z-1' AS case_id, 'Melding' AS activity, 1706781600 AS started"),
        "log.parquet, kolom started: het type INTEGER kunnen we hier niet lezen. Toegestaan: DATE, TIMESTAMP.",
        "log.parquet, column started: we cannot read type INTEGER here. Allowed: DATE, TIMESTAMP.",
        file="log.parquet",
    ),
    Bad(
        40,
        "Parquet with a time far beyond the calendar",
        parquet("SELECT 'Z-1' AS case_id, 'Melding' AS activity, TIMESTAMP '290000-01-01' AS started"),
        "log.parquet, rij 1, kolom started: 999999-99-99 99:99:99 ligt buiten de jaren 1900–2100.",
        "log.parquet, row 1, column started: 999999-99-99 99:99:99 is outside the years 1900–2100.",
        file="log.parquet",
    ),
    Bad(
        41,
        "Parquet with a nested column",
        parquet("SELECT 'Z-1' AS case_id, ['Melding', 'x'] AS activity, DATE '2024-02-01' AS started"),
        "log.parquet, kolom activity: het type VARCHAR[] kunnen we hier niet lezen. "
        "Toegestaan: VARCHAR, DOUBLE, DATE.",
        "log.parquet, column activity: we cannot read type VARCHAR[] here. Allowed: VARCHAR, DOUBLE, DATE.",
        file="log.parquet",
    ),
    Bad(
        42,
        "Parquet that lies about its rows",
        parquet(EVENTS, one_row_too_many),
        "log.parquet: dit Parquet-bestand is beschadigd of niet compleet. Haal of maak het opnieuw.",
        "log.parquet: this Parquet file is damaged or not complete. Fetch or make it again.",
        file="log.parquet",
    ),
    Bad(
        43,
        "Parquet with a word of half a megabyte, two thousand times",
        parquet(
            "SELECT 'Z-' || i AS case_id, repeat('x', 500000) AS activity, DATE '2024-02-01' AS started "
            "FROM range(2000) r(i)"
        ),
        "log.parquet: de rijen bevatten samen 953 MB tekst. Dat is geen log van gebeurtenissen; "
        "gemiddeld is 4 kB per rij toegestaan.",
        "log.parquet: the rows hold 953 MB of text together. That is no log of events; "
        "4 kB per row on average is allowed.",
        file="log.parquet",
    ),
)  # fmt: skip


def checked(bad: Bad, folder: Path) -> Checked:
    """Send it in."""
    path = folder / bad.file
    bad.write(path)
    mapping = None
    if bad.mapping:
        (folder / "mapping.toml").write_text(bad.mapping, encoding="utf-8")
        mapping = read_mapping(folder / "mapping.toml")
    return check(path, mapping=mapping)


def said(found: Problem | Notice, lang: str) -> str:
    """The sentence that a person reads."""
    return problem_sentence(found, lang) if isinstance(found, Problem) else notice_sentence(found, lang)


def page() -> str:
    """The page of the catalogue."""
    lines = [
        "# What is refused, and what is said",
        "",
        "Nothing is stored until everything is right. A refusal names the file, the row, the column, what was found",
        "and what is allowed; of ids and free text only the shape is shown. The first twenty problems are listed, with",
        "the count of all. Row numbers are those of the file: in CSV the heading is line 1, in Excel they stand beside",
        "the rows. This page is made by `python -m unit.data.bad_sources` in `tests/`, from the cases that are",
        "tested.",
        "",
        "| what is wrong | what Schakel says |",
        "|---|---|",
    ]
    from unit.data.messages.bad_messages import BAD_MESSAGES  # it builds on the nouns of this module

    lines += [f"| {bad.what} | {bad.en.replace('|', '&#124;')} |" for bad in (*BAD, *BAD_MESSAGES)]
    return "\n".join((*lines, ""))


if __name__ == "__main__":
    assert LANGUAGES
    PAGE.write_text(page(), encoding="utf-8")

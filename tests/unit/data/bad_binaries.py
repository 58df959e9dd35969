"""Bad packed files, workbooks and Parquet, as they are sent in: the second part of the catalogue."""

from unit.data import workbooks
from unit.data.bad_files import (
    EVENTS,
    FAR,
    GOOD,
    ROW,
    Bad,
    book,
    encrypted,
    one_row_too_many,
    packed,
    packed_together,
    parquet,
    raw,
    text,
)

BAD_BINARIES = (
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

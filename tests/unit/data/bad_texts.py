"""Bad files of text, as they are sent in: the first part of the catalogue."""

from unit.data.bad_files import COST, GOOD, HEAD, MAPPED, ROW, Bad, cost, elevenfold, raw, text

BAD_TEXTS = (
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
)  # fmt: skip

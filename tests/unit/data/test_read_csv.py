"""CSV as people really have it: what is accepted, and what becomes of it."""

import codecs
import gzip
from datetime import date, datetime
from pathlib import Path

import pytest

from schakel.data.check import check
from unit.data.source_examples import HEAD, column, counted, mapped, staged, write

ROWS = "Z-1,Melding,Loket,2024-02-01\nZ-1,Cliëntgesprek,Wijkteam,2024-02-12\nZ-2,Melding,Loket,2024-02-03\n"
TEXT = f"{HEAD}\n{ROWS}"
ACTIVITIES = ["Melding", "Cliëntgesprek", "Melding"]


def test_the_plain_case(tmp_path: Path) -> None:
    found, events = staged(write(tmp_path, TEXT))
    assert column(events, "case_id") == ["Z-1", "Z-1", "Z-2"]
    assert column(events, "activity") == ACTIVITIES
    assert column(events, "source_row") == [2, 3, 4]
    assert column(events, "started_on") == [date(2024, 2, 1), date(2024, 2, 12), date(2024, 2, 3)]
    assert column(events, "started")[0] == datetime.fromisoformat("2024-01-31 23:00")  # local midnight, in UTC
    assert column(events, "ended") == column(events, "started")
    assert all(column(events, "is_day"))
    assert all(column(events, "is_moment"))
    assert set(column(events, "source")) == {"log"}
    assert (found.days, found.instants, found.has_resident) == (True, False, False)
    delivery = found.deliveries[0]
    assert (delivery.format, delivery.rows, delivery.events, delivery.knows_ends) == ("csv", 3, 3, False)


@pytest.mark.parametrize(
    ("data", "declared"),
    [
        (codecs.BOM_UTF8 + TEXT.encode(), ""),
        (TEXT.encode("utf-16"), 'encoding = "utf-16"'),
        (TEXT.encode("utf-16-le"), 'encoding = "utf-16-le"'),
        (TEXT.encode("cp1252"), 'encoding = "windows-1252"'),
        (TEXT.encode("iso-8859-15"), 'encoding = "iso-8859-15"'),
    ],
    ids=["12 utf-8 with its mark", "utf-16", "utf-16-le", "windows-1252", "iso-8859-15"],
)
def test_encodings_give_the_same_events(data: bytes, declared: str, tmp_path: Path) -> None:
    _, events = staged(write(tmp_path, data), mapped(tmp_path, f"[file]\n{declared}\n"))
    assert column(events, "activity") == ACTIVITIES


def test_13_a_semicolon_is_found_and_told(tmp_path: Path) -> None:
    found, events = staged(write(tmp_path, TEXT.replace(",", ";")))
    assert column(events, "activity") == ACTIVITIES
    assert counted(found) == {"delimiter_found": 1}


def test_13_a_declared_profile_reads_decimal_commas(tmp_path: Path) -> None:
    profile = '[file]\ndelimiter = ";"\ndecimal = ","\n[attributes]\n"uren" = { as = "hours", type = "number" }\n'
    text = f"{HEAD.replace(',', ';')};uren\nZ-1;Melding;Loket;2024-02-01;1.250,5\nZ-2;Melding;Loket;2024-02-01;\n"
    found, events = staged(write(tmp_path, text), mapped(tmp_path, profile))
    assert column(events, "e_hours") == [1250.5, None]
    assert counted(found) == {}


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"], ids=["14 CR only", "CR LF", "LF"])
def test_line_ends_give_the_same_events(end: str, tmp_path: Path) -> None:
    _, events = staged(write(tmp_path, TEXT.replace("\n", end)))
    assert column(events, "activity") == ACTIVITIES
    assert column(events, "source_row") == [2, 3, 4]


def test_mixed_line_ends_and_blank_lines_keep_the_line_numbers(tmp_path: Path) -> None:
    text = f'{HEAD}\r\nZ-1,"Mel\nding",Loket,2024-02-01\r\n\r\nZ-2,Melding,Loket,2024-02-03\n'
    _, events = staged(write(tmp_path, text))
    assert column(events, "activity") == ["Mel\nding", "Melding"]
    assert column(events, "source_row") == [2, 5]


def test_packed_is_the_same(tmp_path: Path) -> None:
    _, events = staged(
        write(tmp_path, gzip.compress(TEXT[:60].encode()) + gzip.compress(TEXT[60:].encode()), "l.csv.gz")
    )
    assert column(events, "activity") == ACTIVITIES


def test_17_the_hour_that_is_skipped_and_the_one_that_comes_twice(tmp_path: Path) -> None:
    times = "2024-03-31 02:30", "2024-10-27 02:30", "2024-10-28 12:00"
    text = f"{HEAD}\n" + "".join(f"Z-1,Melding,Loket,{time}\n" for time in times)
    found, events = staged(write(tmp_path, text))
    assert column(events, "started")[:2] == [
        datetime.fromisoformat("2024-03-31 01:30"),
        datetime.fromisoformat("2024-10-27 00:30"),
    ]
    assert counted(found) == {"clock_gap": 1, "clock_double": 1}


def test_23_leading_zeros_and_words_that_look_like_something_else_stay_text(tmp_path: Path) -> None:
    ids = ["NA", "001", "1e5", "null", "None", "01234567", "TRUE", "1.0", "-", "2024-02-01", "inf"]
    _, events = staged(write(tmp_path, HEAD + "\n" + "".join(f"{i},Melding,NA,2024-02-01\n" for i in ids)))
    assert column(events, "case_id") == ids
    assert set(column(events, "partner")) == {"NA"}


def test_25_cells_that_a_spreadsheet_would_carry_out_are_text(tmp_path: Path) -> None:
    cells = ["=cmd|' /C calc'!A0", "+31", "-1+1", "@SUM(A1)", "\tx"]
    _, events = staged(write(tmp_path, HEAD + "\n" + "".join(f'Z-1,"{cell}",Loket,2024-02-01\n' for cell in cells)))
    assert column(events, "activity") == cells


def test_28_equal_rows_are_kept_and_counted(tmp_path: Path) -> None:
    found, events = staged(write(tmp_path, TEXT + ROWS))
    assert len(events) == 6
    assert counted(found) == {"duplicates": 3}


def test_29_ids_that_mean_something_in_one_source_only_get_its_name(tmp_path: Path) -> None:
    _, events = staged(write(tmp_path, TEXT, "loket.csv"), mapped(tmp_path, '[case]\nscope = "source"\n'))
    assert set(column(events, "case_id")) == {"loket:Z-1", "loket:Z-2"}


def test_empty_cells_are_unknown(tmp_path: Path) -> None:
    text = (
        "zaaknummer,activiteit,organisatie,begindatum,einddatum\nZ-1,Melding, ,2024-02-01,\nZ-1,Start,x,,2024-02-05\n"
    )
    found, events = staged(write(tmp_path, text))
    assert column(events, "partner") == [None, "x"]
    assert column(events, "ended_on") == [None, date(2024, 2, 5)]
    assert column(events, "started") == [datetime.fromisoformat("2024-01-31 23:00"), None]
    assert found.deliveries[0].knows_ends


def test_a_name_that_is_a_pattern_is_a_name(tmp_path: Path) -> None:
    folder = tmp_path / "year=2024"
    folder.mkdir()
    write(folder, TEXT, "log1.csv")
    found, events = staged(write(folder, f"{HEAD}\nZ-9,Start,Loket,2024-02-01\n", "log[1].csv"))
    assert column(events, "case_id") == ["Z-9"]
    assert found.deliveries[0].not_stored == ()


def test_headings_may_be_any_text(tmp_path: Path) -> None:
    text = 'a"b;drop table x,"act, iviteit",start \'\nZ-1,Melding,2024-02-01\n'.replace('a"b', '"a""b').replace(
        "x,", 'x",', 1
    )
    mapping = '[columns]\ncase_id = \'a"b;drop table x\'\nactivity = "act, iviteit"\nstarted = "start \'"\n'
    _, events = staged(write(tmp_path, text), mapped(tmp_path, mapping))
    assert column(events, "activity") == ["Melding"]


def test_a_file_without_headings_shows_no_ids(tmp_path: Path) -> None:
    found = check(write(tmp_path, "20241234,Melding,Loket,2024-02-01\n20241235,Start,Loket,2024-02-02\n"))
    assert found.problems[0].code == "needed_case_id"
    assert found.problems[0].allowed == "99999999, Melding, Loket, 9999-99-99"


def test_a_heading_is_one_line_without_signs_for_the_screen(tmp_path: Path) -> None:
    text = 'zaaknummer,activiteit,"start\ndatum","\x1b[31mrood"\nZ-1,Melding,2024-02-01,x\n'
    found, events = staged(write(tmp_path, text))
    assert column(events, "source_row") == [3]
    assert found.deliveries[0].not_stored == ("[31mrood",)


TITLE = 'Overzicht 2024, "zomer"\n"een open aanhalingsteken\n\n'


def test_rows_above_the_heading_are_skipped_whatever_stands_in_them(tmp_path: Path) -> None:
    skipping = mapped(tmp_path, "[file]\nskip_rows = 3\n")
    found, events = staged(write(tmp_path, TITLE + TEXT), skipping)
    assert column(events, "activity") == ACTIVITIES
    assert column(events, "source_row") == [5, 6, 7]
    assert counted(found) == {}
    _, packed = staged(write(tmp_path, gzip.compress((TITLE + TEXT).encode("utf-8-sig")), "log.csv.gz"), skipping)
    assert packed == events


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"], ids=["CR only", "CR LF", "LF"])
def test_lines_below_a_title_keep_their_numbers(end: str, tmp_path: Path) -> None:
    skipping = mapped(tmp_path, "[file]\nskip_rows = 3\n")
    text = f'{TITLE}{HEAD}\nZ-1,"Mel\nding",Loket,2024-02-01\n\nZ-2,Melding,Loket,2024-02-03\n'
    _, events = staged(write(tmp_path, text.replace("\n", end)), skipping)
    assert column(events, "source_row") == [5, 8]
    for row, code in [
        ("Z-3\n", "row_short"),
        ('Z-3,"x,Loket,2024-02-03\n', "quote_open"),
        ("Z-3,x,y,32-13-2024\n", "date_wrong"),
    ]:
        found = check(write(tmp_path, (text + row).replace("\n", end)), mapping=skipping)
        assert [(p.code, p.row) for p in found.problems] == [(code, 9)]
    double = check(write(tmp_path, TITLE + "a,a\n1,2\n"), mapping=skipping)
    assert [(p.code, p.row) for p in double.problems] == [("header_double", 4)]


@pytest.mark.parametrize(
    ("title", "skip"),
    [
        ("Overzicht 2024\n", 1),
        ("Overzicht 2024\n\n\n", 3),
        ("Overzicht,,,\n,,,\n", 2),
        (",,,\n", 1),
        ("Overzicht, Lindewaard\nPeriode,2024-01-01\n", 2),
        ("Overzicht; bron: zaken\n", 1),
        ('"een titel\nover twee regels"\n', 2),
        ("\n\n", 0),
        ("\r\n", 0),
        ("", 0),
    ],
)
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_title_above_the_heading_is_seen(title: str, skip: int, sign: str, tmp_path: Path) -> None:
    text = title.replace(",", sign) + TEXT.replace(",", sign)
    found = check(write(tmp_path, text))
    if not skip:
        assert found.total == 0
        return
    assert [(p.code, p.allowed) for p in found.problems] == [("heading_below", f"skip_rows = {skip}")]
    _, events = staged(write(tmp_path, text), mapped(tmp_path, f"[file]\nskip_rows = {skip}\n"))
    assert column(events, "activity") == ACTIVITIES


def test_a_heading_that_only_looks_short_is_the_heading(tmp_path: Path) -> None:
    narrow = f"{HEAD},,,,,\nZ-1,Melding,Loket,2024-02-01,x,een,twee,drie,vier\nZ-1,Start,Loket,2024-02-02,y,a,b,c,d\n"
    assert check(write(tmp_path, narrow)).total == 0
    notes = f"{HEAD};notitie\n".replace(",", ";") + "".join(
        f"Z-{n};Melding;Loket;2024-02-01;Dit, en dat, en zo, verder\nZ-{n};Start;Loket;2024-02-02;x, y, z, q\n"
        for n in range(9)
    )
    assert check(write(tmp_path, notes)).total == 0


def test_more_rows_to_skip_than_there_are(tmp_path: Path) -> None:
    found = check(write(tmp_path, TEXT), mapping=mapped(tmp_path, "[file]\nskip_rows = 4\n"))
    assert [(p.code, p.value, p.allowed) for p in found.problems] == [("skip_rows_all", "4", "4")]

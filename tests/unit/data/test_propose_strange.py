"""Single ways in which a folder of files can be strange, and what a proposal makes of each."""

import gzip
import zipfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from schakel.chain.problem import Refusal
from schakel.data.deliveries.load_log import load_log
from schakel.data.deliveries.propose_sources import Proposal, propose_sources
from schakel.data.deliveries.sources_file import read_sources
from schakel.data.mapping import Mapping, read_mapping
from unit.data.source_examples import parquet
from unit.data.strange_folders import day, dutch, flat, residents, table, texts

EVENTS = "zaak;activiteit;datum"


def events(n: int = 60, mark: str = "Z") -> list[tuple[str, str, str]]:
    """Rows of n cases with one step each."""
    return [(f"{mark}{number:04}", "Stap", dutch(day(number))) for number in range(n)]


def proposed(folder: Path, name: str) -> Mapping:
    """The mapping that is proposed for a source of a folder."""
    propose_sources(folder)
    return read_mapping(folder / "mappings" / f"{name}.toml")


def loaded(folder: Path) -> int:
    """How many events of a proposal are taken in."""
    return int(load_log(folder).manifest.counts["events"])


@pytest.mark.parametrize(
    ("written", "format_", "doubt"),
    [
        ("%d-%m-%Y", ("dd-mm-yyyy",), False),
        ("%d/%m/%Y", ("dd/mm/yyyy",), False),
        ("%m/%d/%Y", ("mm/dd/yyyy",), False),
        ("%d-%m-%y", ("dd-mm-yy",), False),
        ("%d-%m-%Y %H:%M", ("dd-mm-yyyy",), False),
        ("%Y-%m-%d", (), False),
        ("%Y%m%d", (), False),
        ("0%u-0%u-2024", ("dd-mm-yyyy",), False),  # the same either way
    ],
)
def test_how_dates_are_written(written: str, format_: Sequence[str], doubt: bool, tmp_path: Path) -> None:
    rows = [(case, step, day(number).strftime(written)) for number, (case, step, _) in enumerate(events())]
    table(tmp_path / "log.csv", EVENTS, rows)
    assert proposed(tmp_path, "log").file.date_format == tuple(format_)
    assert ("voorop staat" in flat(texts(tmp_path)["mappings/log.toml"])) is doubt
    assert loaded(tmp_path) == 60


def test_a_day_that_may_be_a_month_is_a_doubt(tmp_path: Path) -> None:
    rows = [(f"Z{number}", "Stap", f"0{number % 9 + 1}-0{number % 8 + 1}-2024") for number in range(60)]
    table(tmp_path / "log.csv", EVENTS, rows)
    assert proposed(tmp_path, "log").file.date_format == ("dd-mm-yyyy",)
    assert "Nergens blijkt of de dag of de maand voorop staat" in flat(texts(tmp_path)["mappings/log.toml"])


def test_dates_in_words_are_told_and_the_source_is_off(tmp_path: Path) -> None:
    table(tmp_path / "log.csv", EVENTS, [(f"Z{n}", "Stap", f"{n % 28 + 1:02} mrt 2024") for n in range(60)])
    table(tmp_path / "goed.csv", EVENTS, events())
    made = propose_sources(tmp_path)
    assert {source.name: source.is_usable for source in made.sources} == {"goed": True, "log": False}
    assert [source.name for source in read_sources(tmp_path).sources] == ["goed"]
    assert "zo (als 99 aaa 9999)" in flat(texts(tmp_path)["mappings/log.toml"])


def test_dates_that_mean_none(tmp_path: Path) -> None:
    ends = ("31-12-9999", "lopend", "31-12-2099", "n.v.t.", "01-01-1900", "05-05-2025", "")
    rows = [(f"K{n}7", "Hulp", dutch(day(n)), ends[n % 7]) for n in range(140)]
    table(tmp_path / "log.csv", "cliëntnr;activiteit;begindatum;einddatum", rows)
    form = proposed(tmp_path, "log").file
    assert set(form.infinite_dates) == {"31-12-9999", "lopend", "31-12-2099"}
    assert set(form.unknown_dates) == {"n.v.t.", "01-01-1900"}


def test_what_is_no_date_is_counted_and_shown_by_its_shape(tmp_path: Path) -> None:
    rows = [*events(), ("Z900", "Stap", "bij Jan"), ("Z901", "Stap", "bij Jan")]
    table(tmp_path / "log.csv", EVENTS, rows)
    propose_sources(tmp_path)
    text = texts(tmp_path)["mappings/log.toml"]
    assert "2 waarden hieronder zijn geen datum die we kennen (zoals aaa Aaa)" in flat(text)
    assert "Jan" not in text


def test_a_footer_with_a_name_is_left_out_by_an_empty_cell(tmp_path: Path) -> None:
    rows = [*events(), *[("", "", "")] * 30, ("Totaal", "", ""), ("Afgedrukt door P. Pietersen", "", "")]
    table(tmp_path / "log.csv", EVENTS, rows)
    assert proposed(tmp_path, "log").file.drop_rows == (("activiteit", ("",)),)
    assert "Pietersen" not in "".join(texts(tmp_path).values())
    assert loaded(tmp_path) == 60


def test_a_new_row_that_is_mostly_empty_is_no_footer(tmp_path: Path) -> None:
    rows: list[tuple[str, ...]] = [(f"Z{n}", dutch(day(n)), dutch(day(n + 3)), dutch(day(n + 9))) for n in range(60)]
    rows += [(f"N{n}", dutch(day(n)), "", "") for n in range(9)]
    table(tmp_path / "log.csv", "zaak;datum aanvraag;datum besluit;datum afsluiting", rows)
    assert proposed(tmp_path, "log").file.drop_rows == ()


def test_a_file_without_headings_is_told_and_shows_nothing(tmp_path: Path) -> None:
    table(tmp_path / "goed.csv", EVENTS, events())
    rows = [(f"K{n}", "Jansen", "Wmo", dutch(day(n))) for n in range(1, 60)]
    table(tmp_path / "zonder.csv", "K0;Pietersen;Wmo;01-02-2024", rows)
    (tmp_path / "brief.txt").write_text("Beste Wim, hierbij de lijst.\nGroeten, Piet\n", encoding="utf-8")
    made = propose_sources(tmp_path)
    assert [name for name, _ in made.unread] == ["brief.txt", "zonder.csv"]
    written = "".join(texts(tmp_path).values())
    assert not any(held in written for held in ("Pietersen", "Jansen", "K0", "Beste", "Wim", "Piet"))


def test_files_that_cannot_be_read_are_named_with_why(tmp_path: Path) -> None:
    table(tmp_path / "goed.csv", EVENTS, events())
    table(tmp_path / "dubbel.csv", "zaak;datum;datum", [(f"Z{n}", "2024-01-02", "2024-01-03") for n in range(40)])
    (tmp_path / "leeg.csv").write_text("", encoding="utf-8")
    (tmp_path / "plaatje.csv").write_bytes(b"\x89PNG" + b"x" * 300)
    (tmp_path / "oud.xls").write_bytes(b"\xd0\xcf\x11\xe0" + b"x" * 600)
    told = dict(propose_sources(tmp_path).unread)
    assert set(told) == {"dubbel.csv", "leeg.csv", "plaatje.csv", "oud.xls"}
    assert "twee keer" in told["dubbel.csv"]
    assert "PNG" in told["plaatje.csv"]
    assert all(name in texts(tmp_path)["sources.toml"] for name in told)


def test_a_folder_with_nothing_to_read_is_refused(tmp_path: Path) -> None:
    for folder, code in ((tmp_path / "weg", "folder_missing"), (tmp_path, "no_sources")):
        with pytest.raises(Refusal) as refused:
            propose_sources(folder)
        assert refused.value.problems[0].code == code
    table(tmp_path / "zonder.csv", "K0;Pietersen;01-02-2024", [(f"K{n}", "Jansen", dutch(day(n))) for n in range(9)])
    with pytest.raises(Refusal):
        propose_sources(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["zonder.csv"]


def test_what_is_packed_is_looked_into(tmp_path: Path) -> None:
    text = "\n".join(["zaak,activiteit,datum", *(f"Z{n},Stap,2025-01-{n % 28 + 1:02}" for n in range(60))])
    with gzip.open(tmp_path / "een.csv.gz", "wt") as packed:
        packed.write(text)
    with zipfile.ZipFile(tmp_path / "twee.zip", "w") as zipped:
        zipped.writestr("map/2025-01.csv", text.replace("Z", "A"))
        zipped.writestr("map/2025-02.csv", text.replace("Z", "B").replace("2025-01", "2025-02"))
    with zipfile.ZipFile(tmp_path / "anders.zip", "w") as zipped:
        zipped.writestr("a.csv", text)
        zipped.writestr("b.csv", "klant,dienst,begin,einde,extra\n" + "K1,x,2025-01-01,2025-01-02,y\n" * 40)
    made = propose_sources(tmp_path)
    assert [name for name, _ in made.unread] == ["anders.zip"]
    assert {s.name: s.deliveries[0].files for s in read_sources(tmp_path).sources} == {
        "een": ("een.csv.gz",),
        "twee": ("twee.zip",),
    }
    assert loaded(tmp_path) == 180


def test_parquet_and_names_with_brackets(tmp_path: Path) -> None:
    parquet(
        tmp_path,
        "SELECT 'Z' || i AS zaak, 'Stap' AS activiteit, DATE '2024-01-01' + i::INT AS datum FROM range(60) t(i)",
    )
    table(tmp_path / "Team [noord]" / "lijst (def).csv", EVENTS, events(mark="N"))
    assert {source.name for source in propose_sources(tmp_path).sources} == {"log", "team-noord"}
    assert loaded(tmp_path) == 120


def test_a_folder_for_each_month(tmp_path: Path) -> None:
    ids = residents(60)
    for month in (10, 11, 12):
        n = month * 5
        rows = [(f"D{x:03}", "Hulp", dutch(day(x)), dutch(day(x) + timedelta(9))) for x in range(n)]
        table(tmp_path / f"2025-{month}" / "leveringen.csv", "dossiernr;product;startdatum;einddatum", rows)
        table(
            tmp_path / f"2025-{month}" / "clienten.csv", "dossiernr;clientnr", [(f"D{x:03}", ids[x]) for x in range(n)]
        )
    made = propose_sources(tmp_path)
    assert [(source.name, source.files) for source in made.sources] == [("leveringen", 3)]
    deliveries = read_sources(tmp_path).sources[0].deliveries
    assert [d.kind for d in deliveries] == ["full"] * 3
    assert deliveries[1].files == ("2025-11/leveringen.csv", "2025-11/clienten.csv")
    assert loaded(tmp_path) == 60


def test_months_with_other_rows_replace_their_own_period(tmp_path: Path) -> None:
    for month in (1, 2, 3):
        rows = [(f"Z{month}{n}", "Stap", f"{n % 28 + 1:02}-{month:02}-2025") for n in range(60)]
        table(tmp_path / f"maart-{month}" / f"levering {month:02}-2025.csv", EVENTS, rows)
    moved = tmp_path / "team"
    moved.mkdir()
    for path in sorted(tmp_path.glob("maart-*/*.csv")):
        path.rename(moved / path.name)
        path.parent.rmdir()
    propose_sources(tmp_path)
    found = read_sources(tmp_path).sources[0].deliveries
    assert [(d.kind, d.since, d.until) for d in found] == [
        ("period", date(2025, 1, 1), date(2025, 1, 31)),
        ("period", date(2025, 2, 1), date(2025, 2, 28)),
        ("period", date(2025, 3, 1), date(2025, 3, 31)),
    ]


def test_rows_that_take_back_earlier_ones(tmp_path: Path) -> None:
    heading = "Regelnummer;Mutatie;Zaak;Activiteit;Van;Tot"
    first = [(f"R{n:03}", "N", f"Z{n}", "Hulp", dutch(day(n)), "") for n in range(80)]
    then = [(f"R{n:03}", "VW"[n % 2], f"Z{n}", "Hulp", dutch(day(n)), dutch(day(n) + timedelta(5))) for n in range(20)]
    then += [(f"S{n:03}", "N", f"Y{n}", "Hulp", dutch(day(600 + n)), "") for n in range(20)]
    table(tmp_path / "werk" / "2025-10.csv", heading, first)
    table(tmp_path / "werk" / "2025-11.csv", heading, then)
    found = proposed(tmp_path, "werk")
    assert found.file.deleted_rows == (("Mutatie", ("V",)),)
    assert found.origin("row_id") is not None
    assert [d.kind for d in read_sources(tmp_path).sources[0].deliveries] == ["full", "changes"]
    assert loaded(tmp_path) == 80 - 10 + 20


def shared(folder: Path, mine: Sequence[str], theirs: Sequence[str]) -> tuple[Proposal, str, str]:
    """Two sources with these residents: the proposal, what holds for the first, and its text."""
    for name, ids in (("een", mine), ("twee", theirs)):
        rows = [(value, "Stap", dutch(day(number))) for number, value in enumerate(ids)]
        table(folder / name / "log.csv", "cliëntnummer;activiteit;datum", rows)
    made = propose_sources(folder)
    text = texts(folder)["mappings/een.toml"]
    return made, read_mapping(folder / "mappings" / "een.toml").case.residents, flat(text)


def test_numbers_that_only_run_on_are_not_the_same_people(tmp_path: Path) -> None:
    numbers = [str(number) for number in range(1, 400)]
    _, residents_, text = shared(tmp_path, numbers, numbers[:300])
    assert residents_ == "source"
    assert "tellen gewoon op vanaf het begin" in text


def test_equal_numbers_beyond_chance_are_the_same_people(tmp_path: Path) -> None:
    numbers = [identity[1:] for identity in residents(300)]
    _, residents_, text = shared(tmp_path, numbers, numbers[:200])
    assert residents_ == "shared"
    assert "67 % komt ook voor bij twee" in text
    assert "toeval" not in text


def test_numbers_that_are_written_otherwise_are_told(tmp_path: Path) -> None:
    numbers = [identity[1:] for identity in residents(200)]
    _, residents_, text = shared(tmp_path, numbers, [f"C-00{number}" for number in numbers])
    assert residents_ == "source"
    assert "Zonder letters, tekens en nullen vooraan komt 100 %" in text


def test_residents_are_recognised_by_their_numbers(tmp_path: Path) -> None:
    ids = residents(120)
    table(
        tmp_path / "een.csv", "cliëntnummer;activiteit;datum", [(i, "Stap", dutch(day(n))) for n, i in enumerate(ids)]
    )
    rows = [(f"B{n:04}x", i, "Hulp", dutch(day(n))) for n, i in enumerate(ids[:80])]
    table(tmp_path / "twee.csv", "besluitkenmerk;extern nr;activiteit;datum", rows)
    found = proposed(tmp_path, "twee").origin("resident")
    assert found is not None
    assert found.name == "extern nr"


def test_what_happened_is_found_by_how_words_change(tmp_path: Path) -> None:
    rows = []
    for case in range(60):
        for turn, word in enumerate(("Wacht", "Loopt", "Klaar")):
            rows.append((f"Z{case}", "ABC"[case % 3], word, dutch(day(case) + timedelta(turn * 9))))
    table(tmp_path / "log.csv", "zaak;tarief;xyz;datum", rows)
    found = proposed(tmp_path, "log").origin("activity")
    assert found is not None
    assert found.name == "xyz"


def test_a_status_is_not_what_happened_where_a_product_is(tmp_path: Path) -> None:
    rows = [
        (f"K{n}3", ("Actief", "Gesloten")[n % 2], ("HH", "BG")[n % 2], dutch(day(n)), dutch(day(n + 9)))
        for n in range(90)
    ]
    table(tmp_path / "log.csv", "cliëntnr;status;product;startdatum;einddatum", rows)
    found = proposed(tmp_path, "log").origin("activity")
    assert found is not None
    assert found.name == "product"


def test_codes_that_a_spreadsheet_spoilt(tmp_path: Path) -> None:
    words = ("1-5", "1-mei", "5E4", "5E+04")
    rows = [(f"K{n}3", words[n % 4], dutch(day(n))) for n in range(120)]
    table(tmp_path / "log.csv", "cliëntnr;code;datum", rows)
    assert dict(proposed(tmp_path, "log").activity_words.words) == {"1-mei": "1-5", "5E+04": "5E4"}


def test_help_that_ends_before_it_begins_is_counted(tmp_path: Path) -> None:
    rows = [(f"K{n}3", "Hulp", dutch(day(n)), dutch(day(n) + timedelta(-3 if n < 4 else 9))) for n in range(90)]
    table(tmp_path / "log.csv", "cliëntnr;activiteit;startdatum;einddatum", rows)
    propose_sources(tmp_path)
    assert "Bij 4 rijen ligt het einde voor het begin" in flat(texts(tmp_path)["mappings/log.toml"])


def test_letters_of_dos(tmp_path: Path) -> None:
    rows = [(f"Z{n}", "Cliënt geïnformeerd", dutch(day(n))) for n in range(60)]
    table(tmp_path / "log.csv", EVENTS, rows, encoding="cp850")
    assert proposed(tmp_path, "log").file.encoding == "cp850"
    assert "Cliënt geïnformeerd" in texts(tmp_path)["mappings/log.toml"]


def test_spellings_of_one_word_are_set_together(tmp_path: Path) -> None:
    words = ("Thuis en Zo", "thuis en zo", "Thuis-en-zo", "Thuis en Zo")
    rows = [(f"K{n}3", "Hulp", words[n % 4], dutch(day(n))) for n in range(120)]
    table(tmp_path / "log.csv", "cliëntnr;activiteit;aanbieder;datum", rows)
    propose_sources(tmp_path)
    names = texts(tmp_path)["names.csv"].splitlines()
    assert {line for line in names if "huis" in line} == {f"partner,,,{word},Thuis en Zo,,," for word in set(words)}
    assert "2 woorden zijn een andere spelling" in flat(texts(tmp_path)["sources.toml"])

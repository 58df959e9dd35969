"""The region as delivered: the truth of the tidy region under everything that was made untidy, and nothing more."""

import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from schakel.chain.problem import Refusal
from schakel.data.mapping import read_mapping
from schakel.sharing.bsn import contains_bsn
from schakel.simulation.as_delivered.folder import write_as_delivered
from schakel.simulation.as_delivered.source import SOURCES
from schakel.simulation.region.facts import facts
from schakel.simulation.region.lived import lived
from schakel.simulation.region.plants.one_word import OneWord
from schakel.simulation.region.plants.plants_file import lindewaard_plants
from schakel.simulation.region.region_log import write_region
from unit.simulation.slow_delivery import FACTS, Told, joined, read_folder
from unit.simulation.tidy_delivery import ONE_DATE, TOLD, Row, has_day_only, source_of, tidy

OURS = ("wet", "gemeente", "wijk", "klantgroep", "hulpvraag", "leefgebied", "functie", "lijn", "resultaat")
SCALE = 0.2


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_as_delivered(tmp_path_factory.mktemp("delivered") / "lindewaard", scale=SCALE)


@pytest.fixture(scope="module")
def read(folder: Path) -> list[Told]:
    return read_folder(folder)


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Told]]:
    clean = tmp_path_factory.mktemp("clean")
    write_region(clean, scale=SCALE)
    # One who begins again within a day goes on, also in truth.
    return {source: joined([as_told(source, row) for row in rows]) for source, rows in tidy(clean).items()}


def as_told(source: str, row: Row) -> Told:
    def moment(name: str) -> datetime | None:
        return datetime.fromisoformat(row[name]) if row[name] else None

    return Told(
        source,
        row["zaaknummer"],
        row["cliëntnummer"],
        row["huishoudnummer"],
        row["activiteit"],
        row["organisatie"],
        row["verwezen naar"],
        moment("aanvraagdatum"),
        datetime.fromisoformat(row["startdatum"]),
        moment("einddatum"),
        len(row["startdatum"]) == len("2024-01-01"),
        tuple(row[name] for name in OURS),
    )


def of_source(read: list[Told], source: str) -> list[Told]:
    return [told for told in read if told.source == source]


def bare(told: Told, *, ids: bool = True) -> tuple[object, ...]:
    """All that is said of an event, but for its product, which the tidy region does not know."""
    own = (told.case, told.resident, told.household) if ids else ()
    times = (told.requested, told.started, told.ended, told.is_day)
    return (*own, told.activity, told.partner, told.to_partner, *times, told.facts)


@pytest.mark.parametrize("source", [name for name in TOLD if not SOURCES[name].own_numbers])
def test_every_source_tells_the_truth_row_for_row(source: str, read: list[Told], truth: dict[str, list[Told]]) -> None:
    delivered, true = Counter(map(bare, of_source(read, source))), Counter(map(bare, truth[source]))
    assert delivered - true == Counter()
    assert true - delivered == Counter()
    assert true.total() > 5


def test_own_numbers_keep_cases_and_residents_together_and_tell_nothing_else(
    read: list[Told], truth: dict[str, list[Told]]
) -> None:
    def shape(all_told: list[Told]) -> Counter[tuple[tuple[tuple[object, ...], ...], ...]]:
        cases, people = defaultdict(list), defaultdict(set)
        for told in all_told:
            cases[told.case].append(bare(told, ids=False))
            people[told.resident].add(told.case)
        return Counter(tuple(sorted((tuple(cases[c]) for c in own), key=repr)) for own in people.values())

    delivered = of_source(read, "ggz")
    assert shape(delivered) == shape(truth["ggz"])
    shared = {told.resident for told in read if told.source != "ggz"} | {
        told.case for told in read if told.source != "ggz"
    }
    assert not shared & {name.removeprefix("ggz:") for told in delivered for name in (told.resident, told.case)}
    assert len(delivered) > 400


def ranked() -> list[str]:
    """All activities, in the order that is declared for one day."""
    path = Path(__file__).parents[3] / "src/schakel/simulation/as_delivered/files/sources.toml"
    names: list[str] = tomllib.loads(path.read_text(encoding="utf-8"))["ranks"]
    return names


def test_days_in_one_case_follow_each_other_by_the_declared_ranks() -> None:
    """Across sources nothing but the ranks can tell what came first on one day."""
    ranks = {name: place for place, name in enumerate(ranked())}
    occurring: set[str] = set()
    together = 0
    for seed in range(1, 4):
        days: dict[tuple[int, date], list[str]] = defaultdict(list)
        for event in lived(lindewaard_plants(), seed=seed, scale=0.3).events():
            days[(event.number, event.started.date())].append(event.activity)
            occurring.add(event.activity)
        for activities in days.values():
            assert activities == sorted(activities, key=ranks.__getitem__)
            together += len(activities) > 1
    assert occurring == set(ranks)
    assert together > 500


# What was made untidy is there


def cells(folder: Path) -> Iterator[tuple[str, str]]:
    """Every cell of every file of a partner, with the file's path."""
    for path in sorted(folder.glob("*/*")):
        if path.suffix == ".toml":
            continue
        name, content = str(path.relative_to(folder)), path.read_bytes()
        if path.suffix == ".xlsx":
            book = CalamineWorkbook.from_path(str(path))
            for sheet in book.sheet_names:
                for values in book.get_sheet_by_name(sheet).to_python():
                    yield from ((name, str(int(v)) if isinstance(v, float) else str(v)) for v in values)
            continue
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                content = archive.read("plaatsingen.csv")
        encodings = {"ggz": "cp1252", "welzijn": "utf-16", "werkbedrijf": "iso-8859-15"}
        encoding = "cp1252" if "wijkteam" in name else encodings.get(path.parent.name, "utf-8")
        for row in csv.reader(io.StringIO(content.decode(encoding)), delimiter=delimiter_of(path)):
            yield from ((name, value) for value in row)


def delimiter_of(path: Path) -> str:
    with_commas = dict.fromkeys(("jeugdhulp", "jeugdhulp-zandpoort", "verblijf", "huisartsen"), ",")
    return {"ggz": "\t", "welzijn": "\t", "werkbedrijf": "|", **with_commas}.get(path.parent.name, ";")


def table(path: Path) -> list[Row]:
    """The rows of a file in UTF-8."""
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter_of(path)))


def test_no_bsn_and_nothing_of_nine_digits_but_days(folder: Path) -> None:
    seen = 0
    for name, value in cells(folder):
        assert not contains_bsn(value), (name, value)
        if not re.search(r"\d[-/:]\d", value):
            assert len(re.sub(r"\D", "", value)) <= (8 if "thuisbegeleiding" in name else 7), (name, value)
        seen += 1
    assert seen > 100_000


def test_the_workbooks_of_the_desk(folder: Path) -> None:
    written: list[object] = []
    for path in sorted((folder / "loket").iterdir()):
        book = CalamineWorkbook.from_path(str(path))
        assert [(sheet.name, sheet.visible) for sheet in book.sheets_metadata] == [
            ("Export", SheetVisibleEnum.Visible),
            ("Codes", SheetVisibleEnum.Hidden),
        ]
        grid = book.get_sheet_by_name("Export").to_python(skip_empty_area=False)
        assert grid[3][0] == "Zaak"
        assert grid[3][5] == ("Aanvang" if "2025" in path.name else "Begin")
        assert [grid[-1][0], grid[-1][1], set(grid[-2])] == ["Totaal", float(len(grid) - 6), {""}]
        assert all(isinstance(row[1], float) for row in grid[4:-2])
        written += [row[4] for row in grid[4:-2] if row[3] == "Melding"]
        typed = [row[5] for row in grid[4:-2] if isinstance(row[5], str)]
        assert typed
        assert all(re.fullmatch(r"\d\d-\d\d-\d{4} \d\d:\d\d", str(value)) for value in typed)
    ways = Counter(str(value) for value in written if not isinstance(value, datetime))
    assert set(ways) == {"", "onbekend", "1900-01-01"}
    assert min(ways.values()) > 50


def test_two_identical_workbooks_differ_in_no_byte_whatever_packs_them(folder: Path) -> None:
    for path in [*folder.glob("loket/*.xlsx"), *folder.glob("crisisopvang/*.zip")]:
        with zipfile.ZipFile(path) as archive:
            assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}
            assert {entry.date_time for entry in archive.infolist()} == {(2026, 1, 5, 9, 0, 0)}
            assert {entry.create_system for entry in archive.infolist()} == {3}


def test_encodings_and_headings_of_the_teams(folder: Path, truth: dict[str, list[Told]]) -> None:
    heads = {}
    for path in folder.glob("wijkteam-*/aanvragen.csv"):
        with pytest.raises(UnicodeDecodeError):
            path.read_bytes().decode("utf-8")
        text = path.read_bytes().decode("windows-1252")
        heads[path.parent.name] = text.partition("\r\n")[0].split(";")
        assert "Cliëntnummer" in text
        assert "financiën" in text or "geestelijke gezondheid" in text
    assert "Reden beëindiging" in heads["wijkteam-wilgenmeer"]
    assert "Keukentafelgesprek d.d." in heads["wijkteam-ravenzande"]
    assert "Tweede evaluatie" not in heads["wijkteam-lindehage"]
    lindehage = (folder / "wijkteam-lindehage/aanvragen.csv").read_bytes().decode("windows-1252").splitlines()
    applications = Counter(line.partition(";")[0] for line in lindehage[1:-1])
    assert lindehage[-1].startswith(f"Totaal;{len(lindehage) - 2};")
    times = Counter((told.case, told.activity) for told in truth["wijkteam-lindehage"])
    # Of every step there is one column in a row of Lindehage, and of a decision there are two.
    needed = {case: max(-(-times[case, one] // (1 + (one == "Beschikking"))) for one in ranked()) for case, _ in times}
    assert applications == Counter(needed)
    assert max(applications.values()) > 1


def test_provisions_are_cut_in_pieces_and_renewed_for_next_year(folder: Path) -> None:
    rows = table(folder / "jeugdhulp/voorzieningen.csv")
    assert len({row["Voorzieningnr"] for row in rows}) == len(rows)
    begun = Counter(row["Startdatum"] for row in rows if row["Soort"] == "Ambulant")
    assert min(begun["01-01-2022"], begun["01-01-2025"], begun["01-04-2025"], begun["01-01-2026"]) > 5
    products: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row["Soort"] == "Ambulant":
            products[row["Zaaknummer"]].append(row["Product"])
            assert (row["Product"] == "AMB-1") == (row["Startdatum"][6:] + row["Startdatum"][3:5] >= "202504")
    assert max(len(pieces) for pieces in products.values()) >= 3
    assert any({"BGL-1", "AMB-1"} <= set(pieces) for pieces in products.values())
    assert {row["Einddatum"] for row in rows if row["Startdatum"] == "01-01-2026"} == {"31-12-9999"}


def test_codes_that_a_spreadsheet_damaged(folder: Path) -> None:
    codes = Counter(row["Code"] for row in table(folder / "thuisbegeleiding/gebeurtenissen.csv"))
    assert set(codes) == {"1-5", "1-mei", "5E4", "5E+04", "EZ"}
    assert min(codes.values()) > 5


def test_debt_help_comes_late_is_wrong_at_first_and_takes_back(folder: Path) -> None:
    sent = [table(folder / f"schuldhulp/2025-{month}.csv") for month in (10, 11, 12)]
    kinds = [Counter(row["Mutatie"] for row in rows) for rows in sent]
    assert [set(kind) for kind in kinds] == [{"N"}, {"N", "W", "V"}, {"N", "W"}]
    before = {row["Regelnummer"]: row for row in sent[0]}
    changed = [(before[row["Regelnummer"]], row) for row in sent[1] if row["Mutatie"] == "W"]
    assert [1 for old, new in changed if old["Tot"] and old["Tot"] != new["Tot"]]
    assert [1 for old, new in changed if old["Traject"] != new["Traject"]]
    late = [row for rows, last in ((sent[1], "202510"), (sent[2], "202511")) for row in rows
            if row["Mutatie"] == "N" and row["Van"][6:] + row["Van"][3:5] <= last]  # fmt: skip
    assert late
    gone = {row["Regelnummer"] for row in sent[1] if row["Mutatie"] == "V"}
    assert gone
    assert gone <= set(before)


def test_names_of_then_fall_in_their_time(folder: Path, read: list[Told]) -> None:
    months = [
        (row["Uitvoerder"], row["Begindatum"][:6]) for row in table(folder / "thuisbegeleiding/gebeurtenissen.csv")
    ]
    before = {name for name, month in months if month < "202507"}
    assert before == {"Thuisbegeleiding Oudestee", "Begeleiding Zandlinde"}
    assert {name for name, month in months if month >= "202507"} == {"Thuisbegeleiding Lindestee"}
    assert {told.partner for told in read if told.source == "thuisbegeleiding"} == {"Thuisbegeleiding Lindestee"}
    towns_then = [(row["gemeente"], row["aanvang"][:4]) for row in all_years(folder)]
    assert {town for town, year in towns_then if year < "2025"} == {
        "Oudemeer",
        "Wilgenhart",
        "Ravenzande",
        "Lindehage",
    }
    assert {town for town, year in towns_then if year == "2025"} == {"Wilgenmeer", "Ravenzande", "Lindehage"}
    with_old_name = (folder / "wijkteam-wilgenmeer/aanvragen.csv").read_bytes().decode("windows-1252").splitlines()
    assert [line for line in with_old_name if "Oudemeer" in line and re.search(r";\d\d-\d\d-2025", line)]
    towns = {told.facts[FACTS.index("municipality")] for told in read} - {""}
    assert towns == set(facts().municipalities)
    assert {told.product for told in read} == {"", "Ambulante begeleiding", "Thuisondersteuning"}


def all_years(folder: Path) -> list[Row]:
    """Rows of the general practitioners as they first came."""
    return [row for year in range(2021, 2026) for row in table(folder / f"huisartsen/{year}.csv")]


def test_the_general_practitioners_send_the_autumn_again_with_what_was_missing(folder: Path) -> None:
    first, again = all_years(folder), table(folder / "huisartsen/2025-najaar-opnieuw.csv")
    autumn = [row for row in first if row["aanvang"] >= "2025-10-01"]
    assert 0 < len(autumn) < len(again)
    assert "praktijk 4" in {row["praktijk"] for row in again} - {row["praktijk"] for row in autumn}
    assert all(re.fullmatch(r"2025-\d\d-\d\dT\d\d:\d\d:00\+0[12]:00", row["aanvang"]) for row in again)


# The folder


def test_the_same_seed_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    def digest(folder: Path) -> str:
        found = hashlib.sha256()
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                found.update(str(path.relative_to(folder)).encode() + path.read_bytes())
        return found.hexdigest()

    write_as_delivered(tmp_path / "here", seed=3, scale=0.05)
    script = (
        "import sys; from pathlib import Path; from schakel.simulation.as_delivered.folder import write_as_delivered;"
        "write_as_delivered(Path(sys.argv[1]), seed=3, scale=0.05)"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "12345", "TZ": "Pacific/Auckland", "SCHAKEL_LANG": "en"}
    subprocess.run([sys.executable, "-c", script, tmp_path / "there"], check=True, env=environment)
    write_as_delivered(tmp_path / "other", seed=4, scale=0.05)
    assert digest(tmp_path / "here") == digest(tmp_path / "there")
    assert digest(tmp_path / "here") != digest(tmp_path / "other")


def test_the_sources_file_and_the_mappings_name_what_is_there(folder: Path) -> None:
    listed = tomllib.loads((folder / "sources.toml").read_text(encoding="utf-8"))["source"]
    assert [source["name"] for source in listed] == list(SOURCES)
    days = {source["name"]: source.get("until") for source in listed}
    assert days["werkbedrijf"] == SOURCES["werkbedrijf"].until
    assert set(days.values()) == {None, facts().reference_date, SOURCES["werkbedrijf"].until}
    named = {source["mapping"] for source in listed}
    assert named == {f"mappings/{path.name}" for path in (folder / "mappings").iterdir()}
    for name in named:
        assert read_mapping(folder / name).columns


def test_a_small_region_leaves_out_who_has_nothing_to_tell(tmp_path: Path) -> None:
    write_as_delivered(tmp_path / "small", scale=0.001)
    listed = tomllib.loads((tmp_path / "small" / "sources.toml").read_text(encoding="utf-8"))["source"]
    absent = set(SOURCES) - {source["name"] for source in listed}
    page = (tmp_path / "small" / "LEESMIJ.md").read_text(encoding="utf-8").split("## ")[2]
    assert absent
    assert not [name for name in absent if (tmp_path / "small" / name).exists() or f"`{name}`" in page]
    assert len(read_folder(tmp_path / "small")) > 50


def test_differences_are_counted_right(folder: Path, read: list[Told], tmp_path: Path) -> None:
    found = tomllib.loads((folder / "differences.toml").read_text(encoding="utf-8"))["difference"]
    by_code = {one["code"]: one for one in found}
    write_region(tmp_path, scale=SCALE)
    with (tmp_path / "lindewaard.csv").open(encoding="utf-8", newline="") as file:
        true = list(csv.DictReader(file, delimiter=";"))
    assert len(by_code) == len(found)
    rows_told = {source: [as_told(source, row) for row in rows] for source, rows in tidy(tmp_path).items()}
    gone_on = {source: len(rows) - len(joined(rows)) for source, rows in rows_told.items()}
    assert by_code["stopped"]["steps"] == len(true) - sum(gone_on.values()) - len(read)
    own = [told for told in read if told.source == "ggz"]
    assert (by_code["own_numbers"]["steps"], by_code["own_numbers"]["cases"]) == (len(own), len({t.case for t in own}))
    assert by_code["requested"]["steps"] == sum(row["aanvraagdatum"] != "" for row in true) - sum(
        told.requested is not None for told in read
    )
    assert by_code["time_of_day"]["steps"] == sum(has_day_only(source_of(row), row) for row in true)
    with_one_date = [row for row in true if _has_one_date(source_of(row), row["activiteit"])]
    assert by_code["length"]["steps"] == len(with_one_date)
    for fact in ("law", "municipality", "neighbourhood", "client_group", "question"):
        told_in = {told.case for told in read if told.facts[FACTS.index(fact)]}
        assert by_code[fact]["cases"] == len({told.case for told in read} - told_in), fact
    assert by_code["household"]["cases"] == len({t.case for t in read} - {t.case for t in read if t.household})
    domain = FACTS.index("life_domain")
    untold = sum(n for source, n in gone_on.items() if "leefgebied" not in TOLD[source])
    assert by_code["life_domain"]["steps"] == untold + sum(not told.facts[domain] for told in read)
    work = [row for row in true if source_of(row) == "werkbedrijf"]
    cut = [row for row in work if row["startdatum"] <= "2025-09-30" < row["einddatum"]]
    assert by_code["end_unseen"]["steps"] == len(cut) > 0


def _has_one_date(source: str, activity: str) -> bool:
    is_team = source.startswith("wijkteam")
    is_short = source == "wijkteam-lindehage" and activity in ONE_DATE
    return is_short or (activity == "Afsluiting" and (is_team or source == "crisisopvang"))


def test_the_pages_say_what_cannot_be_known_in_both_languages(folder: Path) -> None:
    found = tomllib.loads((folder / "differences.toml").read_text(encoding="utf-8"))["difference"]
    for lang, name in (("nl", "LEESMIJ.md"), ("en", "README.md")):
        page = (folder / name).read_text(encoding="utf-8")
        assert all(one["why"][lang] in page for one in found)
        assert all(f"| `{source}` |" in page for source in SOURCES)
        assert "schakel load" in page


def test_the_plants_stand_beside_it(folder: Path, tmp_path: Path) -> None:
    write_region(tmp_path, scale=0.01)
    assert json.loads((folder / "truth.json").read_bytes()) == json.loads((tmp_path / "truth.json").read_bytes())


def test_an_earlier_delivery_is_replaced_and_other_things_are_left_alone(tmp_path: Path) -> None:
    write_as_delivered(tmp_path / "one", seed=1, scale=0.05)
    (tmp_path / "one" / "loket" / "loket-2020.xlsx").write_bytes(b"of an earlier time")
    write_as_delivered(tmp_path / "one", seed=2, scale=0.05)
    assert not (tmp_path / "one" / "loket" / "loket-2020.xlsx").exists()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "mine.txt").write_text("mine")
    with pytest.raises(Refusal):
        write_as_delivered(tmp_path / "mine", scale=0.01)
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["mine.txt"]
    (tmp_path / "file").write_text("")
    with pytest.raises(Refusal):
        write_as_delivered(tmp_path / "file" / "within", scale=0.01)


def test_the_command_writes_the_files_and_says_what_is_next(tmp_path: Path) -> None:
    schakel = Path(sys.executable).parent / "schakel"
    done = subprocess.run(
        [schakel, "region", tmp_path / "lw", "--as-delivered", "--scale", "0.02", "--seed", "5"],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={**os.environ, "SCHAKEL_LANG": "nl"},
    )
    assert f"schakel load {tmp_path / 'lw'}" in done.stdout
    assert (tmp_path / "lw" / "sources.toml").is_file()
    assert not (tmp_path / "lw" / "snapshots").exists()


def test_a_word_that_files_cannot_hold_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    plant = OneWord("een woord", "Wijkteam Ravenzande", "Evaluatie", "Gesprek")
    with pytest.raises(Refusal) as refused:
        write_as_delivered(tmp_path / "one", scale=0.01, plants=[plant])
    assert [problem.code for problem in refused.value.problems] == ["plant_word"]
    assert not (tmp_path / "one").exists()

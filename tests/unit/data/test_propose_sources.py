"""A folder of strange files becomes a sources file and mappings that load, with its doubts and without a person."""

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from schakel.chain.problem import Refusal
from schakel.data.deliveries.load_log import load_log
from schakel.data.deliveries.propose_sources import propose_sources
from schakel.data.deliveries.sources import Sources
from schakel.data.deliveries.sources_file import read_sources
from schakel.data.mapping import Mapping, Origin, read_mapping
from schakel.report.terminal import problem_sentence
from unit.data.strange_folders import NAME, NOTE, day, dutch, flat, region, residents, table, texts


@pytest.fixture(scope="module")
def proposed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The region's files with the proposal beside them."""
    folder = tmp_path_factory.mktemp("partners") / "regio"
    folder.mkdir()
    region(folder)
    propose_sources(folder)
    return folder


def mapping(folder: Path, name: str) -> Mapping:
    """The mapping that was proposed for a source."""
    return read_mapping(folder / "mappings" / f"{name}.toml")


def proposal(folder: Path) -> tuple[Sources, str]:
    """What a proposal for a folder wrote: the sources, and all texts in one."""
    propose_sources(folder)
    return read_sources(folder), "\n".join(texts(folder).values())


def test_every_partner_becomes_a_source(proposed: Path) -> None:
    sources = {source.name: source for source in read_sources(proposed).sources}
    assert set(sources) == {"ggz", "loket", "schuldhulp", "wijkteam", "wmo"}
    assert sources["wmo"].deliveries[0].files == ("wmo/leveringen.csv", "wmo/clienten.csv")
    assert [d.kind for d in sources["ggz"].deliveries] == ["full", "full", "full"]
    assert [d.until for d in sources["ggz"].deliveries] == [date(2025, 9, 30), date(2025, 10, 31), date(2025, 11, 30)]
    assert sources["loket"].deliveries[0].since == date(2024, 1, 1)


def test_how_each_file_is_written(proposed: Path) -> None:
    desk, team = mapping(proposed, "loket"), mapping(proposed, "wijkteam")
    assert (desk.file.delimiter, desk.file.encoding, desk.file.date_format) == (";", "windows-1252", ("dd-mm-yyyy",))
    assert desk.file.drop_rows == (("Cliëntnummer", ("Totaal",)),)
    assert (team.file.skip_rows, team.file.sheet) == (3, "Overzicht")
    assert team.file.drop_rows == (("Dossiernr", ("Totaal",)),)
    assert mapping(proposed, "ggz").file.infinite_dates == ("31-12-9999",)
    assert mapping(proposed, "schuldhulp").file.delimiter == ","


def test_what_each_column_is(proposed: Path) -> None:
    desk = dict(mapping(proposed, "loket").columns)
    assert {ours: origin.name for ours, origin in desk.items()} == {
        "case_id": "Zaaknummer",
        "resident": "Cliëntnummer",
        "activity": "Activiteit",
        "partner": "",
        "started": "Datum",
        "municipality": "Gemeente",
    }
    assert desk["partner"] == Origin(value="Loket")
    mental = dict(mapping(proposed, "ggz").columns)
    assert mental["started"] == Origin("Datum start", others=("Startdatum",))
    assert mental["ended"] == Origin("Datum einde", others=("Einddatum",))
    assert mental["partner"] == Origin(value="GGZ")


def test_dates_become_milestones_and_pairs(proposed: Path) -> None:
    team = mapping(proposed, "wijkteam").milestones
    assert [milestone.activity for milestone in team] == ["Aanmelding", "Intake", "Hulp"]
    assert {ours: origin.name for ours, origin in team[2].columns} == {
        "started": "Start hulp",
        "ended": "Einde hulp",
        "requested": "Aanmelddatum",
    }
    debt = mapping(proposed, "schuldhulp").milestones
    assert [(m.activity, dict(m.columns)["started"].name) for m in debt] == [
        ("Aanvraag", "datum aanvraag"),
        ("Hulp schuldhulp", "datum start"),
    ]


def test_a_file_with_clients_is_set_beside(proposed: Path) -> None:
    home = mapping(proposed, "wmo")
    assert [(join.files, join.key, join.to) for join in home.joins] == [
        ("clienten.csv", "toewijzingsnummer", "toewijzingsnummer")
    ]
    assert home.origin("resident") == Origin("clientnummer")
    assert home.origin("law") == Origin("wet")
    assert not mapping(proposed, "wijkteam").joins  # its residents are in that file as well, but it is another's


def test_numbers_that_nobody_shares_are_of_the_source(proposed: Path) -> None:
    assert mapping(proposed, "schuldhulp").case.residents == "source"
    assert {mapping(proposed, name).case.residents for name in ("ggz", "loket", "wijkteam", "wmo")} == {"shared"}
    assert read_sources(proposed).case.unit == "trajectory"


def test_the_turn_of_the_year_is_told(proposed: Path) -> None:
    text = flat(texts(proposed)["sources.toml"])
    assert "wmo: 170 keer eindigt er iets op 31 december" in text
    assert "Bij 170 is dat dezelfde hulp" in text
    assert read_sources(proposed).case.continued_days == 1


def test_no_person_in_any_text(proposed: Path) -> None:
    written = "\n".join(texts(proposed).values())
    for held in (NAME, NOTE[:12], "111222333", *residents(300), "Z00001", "D-0001", "T900000"):
        assert held not in written
    team = texts(proposed)["mappings/wijkteam.toml"]
    assert "Lever die kolom niet aan" in flat(team)
    assert all(f'"{column}"' in team for column in ("BSN", "Geboortedatum"))
    assert not {"BSN", "Geboortedatum", "Medewerker", "Opmerking"} & set(mapping(proposed, "wijkteam").named())


def test_a_word_of_few_residents_stands_in_no_text(tmp_path: Path) -> None:
    rows = [(f"K{number}x", "Zeldzaam" if number < 9 else "Gewoon", dutch(day(number))) for number in range(80)]
    table(tmp_path / "log.csv", "cliëntnummer;activiteit;datum", rows)
    _, written = proposal(tmp_path)
    assert "Gewoon" in written
    assert "Zeldzaam" not in written


def test_what_is_proposed_loads(proposed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "regio"
    shutil.copytree(proposed, folder)
    snapshot = load_log(folder)
    delivered = {delivery.name: delivery.events for delivery in snapshot.manifest.sources}
    assert delivered["loket"] == 900
    assert snapshot.manifest.counts["residents"] == 300 + 250


def test_the_same_folder_gives_the_same_bytes(proposed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "regio"
    shutil.copytree(proposed, folder)
    for name in texts(folder):
        (folder / name).unlink()
    propose_sources(folder)
    assert texts(folder) == texts(proposed)


def test_english_says_the_same_with_the_same_values(proposed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "regio"
    shutil.copytree(proposed, folder)
    made = propose_sources(folder, lang="en", replace_old=True)
    assert read_sources(folder).sources == read_sources(proposed).sources
    assert mapping(folder, "loket").columns == mapping(proposed, "loket").columns
    assert "each row is one event" in texts(folder)["sources.toml"]
    assert "sources.toml.old" in made.kept


def test_nothing_of_a_person_is_written_over(tmp_path: Path) -> None:
    rows = [(f"Z{number}", "Stap", dutch(day(number))) for number in range(40)]
    table(tmp_path / "log.csv", "zaak;activiteit;datum", rows)
    propose_sources(tmp_path)
    (tmp_path / "sources.toml").write_text("# mijn werk\n", encoding="utf-8")
    (tmp_path / "names.csv").write_text("kind,mine\n", encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        propose_sources(tmp_path)
    assert "--replace" in problem_sentence(refused.value.problems[0], "nl")
    assert (tmp_path / "sources.toml").read_text(encoding="utf-8") == "# mijn werk\n"
    for expected in ("sources.toml.old", "sources.toml.2.old"):
        assert expected in propose_sources(tmp_path, replace_old=True).kept
    assert (tmp_path / "sources.toml.old").read_text(encoding="utf-8") == "# mijn werk\n"
    assert (tmp_path / "names.csv").read_text(encoding="utf-8") == "kind,mine\n"


def test_all_is_written_or_nothing(tmp_path: Path) -> None:
    rows = [(f"Z{number}", "Stap", dutch(day(number))) for number in range(40)]
    table(tmp_path / "log.csv", "zaak;activiteit;datum", rows)
    (tmp_path / "mappings").write_text("a file where a folder must be", encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        propose_sources(tmp_path)
    assert refused.value.problems[0].code == "not_writable"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log.csv", "mappings"]


def test_progress_is_told_in_order(proposed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "regio"
    shutil.copytree(proposed, folder)
    told: list[tuple[str, float]] = []
    propose_sources(folder, replace_old=True, on_progress=lambda stage, share: told.append((stage, share)))
    assert list(dict(told)) == ["read", "check", "write"]
    for stage in ("read", "check"):
        shares = [share for name, share in told if name == stage]
        assert shares == sorted(shares)
        assert shares[-1] == 1.0


def test_the_command_shows_what_it_found_and_what_to_do_next(proposed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "regio"
    shutil.copytree(proposed, folder, ignore=shutil.ignore_patterns("mappings", "sources.toml", "names.csv"))
    done = schakel("sources", "propose", folder, "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert all(word in done.stdout for word in ("schuldhulp", "wijkteam", "milestones", "900", "doubts"))
    assert f"Then: schakel load {folder}" in done.stdout
    again = schakel("sources", "propose", folder)
    assert again.returncode == 2
    assert "--replace" in again.stderr
    assert "Traceback" not in again.stderr
    assert "names.csv stond er al" in schakel("sources", "propose", folder, "--replace").stdout
    assert "Doe een voorstel" in schakel("sources", "--help").stdout


def schakel(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command; its output as text."""
    command = [str(Path(sys.executable).parent / "schakel"), *map(str, arguments)]
    environment = {**os.environ, "SCHAKEL_LANG": "nl", "COLUMNS": "200"}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, encoding="utf-8")

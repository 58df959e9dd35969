"""The delivery sheet: complete, tailored where a log is given, and with examples that pass the check as they stand."""

import csv
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from schakel.chain.problem import Refusal
from schakel.data.check import check
from schakel.data.load import load
from schakel.data.manifest import Coverage
from schakel.data.mapping import read_mapping
from schakel.insight.opened import open_log
from schakel.report.delivery_seen import seen
from schakel.report.delivery_sheet import HELPING, NEEDED, delivery_sheet, write_request
from schakel.report.html import html
from unit.data.bad_files import elevenfold
from unit.report.conftest import make_log, small_rows
from unit.report.reading import tree

NAMES = {
    "nl": (
        "levering",
        "voorbeeld-gebeurtenissen",
        "koppeling-gebeurtenissen",
        "voorbeeld-mijlpalen",
        "koppeling-mijlpalen",
    ),
    "en": ("delivery", "example-events", "mapping-events", "example-milestones", "mapping-milestones"),
}
NASTY = 'Zorg "Het Veer"; \\ <b>& Zoon</b> = 1'
(BSN,) = elevenfold(1)
STEPS = """
SELECT c.started_on, s.pos, s.activity, s.partner, s.to_partner, s.started_on, s.ended_on, s.requested_on, s.e_outcome
FROM steps s JOIN cases c USING (case_no) ORDER BY 1, 2
"""


def said(page: str) -> str:
    """The words of a page."""
    return " ".join(tree(page).text_content().split())


def page_of(folder: Path) -> str:
    (page,) = folder.glob("*.html")
    return page.read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("partner", ["GGZ Ravelijn", NASTY])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_examples_pass_the_check_as_they_stand(lang: str, partner: str, ending: str, tmp_path: Path) -> None:
    write_request(partner, tmp_path, lang=lang)
    for example, mapping in (NAMES[lang][1:3], NAMES[lang][3:]):
        found = check(tmp_path / f"{example}.{ending}", mapping=read_mapping(tmp_path / f"{mapping}.toml"))
        assert found.total == 0, found.problems
        assert found.delivery is not None
        assert found.delivery.events == 7
        assert found.delivery.delivered_by == partner
        assert not found.delivery.not_stored


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_both_shapes_say_the_same(lang: str, ending: str, tmp_path: Path) -> None:
    write_request("GGZ Ravelijn", tmp_path, lang=lang)
    found = []
    for example, mapping in (NAMES[lang][1:3], NAMES[lang][3:]):
        log = tmp_path / example
        load(tmp_path / f"{example}.{ending}", log, mapping=read_mapping(tmp_path / f"{mapping}.toml"), public=True)
        with open_log(log) as view:
            found.append(view.rows(STEPS))
            assert {row[3] for row in found[-1]} == {"GGZ Ravelijn"}
    assert found[0] == found[1]
    assert len(found[0]) == 7


def test_the_events_pass_without_a_mapping_too(tmp_path: Path) -> None:
    write_request("GGZ Ravelijn", tmp_path)
    found = check(tmp_path / "voorbeeld-gebeurtenissen.csv")
    assert found.total == 0
    assert {ours for ours, _ in found.mapping.columns} >= {*NEEDED, *HELPING} - {"row_id"}


def test_files_and_equal_bytes(tmp_path: Path) -> None:
    one, other = (write_request("GGZ Ravelijn", tmp_path / name) for name in ("a", "b"))
    assert one[0].name == "levering-ggz-ravelijn.html"
    assert [path.name for path in one] == [path.name for path in other]
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]
    assert {path.suffix for path in one} == {".html", ".csv", ".xlsx", ".toml"}


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "nl",
            (
                "Zaak",
                "Cliënt",
                "schuilnaam",
                "BSN",
                "31 dagen",
                "Peildatum",
                "Verwijderingen",
                "30 minuten",
                "geboortedatums",
            ),
        ),
        (
            "en",
            (
                "Case",
                "Client",
                "pseudonym",
                "BSN",
                "31 days",
                "Reference date",
                "Deletions",
                "30 minutes",
                "birth dates",
            ),
        ),
    ],
)
def test_the_sheet_is_complete(lang: str, words: tuple[str, ...], tmp_path: Path) -> None:
    write_request("GGZ Ravelijn", tmp_path, lang=lang)
    page = page_of(tmp_path)
    text = said(page)
    assert not [word for word in words if word not in text]
    rows = tree(page).xpath('//section[@id="columns"]//tbody/tr')
    assert len(rows) == len(NEEDED) + len(HELPING)
    assert all(len(row.xpath("./*")) == 4 and row.xpath("./*[last()]")[0].text_content() for row in rows)
    for name in NAMES[lang][1:]:
        assert name in text
    code = tree(page).xpath("//pre")[0].text_content().splitlines()
    assert all(line.startswith("schakel check ") for line in code)


def test_its_example_is_that_of_the_file(tmp_path: Path) -> None:
    write_request("GGZ Ravelijn", tmp_path)
    shown = tree(page_of(tmp_path)).xpath('//section[@id="shapes"]//table')
    for table, name in zip(shown, ("voorbeeld-gebeurtenissen", "voorbeeld-mijlpalen"), strict=True):
        with (tmp_path / f"{name}.csv").open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.reader(stream, delimiter=";"))
        assert [[cell.text_content() for cell in row.xpath("./*")] for row in table.xpath(".//tr")] == rows


def test_a_name_never_becomes_markup() -> None:
    page = html(delivery_sheet(NASTY))
    assert "<b>" not in page
    assert NASTY in said(page)


@pytest.mark.parametrize("partner", ["", "  ", "a\nb", "x" * 201, "\u202egzz", f"{BSN} zorg"])
def test_a_name_that_cannot_be_one_is_refused(partner: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        write_request(partner, tmp_path / "out")
    assert refusal.value.problems[0].column == "--partner"
    assert BSN not in str(refusal.value.problems)
    assert not (tmp_path / "out").exists()


def test_a_partner_that_delivers(small_log: Path) -> None:
    with open_log(small_log) as view:
        found = seen(view, "wijkteam")
    assert found.partner == "Wijkteam"
    assert set(found.steps) == {"Gesprek", "Afsluiting"}
    assert found.referring == ("Melding (Loket)", "Hulp (Aanbieder)")
    assert found.delivered
    assert found.missing == ()
    assert found.columns["requested"] == "ontbreekt"
    assert found.columns["household"] == "ontbreekt"
    assert found.columns["ended"] == found.columns["resident"] == "is er"


def test_a_partner_that_is_only_referred_to(tmp_path: Path) -> None:
    rows = [[*row[:4], "Verblijf Ravenlinde", *row[5:]] if row[2] == "Gesprek" else row for row in small_rows()]
    with open_log(make_log(tmp_path, rows)) as view:
        found = seen(view, "Verblijf Ravenlinde", lang="en")
        write_request("verblijf ravenlinde", tmp_path / "out", view=view)
    assert not found.acts
    assert found.referring == ("Gesprek (Wijkteam)",)
    assert found.delivered == ()
    assert "January 2025 up to and including" in found.missing[0]
    assert found.columns == {}
    text = said(page_of(tmp_path / "out"))
    assert "Van u is nog niets geleverd" in text
    assert "Maanden geleverd geen" in text.replace("geleverdgeen", "geleverd geen")


def test_months_are_told_as_ranges(small_log: Path) -> None:
    with open_log(small_log) as view:
        months = tuple(f"2024-{month:02}" for month in range(1, 8))
        manifest = replace(view.manifest, coverage=Coverage(months, {"Loket": "ddnnpnd"}))
        found = seen(replace(view, manifest=manifest), "Loket")
    assert found.delivered == ("januari 2024 tot en met februari 2024 (2 maanden)", "mei 2024", "juli 2024")
    assert found.missing == ("maart 2024 tot en met april 2024 (2 maanden)", "juni 2024")


def test_a_small_group_is_not_told(small_log: Path) -> None:
    with open_log(small_log) as view:
        found = seen(view, "Kleine partner")
        page = html(delivery_sheet("Kleine partner", found=found))
    assert found.few
    assert found.steps == ()
    assert found.columns == {}
    assert "Zeldzame stap" not in page
    assert "te weinig inwoners" in page


def test_a_share_passes_the_gate(tmp_path: Path) -> None:
    """Of 110 requests at most nine would point at someone, so it says less than."""
    folder = tmp_path / "log"
    make_log(folder, small_rows())
    mapping = (folder / "mapping.toml").read_text(encoding="utf-8") + 'requested = "gevraagd"\n'
    lines = (folder / "keten.csv").read_text(encoding="utf-8").splitlines()
    asked = [lines[0] + ",gevraagd"]
    given = 0
    for line in lines[1:]:
        one_more = ",Melding," in line and given < 4
        given += one_more
        asked.append(line + ("," + line.split(",")[5] if one_more else ","))
    (folder / "keten.csv").write_text("\n".join(asked) + "\n", encoding="utf-8")
    (folder / "mapping.toml").write_text(mapping, encoding="utf-8")
    shutil.rmtree(folder / "log")
    load(folder / "keten.csv", folder / "log", mapping=read_mapping(folder / "mapping.toml"))
    with open_log(folder / "log") as view:
        told = seen(view, "Loket").columns["requested"]
    assert told.startswith("bij minder dan")


def test_an_unknown_partner_is_refused_with_the_nearest(small_log: Path, tmp_path: Path) -> None:
    with open_log(small_log) as view, pytest.raises(Refusal) as refusal:
        write_request("Wijktaem", tmp_path / "out", view=view)
    problem = refusal.value.problems[0]
    assert (problem.code, problem.allowed) == ("request_partner", "Wijkteam")
    with open_log(small_log) as view, pytest.raises(Refusal) as refusal:
        seen(view, "Zzz")
    assert "Kleine partner" not in refusal.value.problems[0].allowed
    assert not (tmp_path / "out").exists()

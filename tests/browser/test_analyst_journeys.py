"""Two deliveries through the desk in a browser: a workbook of milestones, and a year in which a column was renamed."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from browser.visit import HOME, Seen, somebody
from schakel.web.data_desk.examples import write_examples
from unit.data.workbooks import workbook
from web.serving import Served, fill, serve

pytestmark = pytest.mark.browser

DATA = f"{HOME}data/"
FIRST, SECOND = "wijkteam-2024.xlsx", "wijkteam-2025.xlsx"
BEFORE, AFTER = "Datum beschikking", "Datum besluit"
STEPS = ("Melding", "Keukentafelgesprek", "Beschikking")
PEOPLE = 40
LOG, SOURCE, PARTNER = "keten", "wijkteam", "Wijkteam Lindehage"


def _book(path: Path, year: int, decided: str) -> bytes:
    """A row per application, with a date for each step; the last column of dates has this heading."""
    rows: list[tuple[object, ...]] = [
        ("Zaaknummer", "Cliëntnummer", "Datum melding", "Datum keukentafelgesprek", decided, "Gemeente")
    ]
    for n in range(PEOPLE):
        told = date(year, 1 + n % 9, 1 + n % 27)
        talked = told + timedelta(days=7 + n % 5)
        rows.append((f"Z{year % 100}{n:03d}", f"C{n:04d}", told, talked, talked + timedelta(days=20), "Lindehage"))
    return workbook(path, rows).read_bytes()


@pytest.fixture(scope="module")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A demo without data, that accepts two workbooks of a team."""
    folder = tmp_path_factory.mktemp("analyst")
    root = fill(folder / "workspace")
    books = {name: _book(folder / name, year, decided) for name, year, decided in _deliveries()}
    write_examples(root / "networks" / "lindewaard", {f"wijkteam/{name}": book for name, book in books.items()})
    with serve(root) as served:
        yield served


def _deliveries() -> tuple[tuple[str, int, str], ...]:
    return (FIRST, 2024, BEFORE), (SECOND, 2025, AFTER)


def test_analyst_brings_in_a_workbook_and_repairs_the_next(browser: Browser, workbench: Served) -> None:
    with somebody(browser, workbench, "Sem Oudejans") as analyst:
        _first_delivery(analyst, workbench)
        _map_opens(analyst)
        _second_delivery(analyst, workbench)
        _what_changed(analyst)


def _first_delivery(analyst: Seen, workbench: Served) -> None:
    page = analyst.page
    _send(analyst, workbench, FIRST)
    for n, step in enumerate(STEPS, 1):
        expect(page.locator(f"#name-{n}")).to_have_value(step)
    page.fill("#delivered_by", PARTNER)
    page.fill("#fixed-partner", PARTNER)
    analyst.fine()
    analyst.press("Verder: controleren")
    _arrive(analyst, "Controle")
    analyst.reads("Alles is te lezen")
    analyst.fine()
    analyst.follow("Verder: inlezen")
    page.fill("#new_log", LOG)
    page.fill("#name-0", SOURCE)
    analyst.fine()
    _load_and_publish(analyst)


def _map_opens(analyst: Seen) -> None:
    """The network sees it: the map has the steps of the workbook as boxes that lead on."""
    page = analyst.go(f"{HOME}insight/map")
    for step in STEPS:
        assert page.locator(f"svg#chain-map a[aria-label^='{step}']").count() >= 1, step
    assert f"{PEOPLE}" in page.locator("#insight-status").inner_text()
    analyst.fine()


def _second_delivery(analyst: Seen, workbench: Served) -> None:
    page = analyst.page
    _send(analyst, workbench, SECOND, f"{LOG}/{SOURCE}")
    told = page.get_by_role("alert").inner_text()
    assert "Er ontbreekt een kolom" in told
    assert f"Begin ({STEPS[2]}): de kolom heette eerder '{BEFORE}'" in told
    analyst.fine()
    page.get_by_label(AFTER, exact=True).select_option("started")
    page.get_by_label(f"Stap waar {AFTER} bij hoort").select_option(label=STEPS[2])
    analyst.press("Verder: controleren")
    _arrive(analyst, "Controle")
    analyst.reads("Alles is te lezen")
    analyst.follow("Verder: inlezen")
    page.select_option("#kind-0", "period")
    for field, day in (("since", "2025-01-01"), ("until", "2025-12-31"), ("extracted", "2026-01-02")):
        page.fill(f"#{field}-0", day)
    _load_and_publish(analyst)


def _what_changed(analyst: Seen) -> None:
    page = analyst.page
    analyst.follow("Wat veranderde")
    told = page.locator("main").text_content() or ""
    assert f"Rijen erbij: {PEOPLE * len(STEPS)}, gewijzigd: 0, weg: 0." in told
    assert f"De oorzaak: {SOURCE}." in told
    assert PARTNER in told
    analyst.fine()


def _send(analyst: Seen, workbench: Served, name: str, source: str = "") -> None:
    """Send an example in, and watch until its mapping opens."""
    page = analyst.go(f"{DATA}upload")
    page.set_input_files("#files", workbench.root / "networks" / "lindewaard" / "examples" / name)
    if source:
        page.select_option("#source", source)
    analyst.fine()
    analyst.press("Stuur op en bekijk")
    _arrive(analyst, "Koppeling")


def _load_and_publish(analyst: Seen) -> None:
    analyst.press("Lees in")
    _arrive(analyst, "Klaar")
    analyst.fine()
    analyst.press("Laat het netwerk deze momentopname zien")
    analyst.reads("Dit is wat het netwerk nu ziet.")


def _arrive(analyst: Seen, step: str) -> None:
    """The page of a job goes on by itself when it is done; who comes later finds the link."""
    there = analyst.page.locator(f"[aria-current=step]:has-text('{step}')")
    link = analyst.page.locator("#job a.utrecht-button--primary-action")
    there.or_(link).first.wait_for()
    if link.count():
        link.click()
    there.wait_for()

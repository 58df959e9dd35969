"""The delivery sheet in a browser: for everyone, on a phone, and on both sides of one sheet of paper."""

import io
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from browser.barriers import barriers
from browser.test_report_page import RULES, opened
from schakel.insight.opened import open_log
from schakel.report.delivery_sheet import write_request
from unit.report.conftest import make_log, small_rows

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Sheets of a partner in both languages, tailored to a log."""
    folder = tmp_path_factory.mktemp("sheets")
    with open_log(make_log(folder / "source", small_rows())) as view:
        return {lang: write_request("Wijkteam", folder / lang, view=view, lang=lang)[0] for lang in ("nl", "en")}


@pytest.mark.parametrize(("lang", "width"), [("nl", 360), ("en", 1280)])
def test_axe_finds_nothing(browser: Browser, sheets: dict[str, Path], lang: str, width: int) -> None:
    page = opened(browser, sheets[lang], width)
    told = barriers(page, RULES)
    page.close()
    assert told == []


def test_no_sideways_scrolling_on_a_phone(browser: Browser, sheets: dict[str, Path]) -> None:
    page = opened(browser, sheets["nl"], 360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_it_prints_on_both_sides_of_one_sheet(browser: Browser, sheets: dict[str, Path], lang: str) -> None:
    page = opened(browser, sheets[lang])
    paper = page.pdf(prefer_css_page_size=True)
    cut = page.evaluate(
        "[...document.querySelectorAll('.utrecht-table-container')].some(t => t.scrollWidth > t.clientWidth + 1)"
    )
    page.close()
    assert len(PdfReader(io.BytesIO(paper)).pages) == 2
    assert not cut

"""The page on quality in a browser: for everyone, on a phone, and on paper; and the map with breaks beside it."""

import io
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from browser.barriers import barriers
from browser.test_report_page import RULES, opened
from schakel.insight.opened import open_log
from schakel.report.chain_report import chain_report
from schakel.report.html import html
from schakel.report.quality_report import quality_report
from unit.report.delivered import make_delivered

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Files by "nl" and "en" (quality) and "chain" (the report of the same log)."""
    folder = tmp_path_factory.mktemp("quality")
    log = make_delivered(folder / "log")
    files: dict[str, Path] = {}
    with open_log(log) as view:
        documents = {lang: quality_report(view, lang=lang) for lang in ("nl", "en")} | {"chain": chain_report(view)}
    for name, document in documents.items():
        files[name] = folder / f"{name}.html"
        files[name].write_text(html(document), encoding="utf-8")
    return files


@pytest.mark.parametrize(("name", "width"), [("nl", 360), ("en", 1280), ("chain", 1280)])
def test_axe_finds_nothing(browser: Browser, made: dict[str, Path], name: str, width: int) -> None:
    page = opened(browser, made[name], width)
    for twin in page.locator("details").all():
        twin.evaluate("node => node.open = true")
    told = barriers(page, RULES)
    page.close()
    assert told == []


@pytest.mark.parametrize("name", ["nl", "en", "chain"])
@pytest.mark.parametrize("width", [360, 1240])
def test_no_sideways_scrolling(browser: Browser, made: dict[str, Path], name: str, width: int) -> None:
    page = opened(browser, made[name], width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.parametrize("name", ["nl", "en"])
def test_on_paper(browser: Browser, made: dict[str, Path], name: str) -> None:
    page = opened(browser, made[name])
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    page.close()
    assert len(printed.pages) <= 8
    status = "internal, not checked" if name == "en" else "intern, niet getoetst"
    for sheet in printed.pages:
        assert status in sheet.extract_text()


def test_a_figure_wider_than_its_column_uses_the_margins_of_a_wide_screen(
    browser: Browser, made: dict[str, Path]
) -> None:
    page = opened(browser, made["chain"], 1280)
    page.locator("figure").first.evaluate("node => node.classList.add('schakel-figure--wide')")
    column = page.locator("main").bounding_box()
    scroll = page.locator("figure .schakel-scroll").first.bounding_box()
    assert column
    assert scroll
    assert scroll["width"] == column["width"] + 128
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    page.close()

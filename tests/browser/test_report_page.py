"""The report in a browser: for everyone, on a phone, on paper, and without a network."""

import io
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from browser.barriers import barriers

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NAMES = ["nl", "en", "nl-one", "en-one"]


def opened(browser: Browser, file: Path, width: int = 1280) -> Page:
    page = browser.new_page(viewport={"width": width, "height": 900}, java_script_enabled=True)
    page.goto(file.as_uri())
    return page


@pytest.mark.parametrize(("name", "width"), [("nl", 360), ("en", 1280), ("nl-one", 1280), ("en-one", 360)])
def test_axe_finds_nothing(browser: Browser, pages: dict[str, Path], name: str, width: int) -> None:
    page = opened(browser, pages[name], width)
    for twin in page.locator("details").all():
        twin.evaluate("node => node.open = true")
    told = barriers(page, RULES)
    page.close()
    assert told == []


def test_a_barrier_is_noticed_and_long_tables_come_back(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(f"<main><img src='x'><table><tbody>{'<tr><td>1</td></tr>' * 14}</tbody></table></main>")
    assert [rule for rule, _ in barriers(page) if rule == "image-alt"]
    assert page.locator("tr:visible").count() == 14
    page.close()


@pytest.mark.parametrize("name", NAMES)
def test_no_sideways_scrolling_on_a_phone(browser: Browser, pages: dict[str, Path], name: str) -> None:
    page = opened(browser, pages[name], 360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()


def test_nothing_is_fetched(browser: Browser, pages: dict[str, Path]) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(pages["nl"].as_uri(), wait_until="networkidle")
    page.close()
    assert asked == [pages["nl"].as_uri()]


def test_it_can_be_read_without_script(browser: Browser, pages: dict[str, Path]) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(pages["nl"].as_uri())
    assert page.locator("h1").is_visible()
    assert page.locator("figure svg").first.is_visible()
    page.close()


def test_with_the_keyboard_alone(browser: Browser, pages: dict[str, Path]) -> None:
    page = opened(browser, pages["nl"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    summary = page.locator("#map details > summary").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("#map details").first.get_attribute("open") is not None
    assert page.locator("#map details table").first.is_visible()
    page.close()


def test_a_box_of_the_map_leads_to_its_row_and_a_number_to_its_passport(
    browser: Browser, pages: dict[str, Path]
) -> None:
    page = opened(browser, pages["nl"])
    for link in page.locator("#map svg a").all()[:3]:
        target = link.get_attribute("href")
        assert target is not None
        assert page.locator(target).count() == 1
    page.locator("#pinch .schakel-source a").first.click()
    assert page.locator(":target").is_visible()
    page.close()


@pytest.mark.parametrize("name", NAMES)
def test_on_paper(browser: Browser, pages: dict[str, Path], name: str) -> None:
    page = opened(browser, pages[name])
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    page.close()
    width, height = (float(side) for side in printed.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (595, 842)
    assert len(printed.pages) == 1 if name.endswith("-one") else len(printed.pages) <= 16
    status = "internal, not checked" if name.startswith("en") else "intern, niet getoetst"
    for sheet in printed.pages:
        assert status in sheet.extract_text()

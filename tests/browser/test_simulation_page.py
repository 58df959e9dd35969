"""The report of a simulation in a browser: for everyone, on a phone, and a replay that can be stopped."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browser.barriers import barriers
from browser.test_report_page import RULES, opened
from schakel.report.simulation_report import write_simulation_report
from unit.report.simulated import brief_inputs

pytestmark = pytest.mark.browser

MARK = "document.querySelector('.replay-m')"
STATE = f"getComputedStyle({MARK}).animationPlayState"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The report by language."""
    folder = tmp_path_factory.mktemp("simulation")
    return {lang: write_simulation_report(brief_inputs(), folder / f"{lang}.html", lang)[0] for lang in ("nl", "en")}


@pytest.mark.parametrize(("lang", "width"), [("nl", 360), ("en", 1280)])
def test_axe_finds_nothing(browser: Browser, made: dict[str, Path], lang: str, width: int) -> None:
    page = opened(browser, made[lang], width)
    for twin in page.locator("details").all():
        twin.evaluate("node => node.open = true")
    told = barriers(page, RULES)
    page.close()
    assert told == []


@pytest.mark.parametrize("width", [360, 1280])
def test_no_sideways_scrolling(browser: Browser, made: dict[str, Path], width: int) -> None:
    page = opened(browser, made["nl"], width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def place(page: Page) -> str:
    """Where the first mark is now."""
    return str(page.evaluate(f"getComputedStyle({MARK}).transform"))


def test_the_replay_stops_and_goes_on_by_keyboard_without_script_of_its_own(
    browser: Browser, made: dict[str, Path]
) -> None:
    page = opened(browser, made["nl"])
    assert page.evaluate(STATE) == "running"
    page.locator("a[href='#replay-paused']").focus()
    page.keyboard.press("Enter")
    assert page.evaluate(STATE) == "paused"
    before = place(page)
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert place(page) == before
    page.locator("a[href='#replay-playing']").focus()
    page.keyboard.press("Enter")
    assert page.evaluate(STATE) == "running"
    page.close()


def test_who_wants_no_movement_sees_a_still_with_numbers(browser: Browser, made: dict[str, Path]) -> None:
    page = browser.new_page(reduced_motion="reduce")
    page.goto(made["en"].as_uri())
    assert not page.locator(".replay-moving").first.is_visible()
    still = page.locator(".replay-run .replay-still text")
    assert still.first.is_visible()
    assert all(text.replace(",", "").isdigit() for text in still.all_text_contents())
    page.close()


def test_on_paper_it_is_a_still(browser: Browser, made: dict[str, Path]) -> None:
    page = opened(browser, made["nl"])
    page.emulate_media(media="print")
    shown = page.evaluate("getComputedStyle(document.querySelector('.replay-run .replay-moving')).display")
    assert shown == "none"
    page.close()

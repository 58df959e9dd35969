"""A real browser, and reports of the fictional region in both languages as files."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from oracle.made_region import Made
from schakel.insight.opened import open_log
from schakel.report.chain_report import chain_report
from schakel.report.html import html

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def pages(tenth_of_region: Made, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Files by "nl", "en", "nl-one" and "en-one"."""
    folder = tmp_path_factory.mktemp("pages")
    made: dict[str, Path] = {}
    with open_log(tenth_of_region.log) as view:
        for lang in ("nl", "en"):
            for name, one_page in ((lang, False), (f"{lang}-one", True)):
                made[name] = folder / f"{name}.html"
                made[name].write_text(html(chain_report(view, lang=lang, one_page=one_page)), encoding="utf-8")
    return made

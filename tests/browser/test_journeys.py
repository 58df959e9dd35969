"""From a question to the meeting, as three people do it: in a browser, with a server and a worker of their own."""

import io
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from oracle.made_region import Made, share
from schakel.data.snapshot import open_snapshot
from web.serving import WITHIN_S, Served, fill, python, serve

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PHONE, DESK = 360, 1200
LOG, LATER = "lindewaard", "later"
HOME = "/n/lindewaard/"
QUESTION = "Waar wachten kinderen het langst tussen toegang en aanbieder?"
REPORT = re.compile(r"/reports/\d+$")
PATIENCE_MS = WITHIN_S * 1000
PUBLISH = """
import sys
from pathlib import Path
from schakel.web.database import open_workspace
open_workspace(Path(sys.argv[1]))
from schakel.web.access.models import Network
Network.objects.update(log=sys.argv[2], snapshot=sys.argv[3])
"""


@dataclass
class Seen:
    """A page in a browser, and what its console said that is wrong."""

    page: Page
    address: str
    errors: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        """Open a page of the workbench."""
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status == 200, path
        return self.page

    def press(self, words: str) -> None:
        """Press the button that says so."""
        self.page.get_by_role("button", name=words).click()

    def fine(self) -> None:
        """No barrier that axe finds, no sideways scrolling, nothing in the console."""
        found = Axe().run(self.page, options={"runOnly": RULES}).response["violations"]
        told = [(fault["id"], [node["html"][:200] for node in fault["nodes"][:3]]) for fault in found]
        assert told == [], self.page.url
        assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), self.page.url
        assert self.errors == [], self.page.url


@pytest.fixture(scope="module")
def workbench(tenth_of_region: Made, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Lindewaard with a tenth of the region that the network sees, and a later log that it does not see yet."""
    root = fill(tmp_path_factory.mktemp("journeys") / "workspace")
    logs = root / "networks" / "lindewaard" / "logs"
    shutil.copytree(tenth_of_region.log, logs / LOG)
    shutil.copytree(share(tmp_path_factory, 0.02).log, logs / LATER)
    python(PUBLISH, str(root), LOG, open_snapshot(logs / LOG).id)
    with serve(root) as served:
        yield served


@contextmanager
def somebody(browser: Browser, served: Served, name: str, width: int = DESK) -> Iterator[Seen]:
    """Signed in as one of the people of the demo, in Dutch."""
    context = browser.new_context(viewport={"width": width, "height": 800}, accept_downloads=True)
    context.set_default_timeout(PATIENCE_MS)
    context.add_cookies([{"name": "schakel-lang", "value": "nl", "url": served.address}])
    seen = Seen(context.new_page(), served.address)
    seen.page.on("console", lambda message: seen.errors.append(message.text) if message.type == "error" else None)
    seen.page.on("pageerror", lambda error: seen.errors.append(str(error)))
    seen.go("/sign-in")
    seen.press(name)
    try:
        yield seen
    finally:
        context.close()


def downloaded(seen: Seen, words: str) -> bytes:
    """The file behind the link that says so."""
    with seen.page.expect_download() as told:
        seen.page.get_by_role("link", name=words).click()
    return Path(told.value.path()).read_bytes()


@pytest.fixture(scope="module")
def released(browser: Browser, workbench: Served) -> str:
    """The fixed address of the council's sheet that the director made and released."""
    with somebody(browser, workbench, "Noor Verhagen") as director:
        page = director.go(f"{HOME}reports/new")
        page.check("#kind-council")
        director.press("Maken")
        page.wait_for_url(REPORT)
        director.press("Vrijgeven voor wethouder, raad en griffie")
        page.wait_for_url("**/reports/council/*")
        return page.url.removeprefix(workbench.address)


def test_director_from_a_question_to_a_slide(browser: Browser, workbench: Served) -> None:
    import pptx
    from pptx.enum.shapes import MSO_SHAPE_TYPE

    with somebody(browser, workbench, "Noor Verhagen") as director:
        page = director.go(f"{HOME}insight/findings")
        page.locator(".insight-more summary").click()
        page.select_option("select[name=law]", "Jeugdwet")
        page.wait_for_selector("#insight-chips a:has-text('Jeugdwet')")
        director.fine()
        sentence = page.locator(".schakel-finding-sentence").first.inner_text()
        page.get_by_role("link", name="Meenemen naar het overleg").click()
        page.fill("#title", QUESTION)
        director.fine()
        director.press("Maken")
        page.wait_for_url(REPORT)
        director.fine()
        content = downloaded(director, "Meenemen: schakel-lindewaard-slides.pptx")
    slides = list(pptx.Presentation(io.BytesIO(content)).slides)
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert titles[0] == QUESTION
    assert _plain(sentence) in map(_plain, titles)
    (found,) = [slide for slide in slides if _plain(slide.shapes.title.text_frame.text) == _plain(sentence)][:1]
    assert any(shape.shape_type == MSO_SHAPE_TYPE.PICTURE for shape in found.shapes)
    assert "Jeugdwet" in found.notes_slide.notes_text_frame.text


@pytest.mark.usefixtures("released")
def test_alderman_reads_one_page_on_a_phone(browser: Browser, workbench: Served) -> None:
    from pypdf import PdfReader

    with somebody(browser, workbench, "Marijke Terpstra", PHONE) as alderman:
        page = alderman.go(HOME)
        page.get_by_role("link", name="Voor de raad").click()
        page.wait_for_selector("#goal-title, #goal")
        alderman.fine()
        paper = downloaded(alderman, "Op papier")
    assert len(PdfReader(io.BytesIO(paper)).pages) == 1


def test_clerk_finds_the_same_after_a_new_snapshot(browser: Browser, workbench: Served, released: str) -> None:
    with somebody(browser, workbench, "Ilse Wouters") as clerk:
        before = _figures(clerk.go(released))
        _publish_later(browser, workbench)
        assert _figures(clerk.go(released)) == before
        clerk.fine()


def _publish_later(browser: Browser, workbench: Served) -> None:
    """The analyst lets the network see other data from now on."""
    with somebody(browser, workbench, "Sem Oudejans") as analyst:
        page = analyst.go(f"{HOME}data/log/{LATER}/snapshots/")
        page.locator("form[action*='publish'] button").first.click()
        page.wait_for_load_state()
        assert "ziet" in page.locator("main").inner_text()


def _figures(page: Page) -> Any:
    """What the sheet says, without the words about the release."""
    return page.locator(".schakel-numbers").inner_text(), page.locator("#goal").inner_text()


def _plain(text: str) -> str:
    """Without differing white space and the last point."""
    return " ".join(text.split()).rstrip(".")

"""From a question to the meeting, as three people do it: in a browser, with a server and a worker of their own."""

import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from browser.visit import HOME, PHONE, Seen, lindewaard, somebody
from oracle.made_region import Made, share
from web.serving import Served, serve

pytestmark = pytest.mark.browser

LATER = "later"
QUESTION = "Waar wachten kinderen het langst tussen toegang en aanbieder?"
REPORT = re.compile(r"/reports/\d+$")


@pytest.fixture(scope="module")
def workbench(tenth_of_region: Made, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Lindewaard with a tenth of the region that the network sees, and a later log that it does not see yet."""
    root = tmp_path_factory.mktemp("journeys") / "workspace"
    logs = lindewaard(root, tenth_of_region)
    shutil.copytree(share(tmp_path_factory, 0.02).log, logs / LATER)
    with serve(root) as served:
        yield served


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

"""The insight desk in a real browser: by keyboard alone, without script, narrow, and for a screen reader."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from browser.barriers import barriers
from oracle.made_region import Made
from oracle.plenty import plenty
from schakel.web.workspace import new_workspace

pytestmark = pytest.mark.browser
ROOT = "/n/lindewaard/insight/"
SCREENS = (
    "",
    "map?law=Jeugdwet",
    "routes",
    "waits",
    "handovers",
    "punctuality",
    "findings",
    "flow",
    "partners",
    "beside?law=Jeugdwet&b.law=Wmo",
    "activity?name=Begeleiding",
    "handover?step=Melding&next=Doorvragen",
    "map?question=Geldzorgen&municipality=Ravenzande&from=2021-01&until=2021-01",
    "map?nonsense=1",
)
# Makes the network of the demo over a log that is there already; in a process of its own, which Django wants to itself.
FILL = """
import sys
from pathlib import Path
from schakel.web.database import migrate, open_workspace
open_workspace(Path(sys.argv[1]))
migrate()
from schakel.data.snapshot import open_snapshot
from schakel.web.lindewaard import fill_network
network = fill_network(())
network.log, network.snapshot = "lindewaard", open_snapshot(Path(sys.argv[2])).id
network.save()
"""
SERVE = "from schakel.command import main; main()"


@pytest.fixture(scope="module")
def served(tenth_of_region: Made, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a workbench with a tenth of the region, served by a process of its own."""
    root = tmp_path_factory.mktemp("served") / "workspace"
    workspace = new_workspace(root, demo=True)
    log = workspace.network("lindewaard") / "logs" / "lindewaard"
    shutil.copytree(tenth_of_region.log, log)
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("SCHAKEL_", "DJANGO_"))}
    subprocess.run([sys.executable, "-c", FILL, str(root), str(log)], check=True, env=environment)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-c", SERVE, "serve", str(root), "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        try:
            with urllib.request.urlopen(f"{address}/sign-in", timeout=5):  # noqa: S310 -- ours, on loopback
                return
        except OSError:
            assert process.poll() is None
            time.sleep(0.25)
    raise TimeoutError(address)


def _context(
    browser: Browser, served: str, lang: str = "nl", width: int = 1200, *, script: bool = True
) -> BrowserContext:
    context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
    context.set_default_timeout(60_000)
    context.add_cookies([{"name": "schakel-lang", "value": lang, "url": served}])
    page = context.new_page()
    page.goto(f"{served}/sign-in")
    page.get_by_role("button", name="Noor Verhagen").click()
    page.close()
    return context


def _counts(message: ConsoleMessage) -> bool:
    """Errors and warnings; not a header that is unknown here, nor a request that a newer one stopped."""
    known = any(word in message.text for word in ("Permissions-Policy", "htmx:afterRequest", "htmx:sendAbort"))
    return message.type in ("error", "warning") and not known


@pytest.fixture
def page(browser: Browser, served: str) -> Iterator[Page]:
    """A page of the director, which fails on anything that the console complains of."""
    context = _context(browser, served)
    complaints: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text) if _counts(message) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


@pytest.mark.parametrize("lang", plenty(["nl"], ["nl", "en"]))
def test_a_screen_reader_can_use_every_screen(lang: str, browser: Browser, served: str) -> None:
    context = _context(browser, served, lang)
    page = context.new_page()
    found = []
    for screen in SCREENS:
        page.goto(f"{served}{ROOT}{screen}")
        found += [(screen, *barrier) for barrier in barriers(page)]
    context.close()
    assert found == []


def test_narrow_pages_do_not_scroll_sideways(browser: Browser, served: str) -> None:
    context = _context(browser, served, width=320)
    page = context.new_page()
    wide = []
    for screen in SCREENS:
        page.goto(f"{served}{ROOT}{screen}")
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(screen)
    context.close()
    assert wide == []


def test_a_choice_redraws_the_picture_alone_and_moves_the_address(page: Page, served: str) -> None:
    page.goto(f"{served}{ROOT}map")
    page.evaluate("window.kept = true")
    page.get_by_label("Gemeente", exact=True).select_option("Ravenzande")
    page.wait_for_url("**/map?municipality=Ravenzande&snapshot=*")
    assert page.evaluate("window.kept")
    assert page.locator(".insight-chips li").first.text_content() == "Gemeente: Ravenzande ×"
    assert "municipality=Ravenzande" in str(page.get_by_role("link", name="Wachten").get_attribute("href"))
    page.get_by_role("link", name="Zonder filter Gemeente: Ravenzande").click()
    page.wait_for_url("**/map?snapshot=*")
    assert page.locator(".insight-chips li").count() == 0


def test_a_slider_and_its_number_are_one(page: Page, served: str) -> None:
    page.goto(f"{served}{ROOT}map")
    lines = page.locator(".schakel-map-line").count()
    slider = page.get_by_role("slider", name="Paden")
    slider.focus()
    for _ in range(2):
        page.keyboard.press("PageDown")
    page.wait_for_url("**paths=*")
    assert page.locator("#s-paths").input_value() == slider.input_value() != "100"
    page.locator("#s-paths").fill("20")
    page.keyboard.press("Tab")
    page.wait_for_url("**paths=20*")
    assert slider.input_value() == "20"
    assert page.locator(".schakel-map-line").count() < lines


def test_the_map_is_walked_by_keyboard(page: Page, served: str) -> None:
    page.goto(f"{served}{ROOT}map")
    page.locator(".schakel-scroll").first.focus()
    page.keyboard.press("Tab")
    box = page.evaluate("[document.activeElement.localName, document.activeElement.getAttribute('aria-label')]")
    assert box[0] == "a"
    assert box[1].startswith("Melding")
    page.keyboard.press("Enter")
    page.wait_for_url("**/activity?name=Melding*")
    assert page.locator("h1").text_content() == "Melding"
    page.go_back()
    line = page.locator(".schakel-map-line").first
    line.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/handover?*")
    page.get_by_role("link", name="herkomst").first.click()
    page.wait_for_url("**/passport/*")
    page.get_by_role("button", name="Reken opnieuw").click()
    assert "precies hetzelfde" in str(page.get_by_role("status").text_content())


def test_everything_works_without_script(browser: Browser, served: str) -> None:
    context = _context(browser, served, script=False)
    page = context.new_page()
    page.goto(f"{served}{ROOT}map")
    page.get_by_label("Hulpvraag").select_option("Geldzorgen")
    page.get_by_role("spinbutton", name="Paden").fill("30")
    page.get_by_role("button", name="Toon").click()
    page.wait_for_url("**question=Geldzorgen**paths=30**")
    assert page.locator(".insight-chips li").first.text_content() == "Hulpvraag: Geldzorgen ×"
    assert page.locator("svg#chain-map").count() == 1
    page.locator("summary", has_text="Als tabel").first.click()
    assert page.locator("table").first.is_visible()
    context.close()

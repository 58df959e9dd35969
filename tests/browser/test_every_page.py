"""Every page of the workbench in both languages, in a browser: no barrier, no sideways scrolling, a silent console.

Pages come from the resolver and from links, so that a new desk is looked at without being named here.
"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage
from playwright.sync_api import Page as Sheet

import schakel.web
from browser.barriers import RULES, SHORTEN
from oracle.made_region import Made
from oracle.once import once
from web.page_list import NOBODY, Found
from web.serving import WITHIN_S, Served, python, serve

pytestmark = pytest.mark.browser

TESTS = Path(__file__).parents[1]
FURNISH = "import sys; sys.path.insert(0, sys.argv[1]); from web.demo_rows import main; main(*sys.argv[2:])"
WIDE, NARROW = 1200, 320
WIDTHS = {"nl": WIDE, "en": NARROW}  # each language at one width: pages are built alike in both
# `make test` reads them on a phone; `make test-long` in both languages.
READ = sorted(WIDTHS) if os.environ.get("SCHAKEL_MANY") else ["en"]
# Hats to choose from would cover what stands under them on a wide page.
UNFOLD = """(covered) => {
  for (const one of document.querySelectorAll('details')) one.open = !one.matches(covered);
}"""
AXE = """async (rules) => {
  const told = await axe.run(document, {
    runOnly: rules, rules: {'target-size': {enabled: true}}, resultTypes: ['violations'],
    preload: false, iframes: false,
  });
  return told.violations.map(one => [one.id, ...one.nodes.slice(0, 3).map(node => node.html.slice(0, 200))]);
}"""
TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const scrolls = one => one && (getComputedStyle(one).overflowX !== 'visible' || scrolls(one.parentElement));
  const beyond = one => one.getBoundingClientRect().right > width + 1 && !scrolls(one.parentElement);
  const out = [...document.body.querySelectorAll('*')].filter(beyond);
  const told = out.map(one => `${one.localName}.${one.getAttribute('class') || ''}`);
  return [`${document.documentElement.scrollWidth} wide`, ...new Set(told)].slice(0, 8);
}"""
# Packages with pages: those with addresses of their own, and one whose pages stand at another's.
SILENT = {"live"}  # answers programs only
DESKS = sorted({file.parent.name for file in Path(schakel.web.__path__[0]).glob("*/urls.py")} - SILENT | {"record"})
# Addresses that show nothing in a demo: nobody has a password there, there is no server to sign in with, and nobody is
# named to tell of a weakness.
BARE = [".well-known/security.txt", "me/password", "sign-in/oidc", "sign-in/oidc/back"]


@pytest.fixture(scope="session")
def demo(tenth_of_region: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with something on every desk, and the list of its pages beside it."""

    def make(folder: Path) -> None:
        told = python(FURNISH, str(TESTS), str(folder / "workspace"), str(tenth_of_region.log))
        (folder / "pages.json").write_text(told, encoding="utf-8")

    return once(tmp_path_factory, "every-page", make)


@pytest.fixture(scope="session")
def found(demo: Path) -> Found:
    """The pages, and sessions to open them with."""
    return Found.read((demo / "pages.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def served(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A copy of that workspace, served."""
    root = tmp_path_factory.mktemp("every-page-served") / "workspace"
    shutil.copytree(demo / "workspace", root)
    with serve(root) as running:
        yield running


@dataclass
class Reader:
    """Somebody who reads in one language, in one tab, with what the console said of the page before them."""

    sheet: Sheet
    errors: list[str] = field(default_factory=list)

    def hears(self, message: ConsoleMessage) -> None:
        """Keep what is wrong."""
        if message.type == "error":
            self.errors.append(message.text)

    def opens(self, address: str, width: int, status: int = 200) -> None:
        """Open a page, with everything on it in sight."""
        self.errors.clear()
        answer = self.sheet.goto(address)
        assert answer is not None
        assert answer.status == status, address
        self.sheet.evaluate(UNFOLD, ".schakel-hat" if width == WIDE else ".none")

    def faults(self, width: int) -> list[Any]:
        """What axe, the width of the page and the console have against it."""
        wide = self.sheet.evaluate(TOO_WIDE) if width == NARROW else []
        self.sheet.evaluate(SHORTEN)
        self.sheet.evaluate(AXE_SCRIPT)
        return [*self.sheet.evaluate(AXE, list(RULES)), *wide, *self.errors]


class Readers:
    """A reader for each role and language, made when they are wanted."""

    def __init__(self, browser: Browser, address: str, sessions: dict[str, str]) -> None:
        self.browser, self.address, self.sessions = browser, address, sessions
        self.known: dict[tuple[str, str], Reader] = {}

    def get(self, role: str, lang: str) -> Reader:
        """Who wears this hat and reads this language."""
        if (role, lang) not in self.known:
            self.known[role, lang] = self._new(role, lang)
        return self.known[role, lang]

    def _new(self, role: str, lang: str) -> Reader:
        context = self.browser.new_context(viewport={"width": WIDTHS[lang], "height": 800})
        context.set_default_timeout(WITHIN_S * 1000)
        cookies = {"schakel-lang": lang} | ({"schakel": self.sessions[role]} if role != NOBODY else {})
        context.add_cookies([{"name": name, "value": value, "url": self.address} for name, value in cookies.items()])
        reader = Reader(context.new_page())
        reader.sheet.on("console", reader.hears)
        reader.sheet.on("pageerror", lambda error: reader.errors.append(str(error)))
        return reader

    def close(self) -> None:
        """Everybody goes home."""
        for reader in self.known.values():
            reader.sheet.context.close()


@pytest.fixture(scope="session")
def readers(browser: Browser, served: Served, found: Found) -> Iterator[Readers]:
    """Readers of the served copy."""
    made = Readers(browser, served.address, found.sessions)
    yield made
    made.close()


@pytest.mark.parametrize("lang", READ)
@pytest.mark.parametrize("desk", DESKS)
def test_nobody_meets_a_barrier(desk: str, lang: str, found: Found, readers: Readers) -> None:
    pages = [one for one in found.pages if one.desk == desk]
    assert pages, "no page was found of this desk"
    told: dict[str, list[Any]] = {}
    for page in pages:
        reader = readers.get(page.role, lang)
        reader.opens(readers.address + page.path, WIDTHS[lang])
        told[f"{page.path} as {page.role}"] = reader.faults(WIDTHS[lang])
    assert {page: faults for page, faults in told.items() if faults} == {}


@pytest.mark.parametrize("lang", sorted(WIDTHS))
@pytest.mark.parametrize(
    ("path", "status", "role"), [("/absent", 404, NOBODY), ("/n/lindewaard/people/", 403, "director")]
)
def test_a_refusal_is_no_barrier_either(path: str, status: int, role: str, lang: str, readers: Readers) -> None:
    reader = readers.get(role, lang)
    reader.opens(readers.address + path, WIDTHS[lang], status)
    reader.errors.clear()  # the browser itself tells of the status
    assert reader.faults(WIDTHS[lang]) == []


def test_every_address_is_met(found: Found) -> None:
    assert {page.desk for page in found.pages} == set(DESKS)
    assert found.bare == BARE
    assert len({page.route for page in found.pages}) == len(found.pages)


def test_axe_and_the_width_notice_what_is_wrong(readers: Readers) -> None:
    reader = readers.get(NOBODY, "en")
    reader.opens(f"{readers.address}/sign-in", NARROW)
    reader.sheet.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<img src=\"/static/none.png\" width=\"900\">')"
    )
    told = reader.faults(NARROW)
    assert any(one[0] == "image-alt" for one in told)
    assert any(" wide" in str(one) for one in told)

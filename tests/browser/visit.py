"""Visits to a served workbench: somebody signed in in a browser, and a workspace whose network sees a log."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page

from browser.barriers import barriers
from oracle.made_region import Made
from schakel.data.snapshot import open_snapshot
from web.serving import WITHIN_S, Served, fill, python

PHONE, DESK = 360, 1200
LOG = "lindewaard"
HOME = "/n/lindewaard/"
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

    def go(self, path: str, status: int = 200) -> Page:
        """Open a page of the workbench, which answers with this status."""
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status == status, path
        return self.page

    def press(self, words: str) -> None:
        """Press the button that says so."""
        self.page.get_by_role("button", name=words).click()

    def follow(self, words: str) -> None:
        """Follow the link that says precisely this, to where it leads."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=words, exact=True).click()

    def reads(self, words: str) -> None:
        """Wait until the page says so."""
        self.page.locator("main").get_by_text(words).first.wait_for()

    def fine(self) -> None:
        """No barrier that axe finds, no sideways scrolling, nothing in the console."""
        assert barriers(self.page) == [], self.page.url
        assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), self.page.url
        assert self.errors == [], self.page.url


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


def lindewaard(root: Path, made: Made) -> Path:
    """A workspace with the people of the demo, whose network sees the log of this region; its folder with logs."""
    logs = fill(root) / "networks" / "lindewaard" / "logs"
    shutil.copytree(made.log, logs / LOG)
    python(PUBLISH, str(root), LOG, open_snapshot(logs / LOG).id)
    return logs

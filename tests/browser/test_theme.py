"""A second theme file in the workspace, and everything follows: page, words, buttons, links, pictures in the page."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from schakel.draw.palette import ACCENT
from web.processes import ended, environment, schakel, started

ROOT = Path(__file__).parents[2]
THEME = ROOT / "examples" / "theme.css"
FILLED = """
import sys
from pathlib import Path
from schakel.web.database import open_workspace
open_workspace(Path(sys.argv[1]))
from schakel.web.lindewaard import fill_network
fill_network(("Jeugdhulp Oeverlinde", "Wijkteam Lindehage"))
"""
# What is looked at, by which property, and the token that it follows.
SIGN_IN = {
    ("body", "background-color"): "--utrecht-document-background-color",
    ("body", "color"): "--utrecht-document-color",
    ("h1", "color"): "--utrecht-heading-color",
    (".schakel-brand", "color"): "--schakel-accent-color",
    ("main .utrecht-button", "border-top-color"): "--schakel-accent-color",
    ("main .utrecht-button", "color"): "--schakel-accent-color",
    ("footer a", "color"): "--utrecht-link-color",
}
HOME = {
    ("main a.utrecht-link", "color"): "--utrecht-link-color",
    (f"svg [stroke='{ACCENT}']", "stroke"): "--schakel-accent-color",
}

pytestmark = pytest.mark.browser


@dataclass
class Served:
    """A workbench with people and no data. address: without a slash."""

    root: Path
    address: str


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = tmp_path_factory.mktemp("themed") / "werkbank"
    schakel("workspace", "new", root, "--name", "Proef")
    file = root / "workspace.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("demo = false", "demo = true"), encoding="utf-8")
    subprocess.run([sys.executable, "-c", FILLED, str(root)], env=environment(), check=True)
    process = started("serve", root, "--port", "0", "--no-worker", errors=root.parent / "log")
    assert process.stdout is not None
    address = re.search(r"http://[\d.]+:\d+", process.stdout.readline())
    assert address
    yield Served(root, address.group())
    ended(process)


def computed(page: Page, places: dict[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """The computed value of each place."""
    script = "([place, name]) => getComputedStyle(document.querySelector(place)).getPropertyValue(name)"
    return {place: str(page.evaluate(script, list(place))) for place in places}


def looked_at(browser: Browser, served: Served) -> dict[tuple[str, str], str]:
    """Both pages in a fresh browser, which has no theme in its cache."""
    page = browser.new_context().new_page()
    page.goto(f"{served.address}/sign-in")
    found = computed(page, SIGN_IN)
    page.get_by_role("button", name="Noor Verhagen").click()
    page.wait_for_url("**/n/lindewaard/")
    found |= computed(page, HOME)
    page.context.close()
    return found


def tokens() -> dict[str, str]:
    """The tokens of the example as a browser writes colours."""
    text = THEME.read_text(encoding="utf-8")
    found = re.findall(r"(--[\w-]+): #(..)(..)(..);", text)
    return {name: f"rgb({int(r, 16)}, {int(g, 16)}, {int(b, 16)})" for name, r, g, b in found}


def test_everything_follows_a_second_theme(browser: Browser, served: Served) -> None:
    before = looked_at(browser, served)
    shutil.copy(THEME, served.root / "theme.css")
    after = looked_at(browser, served)
    wanted = {place: tokens()[token] for place, token in (SIGN_IN | HOME).items()}
    assert after == wanted
    assert not {place for place in wanted if before[place] == after[place]}


def test_the_stylesheet_knows_the_accent_that_is_drawn_with() -> None:
    text = (ROOT / "src/schakel/web/static/web/workbench.css").read_text(encoding="utf-8")
    assert set(re.findall(r"svg \[(?:fill|stroke)=\"(#\w+)\"\]", text)) == {ACCENT}

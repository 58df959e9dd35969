"""What axe finds against a page that is open in a browser."""

from collections.abc import Sequence

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
# Rows after the first dozen are built as those, and would take axe most of its time.
SHORTEN = """() => {
  window.shortened = [...document.querySelectorAll('tbody > tr:nth-child(n+13)')].filter(row => !row.hidden);
  for (const row of window.shortened) row.hidden = true;
}"""
LENGTHEN = """() => {
  for (const row of window.shortened) row.hidden = false;
}"""
Barrier = tuple[str, list[str]]


def barriers(page: Page, rules: Sequence[str] = RULES) -> list[Barrier]:
    """Each rule that is broken, with the first elements that break it. Nothing is fetched for it, and of what is right
    no list is made.
    """
    page.evaluate(SHORTEN)
    asked = {"runOnly": list(rules), "resultTypes": ["violations"], "preload": False, "iframes": False}
    found = Axe().run(page, options=asked).response["violations"]
    page.evaluate(LENGTHEN)
    return [(fault["id"], [node["html"][:200] for node in fault["nodes"][:3]]) for fault in found]

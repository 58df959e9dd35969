"""Blocks on a page of somebody else: no style, script or handler, and origins where that page shows them."""

import re
from pathlib import Path

import pytest

from schakel.chain.passport import Passport
from schakel.draw.picture import Picture
from schakel.draw.process_map import process_map
from schakel.draw.route_strip import route_strips
from schakel.draw.simulated.replay import replay
from schakel.insight.opened import open_log
from schakel.report.chain_report import chain_report
from schakel.report.document import Figure, Section
from schakel.report.html import fragment, html
from unit.draw import simulated_chain
from unit.draw.examples import chain_data, strip_data
from unit.draw.test_charts import DRAWN
from unit.report.reading import tree
from unit.report.sample import NASTY, report

FORBIDDEN = re.compile(r"\bstyle\s*=|<style|<script|\bon[a-z]+\s*=|javascript:", re.IGNORECASE)
PICTURES: dict[str, Picture] = {
    **DRAWN,
    "map": process_map(chain_data(), "nl"),
    "strips": route_strips(strip_data(), "nl"),
    "replay": replay(simulated_chain.replayed(), "nl"),
}


def forbidden(text: str) -> list[str]:
    """What a strict page would refuse, in tags; text of a user may say anything."""
    return [found for tag in re.findall(r"<[^>]*>", text) for found in FORBIDDEN.findall(tag)]


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES.keys())
def test_no_picture_brings_a_style_or_a_script(picture: Picture) -> None:
    found = fragment((Section("one", "One", (Figure(picture),)),), "nl", str)
    assert "<svg" in found
    assert forbidden(found) == []


def test_no_block_brings_a_style_or_a_script() -> None:
    document = report()
    sections = (Section("top", "Top", document.opening), *document.sections)
    found = fragment(sections, "nl", str)
    assert forbidden(found) == []
    assert NASTY not in found
    assert NASTY in tree(found).text_content()


def test_a_whole_report_brings_neither(region_log: Path) -> None:
    with open_log(region_log) as view:
        document = chain_report(view)
    found = fragment(document.sections, "nl", lambda origin: f"/passport/{origin}", origins=document.origins)
    assert forbidden(found) == []
    links = tree(found).xpath("//span[@class='schakel-source']/a/@href | //figcaption/a/@href")
    assert links
    assert set(links) <= {f"/passport/{passport.id}" for passport in document.passports}


def test_the_markup_of_blocks_is_that_of_the_report() -> None:
    document = report()
    found = fragment(document.sections[2:], "nl", lambda origin: f"#herkomst-{origin}", origins=document.origins)
    assert found in html(document)


def test_a_heading_above_is_not_said_twice() -> None:
    document = report()
    found = tree(fragment(document.sections[:1], "nl", str, headed=False))
    assert not found.xpath("//h2")
    assert found.xpath("string(//section/@aria-label)") == document.sections[0].title


def test_an_origin_that_is_not_explained_is_no_link() -> None:
    assert Passport("x", "s", "c").id not in fragment(report().sections, "nl", str)
    assert not tree(fragment(report().sections, "nl", str)).xpath("//span[@class='schakel-source']")

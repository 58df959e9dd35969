"""What the map says of sources that no key joins, and of cases that go out of sight."""

from pathlib import Path

import pytest

from schakel.draw.map_data import MapData
from schakel.insight.opened import open_log
from schakel.report.chain_report import chain_report
from schakel.report.document import Figure, Paragraph
from schakel.report.html import html
from schakel.report.map_section import chain_map, edges, found_map
from schakel.report.material import Material
from schakel.sharing.gate import Gate
from unit.report.delivered import desk_rows
from unit.report.reading import tree


def drawn(log: Path, threshold: int = 5) -> MapData:
    with open_log(log) as view:
        found = found_map(Material(view, Gate(threshold, own_data=threshold < 5), "nl"))
    assert found is not None
    return found.data


def test_a_source_with_keys_of_its_own_has_boxes_a_start_and_an_end_of_its_own(delivered_log: Path) -> None:
    data = drawn(delivered_log)
    labels = {node.id: node.label for node in data.nodes}
    assert labels["ggz: Wachtlijst"] == "Wachtlijst"
    assert labels["ggz: Afsluiting"] == labels["Afsluiting"] == "Afsluiting"
    assert ("", "ggz: Wachtlijst") in {(edge.source, edge.target) for edge in data.edges}
    assert ("ggz: Afsluiting", "") in {(edge.source, edge.target) for edge in data.edges}
    crossing = [
        edge
        for edge in data.edges
        if edge.is_inner and edge.source.startswith("ggz:") != edge.target.startswith("ggz:")
    ]
    assert crossing == []


def test_a_line_stands_between_the_referral_and_its_first_step(delivered_log: Path) -> None:
    (side,) = drawn(delivered_log, 1).sides
    assert (side.source, side.target, side.partner) == ("Verwijzing", "ggz: Wachtlijst", "GGZ Zuid")
    assert side.out_per_month == sum(row[4] == "GGZ Zuid" for row in desk_rows()) / 12
    assert side.in_per_month == 48 / 12
    rounded = drawn(delivered_log, 10).sides[0]
    assert rounded.out_per_month == pytest.approx(50 / 12)


def test_trails_out_of_sight_are_no_ends(delivered_log: Path) -> None:
    data = drawn(delivered_log, 1)
    lost = {(end.step, end.partner): end.number for end in data.unseen_ends}
    assert lost["Verwijzing", "GGZ Zuid"] == 45
    assert lost["Verwijzing", "Verblijf"] == 14
    assert lost["Traject", ""] == 12
    ends = {edge.source: edge.number for edge in data.edges if not edge.target}
    assert "Verwijzing" not in ends
    assert "Traject" not in ends
    with open_log(delivered_log) as view:
        cases = view.rows("SELECT COUNT(*), COUNT(sight_until_on) FROM cases")[0]
    assert sum(lost.values()) == cases[1]
    assert sum(ends.values()) + sum(lost.values()) <= cases[0]


def test_few_residents_out_of_sight_are_not_told(delivered_log: Path) -> None:
    data = drawn(delivered_log, 20)
    assert [(end.step, end.number, end.partner) for end in data.unseen_ends] == [("Verwijzing", 40, "GGZ Zuid")]


def test_where_nothing_of_it_occurs_the_map_is_that_of_all_steps(small_log: Path) -> None:
    with open_log(small_log) as view:
        material = Material(view, Gate(10), "nl")
        links = edges(material)
        found, plain = found_map(material, links), chain_map(material, links)
    assert found == plain
    assert found is not None
    assert not found.data.sides
    assert not found.data.unseen_ends


@pytest.mark.parametrize(("lang", "no_zero"), [("nl", "geen nul"), ("en", "not zero")])
def test_the_report_says_why_no_number_is_no_zero(delivered_log: Path, lang: str, no_zero: str) -> None:
    with open_log(delivered_log) as view:
        document = chain_report(view, lang=lang)
    section = next(one for one in document.sections if one.id == "map")
    notes = [block.text for block in section.blocks if isinstance(block, Paragraph) and no_zero in block.text]
    assert len(notes) == 2
    figure = next(block for block in section.blocks if isinstance(block, Figure))
    svg = " ".join(" ".join(tree(figure.picture.svg).itertext()).split())
    assert "4,2 | 4,2" in svg or "4.2 | 4.2" in svg
    data = next(one for one in document.sections if one.id == "data")
    assert any(isinstance(block, Figure) and block.picture.name == "coverage-chart" for block in data.blocks)
    assert "schakel quality" in html(document)


def test_the_report_of_one_source_keeps_its_table_of_months(small_log: Path) -> None:
    with open_log(small_log) as view:
        document = chain_report(view)
    data = next(one for one in document.sections if one.id == "data")
    assert not any(isinstance(block, Figure) for block in data.blocks)
    assert "schakel quality" not in html(document)

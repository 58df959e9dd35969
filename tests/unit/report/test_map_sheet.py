"""The map on A3."""

import io
import re
from pathlib import Path

import pypdf
import pytest

from schakel.chain.problem import Refusal
from schakel.insight.opened import open_log
from schakel.report.map_sheet import MapSheet, map_pdf, map_sheet, map_svg, write_map_sheet
from unit.report.reading import paper_text, tree

MM = 72 / 25.4


@pytest.fixture(scope="module")
def sheet(region_log: Path) -> MapSheet:
    """The sheet of the region."""
    with open_log(region_log) as view:
        return map_sheet(view)


def test_it_is_one_page_of_a3_on_its_side(sheet: MapSheet) -> None:
    paper = map_pdf(sheet)
    (page,) = pypdf.PdfReader(io.BytesIO(paper)).pages
    assert float(page.mediabox.width) == pytest.approx(420 * MM, abs=0.5)
    assert float(page.mediabox.height) == pytest.approx(297 * MM, abs=0.5)
    assert paper == map_pdf(sheet)
    (text,) = paper_text(paper)
    flat = re.sub(r"\s+", " ", text)
    assert sheet.title in flat
    assert "4 januari 2021 t/m 31 december 2025" in flat
    assert re.search(r"paspoort [0-9a-f]{16}", flat)


def test_its_text_can_be_read_from_where_one_stands(sheet: MapSheet) -> None:
    scale = min(396 / sheet.picture.width, 239 / sheet.picture.height)
    assert 11 * scale * MM > 4.5


def test_as_svg_it_says_the_same_and_leads_nowhere(sheet: MapSheet) -> None:
    drawn = map_svg(sheet)
    assert drawn.startswith("<svg")
    assert 'width="420mm"' in drawn
    assert "<a " not in drawn
    words = " ".join(tree(f"<div>{drawn}</div>").itertext())
    assert sheet.title in words
    assert "Keukentafelgesprek" in words
    assert sheet.source in words
    assert drawn == map_svg(sheet)


def test_too_few_residents_make_no_map(small_log: Path, tmp_path: Path) -> None:
    with open_log(small_log) as view:
        with pytest.raises(Refusal) as refused:
            map_sheet(view, threshold=200)
        assert write_map_sheet(view, tmp_path / "kaart.svg", lang="en") == (tmp_path / "kaart.svg",)
    assert refused.value.problems[0].code == "map_too_little"

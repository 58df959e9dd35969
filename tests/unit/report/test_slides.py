"""Slides: one thing each, the title a sentence of the report, the picture described, the passport in the notes."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pptx
import pytest

from schakel.insight.opened import open_log
from schakel.report.chain_report import chain_report, write_report
from schakel.report.document import Document, Figure, Findings
from schakel.report.html import html
from schakel.report.section_choice import MEETING
from schakel.report.slide import slides_of
from schakel.report.slide_page import HIGH, WIDE
from schakel.report.slides import slides
from unit.report.reading import tree
from unit.report.sample import NASTY, report

NUMBER = re.compile(r"\d[\d.,]*")


@pytest.fixture(scope="module", params=["nl", "en"])
def told(request: pytest.FixtureRequest, region_log: Path) -> tuple[Document, Document, Any]:
    """The report of a meeting, the same as it is made for slides, and the slides as they are read back."""
    with open_log(region_log) as view:
        plain = chain_report(view, lang=request.param, sections=MEETING)
        document = chain_report(view, lang=request.param, sections=MEETING, for_slides=True)
    return plain, document, pptx.Presentation(io.BytesIO(slides(document)))


def titles(deck: Any) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in deck.slides]


def notes(slide: Any) -> str:
    return str(slide.notes_slide.notes_text_frame.text)


def sentences(document: Document) -> list[str]:
    blocks = [block for section in document.sections for block in section.blocks]
    return [item.sentence for block in blocks if isinstance(block, Findings) for item in block.items if not item.unseen]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_each_finding_has_a_slide_with_its_sentence(told: tuple[Document, Document, Any]) -> None:
    report, _, deck = told
    found = sentences(report)
    assert len(found) > 3
    assert [plain(title) for title in titles(deck)][1 : 1 + len(found)] == found


def test_the_first_tells_what_it_is_about_and_the_last_what_is_not_seen(told: tuple[Document, Document, Any]) -> None:
    report, _, deck = told
    first, *_, last = deck.slides
    words = plain(" ".join(shape.text_frame.text for shape in first.shapes if shape.has_text_frame))
    assert report.title in words
    assert report.subtitle in words
    assert report.badge in words
    said = plain(" ".join(shape.text_frame.text for shape in last.shapes if shape.has_text_frame))
    unseen = [b.items for s in report.sections for b in s.blocks if isinstance(b, Findings)]
    assert all(item.sentence in said for items in unseen for item in items if item.unseen)
    assert "10" in said


def test_every_picture_is_described_and_says_its_source(told: tuple[Document, Document, Any]) -> None:
    _, document, deck = told
    shown = 0
    for slide, planned in zip(deck.slides, slides_of(document), strict=True):
        pictures = [shape for shape in slide.shapes if shape.shape_type == 13]
        assert len(pictures) == bool(planned.picture)
        if not planned.picture:
            continue
        shown += 1
        described = pictures[0]._element.nvPicPr.cNvPr.get("descr")
        assert described == f"{planned.picture.title}. {planned.picture.description}"
        words = plain(" ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame))
        assert planned.picture.said[0] in words
        assert re.search(r"(paspoort|passport) [0-9a-f]{16}", words)
    assert shown > 8


def test_the_notes_hold_the_passports_in_words(told: tuple[Document, Document, Any]) -> None:
    _, document, deck = told
    known = {origin.id: origin.title for origin in document.origins}
    held = 0
    for slide, planned in zip(deck.slides, slides_of(document), strict=True):
        for one in re.findall(r"\b[0-9a-f]{16}\b", planned.source):
            held += 1
            assert one in notes(slide)
            assert known[one] in notes(slide)
            assert document.passports[0].snapshot in notes(slide)
    assert held > 8


def test_nothing_stands_outside_a_slide_or_over_another(told: tuple[Document, Document, Any]) -> None:
    deck = told[2]
    for slide in deck.slides:
        boxes = []
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= WIDE
            assert shape.top + shape.height <= HIGH
            boxes.append((shape.left, shape.top, shape.left + shape.width, shape.top + shape.height))
        for place, one in enumerate(boxes):
            for other in boxes[place + 1 :]:
                wide = min(one[2], other[2]) - max(one[0], other[0])
                high = min(one[3], other[3]) - max(one[1], other[1])
                assert wide <= 1 or high <= 1, (titles(deck), one, other)  # a place is rounded


def test_slides_and_page_tell_the_same_numbers(told: tuple[Document, Document, Any]) -> None:
    report, _, deck = told
    page = plain(tree(html(report)).text_content())
    for title in titles(deck)[1:-1]:
        assert plain(title) in page
    first = deck.slides[0]
    words = [shape.text_frame.text for shape in first.shapes if shape.has_text_frame]
    big = tree(html(report)).xpath("//*[@class='schakel-number']/text()")
    assert len(big) == 4
    assert set(big) <= {plain(text) for text in words}


def test_tables_behind_the_pictures_are_in_the_notes(told: tuple[Document, Document, Any]) -> None:
    _, document, deck = told
    for slide, planned in zip(deck.slides, slides_of(document), strict=True):
        for row in planned.picture.twin.rows[:5] if planned.picture else ():
            assert " ".join(" | ".join(row).split()) in notes(slide)


def test_every_picture_says_inside_itself_what_it_is_about(region_log: Path) -> None:
    with open_log(region_log) as view:
        document = chain_report(view)
    found = [b.picture for s in document.sections for b in s.blocks if isinstance(b, Figure)]
    assert len(found) == 6
    for picture in found:
        inside = tree(f"<div>{picture.svg}</div>").text_content()
        for part in ("4 januari 2021 t/m 31 december 2025", "getallen zijn", "inwoners", "gevolgd per voorziening"):
            assert part in inside, picture.name
        assert re.search(r"% van de \w+ niet getoond|niets weggelaten", inside), picture.name


def test_equal_documents_give_equal_bytes_and_no_time_of_making(small_log: Path) -> None:
    with open_log(small_log) as view:
        document = chain_report(view, sections=("pinch", "map", "limits"), for_slides=True)
    made = slides(document)
    assert made == slides(document)
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in parts.namelist() if "thumbnail" in name]
        core = parts.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\d", core)) == {"2000-01-01"}


def test_strange_text_stays_text_and_long_text_stays_on_the_slide() -> None:
    long = report(title="Een heel lange titel die maar niet ophoudt " * 9)
    deck = pptx.Presentation(io.BytesIO(slides(long)))
    assert len(titles(deck)) == len(slides_of(long))
    assert titles(deck)[0].endswith("…")
    assert long.title.strip() in notes(deck.slides[0])
    words = [shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame]
    assert any("<script>" in text for text in words)
    assert NASTY.split()[0] in "".join(notes(slide) for slide in deck.slides)


def test_the_name_of_the_file_makes_slides(small_log: Path, tmp_path: Path) -> None:
    with open_log(small_log) as view:
        (written,) = write_report(view, tmp_path / "overleg.pptx", sections=("routes",))
    found = titles(pptx.Presentation(str(written)))
    assert len(found) == 3
    assert found[-1] == "Wat wij niet zien"

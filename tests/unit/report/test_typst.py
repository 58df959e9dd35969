"""The PDF: tagged, with a title and a language, the same numbers, and equal bytes."""

import io
from typing import Any

import pytest
from pypdf import PdfReader

from schakel.report.typst import pdf
from unit.report.reading import paper_text, root
from unit.report.sample import report


@pytest.fixture(scope="module")
def paper() -> bytes:
    return pdf(report())


def test_it_is_tagged_and_says_what_it_is(paper: bytes) -> None:
    catalogue = root(paper)
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalogue
    assert catalogue["/Lang"] == "nl"
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    reader = PdfReader(io.BytesIO(paper))
    assert reader.metadata is not None
    assert reader.metadata.title == "Proefketen · intern, niet getoetst voor publicatie"
    assert b"<pdfuaid:part>1" in catalogue["/Metadata"].get_data()


def test_every_page_says_that_it_is_internal(paper: bytes) -> None:
    for text in paper_text(paper):
        assert "niet getoetst voor publicatie" in text


def test_the_same_numbers_and_the_text_of_a_user_as_text(paper: bytes) -> None:
    text = " ".join(paper_text(paper))
    for told in ("1.430", "63 dagen", "210 inwoners", "120", "8.580", '<script>alert("x")</script>'):
        assert told in text, told


def test_pictures_have_a_description(paper: bytes) -> None:
    assert any("melding, 120 inwoners" in alt for alt in _alts(root(paper)["/StructTreeRoot"]))


def _alts(node: Any) -> list[str]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [alt for child in node for alt in _alts(child)]
    if not isinstance(node, dict):
        return []
    return [str(node.get("/Alt", "")), *_alts(node.get("/K"))]


def test_equal_documents_give_equal_bytes(paper: bytes) -> None:
    assert pdf(report()) == paper


def test_one_page_is_one_page() -> None:
    assert len(paper_text(pdf(report(one_page=True)))) == 1

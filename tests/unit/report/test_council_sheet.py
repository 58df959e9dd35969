"""The sheet for council and alderman: one page, the chain as a whole, and nobody named."""

import io
import re
from pathlib import Path

import pypdf
import pytest

from schakel.insight.findings.interval import wilson
from schakel.insight.opened import open_log
from schakel.report.council_sheet import council_sheet, reached_goal, write_council_sheet
from schakel.report.document import BigNumbers, Document, Figure, Paragraph
from schakel.report.html import html
from schakel.report.material import Material
from schakel.report.typst import pdf
from schakel.sharing.gate import Gate
from schakel.texts import shown
from unit.report.reading import paper_text, tree


@pytest.fixture(scope="module", params=["nl", "en"])
def sheet(request: pytest.FixtureRequest, region_log: Path) -> Document:
    """The sheet of the region."""
    with open_log(region_log) as view:
        return council_sheet(view, lang=request.param)


def test_it_is_exactly_one_page_of_a4(sheet: Document) -> None:
    paper = pdf(sheet)
    (page,) = pypdf.PdfReader(io.BytesIO(paper)).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
    assert paper == pdf(sheet)


def test_it_holds_a_few_numbers_one_picture_and_at_most_three_sentences(sheet: Document) -> None:
    (numbers,) = [block for block in sheet.opening if isinstance(block, BigNumbers)]
    assert 3 <= len(numbers.items) <= 4
    goal, unknown = sheet.sections
    assert len([b for b in goal.blocks if isinstance(b, Figure)]) == 1
    assert 1 <= len([b for b in goal.blocks if isinstance(b, Paragraph) and b.tone == "lead"]) <= 3
    assert unknown.blocks
    source = goal.blocks[-1]
    assert isinstance(source, Paragraph)
    assert "2025" in source.text
    assert set(re.findall(r"\b[0-9a-f]{16}\b", source.text)) == {p.id for p in sheet.passports}


def test_no_partner_and_no_step_is_named(sheet: Document, region_log: Path) -> None:
    with open_log(region_log) as view:
        material = Material(view, Gate(), "nl")
        names = {*material.partner_names, *material.unseen, *map(str, material.activities.column("activity"))}
    words = tree(html(sheet)).text_content()
    assert len(names) > 30
    # A partner called by a word for a person, such as "Inwoner", is no organisation.
    named = [name for name in names if re.search(rf"\b{re.escape(name)}\b", words) and name != "Inwoner"]
    assert not named


def test_the_goal_is_told_with_its_interval_and_as_counted(sheet: Document, region_log: Path) -> None:
    with open_log(region_log) as view:
        goal = reached_goal(Material(view, Gate(), sheet.lang))
        rows = view.rows("SELECT outcome, COUNT(*) FROM cases WHERE NOT is_open GROUP BY outcome")
    counted = dict(rows)
    assert goal.words == ("vraag beantwoord", "doel bereikt")
    assert goal.reached == sum(round(counted[word] / 10) * 10 for word in goal.words)
    low, high = (shown(edge, "share", sheet.lang) for edge in wilson(goal.reached, goal.told, 0.95))
    share = shown(goal.reached / goal.told, "share", sheet.lang)
    (sentence, *_) = [b.text for b in sheet.sections[0].blocks if isinstance(b, Paragraph)]
    assert sentence.startswith(share)
    assert low.rsplit(" ", 1)[0] in sentence
    assert high in sentence


def test_page_and_paper_tell_the_same_numbers(sheet: Document) -> None:
    paper = re.sub(r"\s+", " ", " ".join(paper_text(pdf(sheet))))
    page = tree(html(sheet))
    big = page.xpath("//*[@class='schakel-number']/text()")
    assert big
    assert all(re.sub(r"\s+", " ", text) in paper for text in big)


def test_without_outcomes_it_says_that_it_cannot_tell(small_log: Path, tmp_path: Path) -> None:
    with open_log(small_log) as view:
        page, paper = write_council_sheet(view, tmp_path / "raad.pdf")
    assert "of het doel wordt gehaald, is niet te zeggen" in page.read_text(encoding="utf-8")
    assert len(paper_text(paper.read_bytes())) == 1


def test_too_few_residents_say_nothing(small_log: Path) -> None:
    with open_log(small_log) as view:
        page = html(council_sheet(view, threshold=200))
    assert "minder dan 200 inwoners" in page
    assert "%" not in tree(page).xpath("//main")[0].text_content()

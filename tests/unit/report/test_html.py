"""One HTML file that carries everything, fetches nothing, and can be walked by anyone."""

import re
from itertools import pairwise

from schakel.report.html import html
from unit.report.reading import tree
from unit.report.sample import NASTY, report

PAGE = html(report())
TREE = tree(PAGE)


def test_it_fetches_nothing_and_runs_nothing() -> None:
    assert not TREE.xpath("//script | //link | //iframe | //img | //object")
    assert not re.search(r'(?:src|href)="(?!#)', PAGE)
    assert "@import" not in PAGE
    assert "url(" not in PAGE
    assert set(re.findall(r"https?://[^\"' ]+", PAGE)) <= {"http://www.w3.org/2000/svg"}


def test_text_of_a_user_stays_text() -> None:
    assert NASTY not in PAGE
    assert NASTY in TREE.text_content()


def test_headings_go_down_one_step_at_a_time() -> None:
    levels = [int(node.tag[1]) for node in TREE.xpath("//h1|//h2|//h3|//h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_landmarks_language_and_skip_link() -> None:
    assert TREE.get("lang") == "nl"
    assert TREE.xpath("boolean(//header) and boolean(//nav[@aria-label]) and boolean(//main) and boolean(//footer)")
    assert TREE.xpath("//body/*[1]")[0].get("href") == "#main"
    assert "intern, niet getoetst voor publicatie" in TREE.xpath("string(//title)")


def test_ids_are_unique_and_every_link_leads_somewhere() -> None:
    ids = TREE.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in TREE.xpath("//a/@href")} <= set(ids)


def test_a_picture_has_its_twin_and_a_table_its_headings() -> None:
    figure = TREE.xpath("//figure")[0]
    assert figure.xpath(".//details//table")
    for table in TREE.xpath("//table"):
        assert table.xpath("./caption")
        assert table.xpath(".//thead//th[@scope='col']")
        assert len(table.xpath(".//tbody//th[@scope='row']")) == len(table.xpath(".//tbody/tr"))


def test_the_foot_of_a_printed_page_cannot_break_out_of_its_stylesheet() -> None:
    page = html(report(title='x"; } </style><script>'))
    assert "<script>" not in page


def test_equal_documents_give_equal_pages() -> None:
    assert html(report()) == PAGE

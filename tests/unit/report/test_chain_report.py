"""The whole report of real logs: what it holds, what it hides, and that it is the same every time."""

import re
from pathlib import Path

import pytest

from schakel.chain.problem import Refusal
from schakel.chain.selection import Selection
from schakel.insight.opened import open_log
from schakel.report.chain_report import chain_report, write_report
from schakel.report.document import Document
from schakel.report.html import html
from schakel.report.typst import pdf
from unit.report.reading import paper_text, tree

UNITS = "inwoners?|zaken|zaak|stappen|keer|verwijzingen|residents?|cases?|steps?|times"
COUNTED = re.compile(rf"(?<![\d.,])(\d[\d.,]*) (?:{UNITS})(?![-\w]| in between| ertussen)")
HEADS = re.compile(
    r"^(inwoners|zaken|keren|verwezen|aangekomen|instroom|uitstroom|aantal overdrachten|tegelijk|residents|cases|times"
    r"|referred|arrived|inflow|outflow|number of handovers|at the same time)",
    re.IGNORECASE,
)


def made(log: Path, **options: object) -> Document:
    with open_log(log) as view:
        return chain_report(view, **options)  # type: ignore[arg-type]


def counts_told(page: str) -> list[int]:
    """Every number of people, cases or steps in the text, and in columns that hold them."""
    read = tree(page)
    for outside in read.xpath("//style | //*[@id='definitions'] | //*[@id='herkomst']"):
        outside.getparent().remove(outside)
    found = list(COUNTED.findall(" ".join(read.itertext())))
    for table in read.xpath("//table"):
        heads = ["".join(cell.itertext()).strip() for cell in table.xpath(".//thead//th")]
        for row in table.xpath(".//tbody/tr"):
            cells = ["".join(cell.itertext()).strip() for cell in row]
            found += [cell for head, cell in zip(heads, cells, strict=True) if HEADS.match(head)]
    return [int(re.sub(r"[.,]", "", text)) for text in found if re.fullmatch(r"\d[\d.,]*", text)]


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("threshold", [5, 10, 20])
def test_nothing_below_the_threshold_is_anywhere(small_log: Path, lang: str, threshold: int) -> None:
    page = html(made(small_log, threshold=threshold, lang=lang))
    told = counts_told(page)
    assert len(told) > 20
    base = 5 if threshold == 5 else threshold
    # "1 resident, 1 week" explains what a resident-week is; all other numbers are rounded.
    assert [n for n in told if n % base] in ([], [1])


def test_a_rare_step_and_a_small_partner_are_not_named(small_log: Path) -> None:
    page = html(made(small_log))
    assert "Zeldzame stap" not in page
    assert "Kleine partner" not in page
    assert "Melding" in page


def test_no_id_of_a_case_or_resident_is_in_it(small_log: Path) -> None:
    page = html(made(small_log))
    with open_log(small_log) as view:
        ids = view.rows("SELECT case_id, resident FROM cases")
    assert ids
    assert not [word for row in ids for word in row if word in page]
    assert "zaak-0" not in page
    assert "inwoner-0" not in page


def test_its_sections_stand_in_the_order_in_which_people_ask(region_log: Path) -> None:
    document = made(region_log)
    assert [section.id for section in document.sections] == [
        "pinch",
        "routes",
        "map",
        "time",
        "months",
        "handovers",
        "punctuality",
        "own",
        "partners",
        "data",
        "definitions",
    ]
    assert len(document.pictures()) == 6
    for picture in document.pictures():
        assert picture.title
        assert picture.description
        assert picture.twin.rows


def test_every_number_leads_to_its_passport(region_log: Path) -> None:
    document = made(region_log)
    page = tree(html(document))
    ids = set(page.xpath("//@id"))
    links = page.xpath("//a[starts-with(@href, '#herkomst-')]/@href")
    assert len(links) > 20
    assert {link[1:] for link in links} <= ids
    assert {passport.disclosure for passport in document.passports} == {"threshold 10, rounded to 10"}


def test_partners_are_in_alphabetical_order(region_log: Path) -> None:
    page = tree(html(made(region_log)))
    names = [name.strip() for name in page.xpath("//section[@id='partners']//h3/text()")]
    assert len(names) > 5
    assert names == sorted(names, key=str.casefold)


def test_equal_logs_give_equal_bytes(small_log: Path) -> None:
    first, second = made(small_log), made(small_log)
    assert html(first) == html(second)
    assert pdf(first) == pdf(second)


def test_the_making_time_is_told_only_when_asked_and_changes_no_passport(small_log: Path) -> None:
    plain, dated = made(small_log), made(small_log, made_at="1 mei 2025")
    assert "1 mei 2025" in html(dated)
    assert [p.id for p in plain.passports] == [p.id for p in dated.passports]


def test_own_data_is_refused_without_saying_so_and_told_on_every_page(small_log: Path) -> None:
    with pytest.raises(Refusal):
        made(small_log, threshold=3)
    document = made(small_log, threshold=3, own_data=True)
    assert "Zeldzame stap" in html(document)
    assert "Niet doorgeven" in html(document)
    for text in paper_text(pdf(document)):
        assert "niet doorgeven" in text


def test_too_few_residents_say_nothing(small_log: Path) -> None:
    page = html(made(small_log, threshold=200))
    assert "minder dan 200 inwoners" in page
    assert "Melding" not in page


def test_a_selection_is_told_and_its_total_is_rounded(small_log: Path) -> None:
    with open_log(small_log, selection=Selection((("activity", "Hulp"),))) as view:
        document = chain_report(view)
    page = html(document)
    assert "activity=Hulp" in page
    assert [n for n in counts_told(page) if n % 10] in ([], [1])


def test_one_page_is_one_page_and_says_what_it_does_not_say(region_log: Path) -> None:
    for lang in ("nl", "en"):
        document = made(region_log, one_page=True, lang=lang)
        assert len(paper_text(pdf(document))) == 1
        assert [section.id for section in document.sections] == ["pinch", "routes", "limits"]


def test_html_and_pdf_tell_the_same_numbers(small_log: Path) -> None:
    document = made(small_log)
    paper = " ".join(paper_text(pdf(document)))
    page = tree(html(document))
    for text in page.xpath("//*[@class='schakel-number']/text() | //*[@class='schakel-finding-sentence']/text()"):
        assert text in paper


def test_it_is_written_as_html_and_as_pdf(small_log: Path, tmp_path: Path) -> None:
    with open_log(small_log) as view:
        assert write_report(view, tmp_path / "new" / "keten.html") == (tmp_path / "new" / "keten.html",)
        page, paper = write_report(view, tmp_path / "keten.html", pdf=True, lang="en")
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert paper.read_bytes().startswith(b"%PDF")


@pytest.mark.shared
def test_a_real_log(shared_data: Path) -> None:
    with open_log(shared_data / "eventlogs" / "receipt.xes.gz") as view:
        page = html(chain_report(view, lang="en"))
    assert ">1,434<" in page
    assert "50 % of the cases take one and the same route" in tree(page).text_content()
    assert {n for n in counts_told(page) if n % 10} <= {1, 1434, 8577}

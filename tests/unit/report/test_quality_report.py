"""The page on quality of real logs: what it says, what it hides, and that both languages and both forms agree."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from schakel.chain.problem import Refusal
from schakel.data.deliveries.load_log import load_log
from schakel.insight.naming import Names
from schakel.insight.opened import open_log
from schakel.report.document import Document, Figure, Grid, Paragraph
from schakel.report.html import html
from schakel.report.quality_report import quality_report, write_quality
from schakel.report.typst import pdf
from unit.report.conftest import make_log
from unit.report.delivered import desk_rows, make_delivered, own_rows
from unit.report.reading import paper_text, tree
from unit.report.test_chain_report import counts_told

SECTIONS = ["reading", "sources", "coverage", "links", "names", "cases", "dates", "missing"]


def made(log: Path, *, names: Names = "today", **options: object) -> Document:
    with open_log(log, names=names) as view:
        return quality_report(view, **options)  # type: ignore[arg-type]


def words(document: Document, section: str) -> str:
    """The text of one section, its tables and the tables of its pictures."""
    blocks = next(one.blocks for one in document.sections if one.id == section)
    said = [block.text for block in blocks if isinstance(block, Paragraph)]
    for block in blocks:
        twins = block.picture.twins if isinstance(block, Figure) else (block.twin,) if isinstance(block, Grid) else ()
        said += [" ".join(cell for row in (twin.columns, *twin.rows) for cell in row) for twin in twins]
    return "\n".join(said)


def grids(document: Document, section: str) -> list[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]]:
    blocks = next(one.blocks for one in document.sections if one.id == section)
    return [(block.twin.columns, block.twin.rows) for block in blocks if isinstance(block, Grid)]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_section_says_what_it_means_and_what_to_ask(delivered_log: Path, lang: str) -> None:
    document = made(delivered_log, lang=lang)
    assert [section.id for section in document.sections] == SECTIONS
    for section in document.sections[1:]:
        first, second = section.blocks[:2]
        assert isinstance(first, Paragraph)
        assert isinstance(second, Paragraph)
        assert (first.tone, second.tone) == ("lead", "ask"), section.id
    assert html(document).count('class="utrecht-paragraph schakel-ask"') == len(SECTIONS) - 1


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("threshold", [5, 10, 20])
def test_nothing_below_the_threshold_is_anywhere(delivered_log: Path, lang: str, threshold: int) -> None:
    page = html(made(delivered_log, threshold=threshold, lang=lang))
    told = counts_told(re.sub(r"\b\d[.,]\d(?= )", "a mean", page))  # per month, of counts that are rounded
    assert len(told) > 10
    assert [n for n in told if n % (5 if threshold == 5 else threshold)] == []
    for row in tree(page).xpath("//section[@id='sources']//table//tbody/tr"):
        for cell in ("".join(td.itertext()) for td in row.xpath("./td[contains(@class, 'numeric')]")):
            assert re.fullmatch(r"[1-9]|< \d+|\d+0|\d+5", cell), cell


def test_a_small_partner_and_a_small_source_are_not_told_of(delivered_log: Path) -> None:
    document = made(delivered_log)
    page = html(document)
    assert "Kleine Partner" not in page
    assert "Kleine Bron" not in page
    assert "Kleine Stap" not in page
    sources, deliveries = grids(document, "sources")
    assert next(row for row in sources[1] if row[0] == "klein")[3:5] == ("< 10", "< 10")
    assert next(row for row in deliveries[1] if row[0] == "klein")[5:] == ("< 10",) * 3
    assert "2 partners zijn te klein om te noemen" in " ".join(tree(page).xpath("//svg//text()"))


def test_no_id_of_a_case_or_resident_is_in_it(delivered_log: Path) -> None:
    page = html(made(delivered_log))
    with open_log(delivered_log) as view:
        ids = view.rows("SELECT case_id, resident FROM cases")
    assert ids
    assert not [word for row in ids for word in row if word in page]
    assert "zaak-0" not in page
    assert "inwoner-0" not in page


def test_deliveries_stand_in_order_with_what_still_counts(delivered_log: Path) -> None:
    _, (heads, rows) = grids(made(delivered_log, threshold=1, own_data=True), "sources")
    assert heads[-2:] == ("Gebeurtenissen", "Tellen mee")
    first, second = [row for row in rows if row[0].startswith("loket")]
    late = sum(row[5] >= "2025-12-01" for row in desk_rows())
    all_rows = len(desk_rows())
    assert first[:5] == ("loket 1", "loket-1.csv", "alles", "jan 2025 t/m nov 2025", "2 december 2025")
    assert first[6:] == (str(all_rows - late), str(all_rows - late - 20))
    assert second[2:4] == ("wijzigingen", "dec 2025")
    assert second[6:] == (str(late + 20), str(late + 20))


def test_partners_that_merged_are_one_today_and_several_then(delivered_log: Path) -> None:
    today, then = made(delivered_log), made(delivered_log, names="then")
    rows = {row[0]: row for row in _coverage(today)}
    assert list(rows) == ["GGZ Zuid", "Loket", "Verblijf (niet gezien)", "Werkbedrijf", "Wijkteam"]
    assert rows["Wijkteam"][1] == "jan 2025 t/m dec 2025"
    assert {"Team Oost", "Team West", "Wijkteam"} <= {row[0] for row in _coverage(then)}
    assert "namen van vandaag" in words(today, "names")
    assert "namen van toen" in words(then, "names")


def _coverage(document: Document) -> tuple[tuple[str, ...], ...]:
    blocks = next(section.blocks for section in document.sections if section.id == "coverage")
    return next(block.picture.twin.rows for block in blocks if isinstance(block, Figure))


def test_what_is_not_seen_is_named_with_what_to_ask(delivered_log: Path) -> None:
    text = words(made(delivered_log), "coverage")
    assert "Bij 2 partners ontbreken maanden" in text
    assert "Vraag Werkbedrijf om de maanden die ontbreken. Vraag Verblijf om ook te leveren." in text
    assert "Werkbedrijf leverde tot en met sep 2025" in text
    assert "Verblijf wordt genoemd, maar leverde niets" in text
    assert "Nog niet volledig: dec 2025 (onbekend hoeveel er nog ontbreekt)" in text


def test_cases_out_of_sight_are_told_with_the_reason(delivered_log: Path) -> None:
    ((_, rows),) = grids(made(delivered_log, threshold=5), "coverage")
    told = {(row[0], row[2]): (row[3], row[4]) for row in rows}
    assert told["Verwijzing", "GGZ Zuid"] == ("eigen nummers: niet te volgen", "45")
    assert told["Verwijzing", "Verblijf"] == ("leverde niets", "15")  # 14 of them, told in fives
    assert told["Traject", "–"] == ("leverde tot en met sep 2025", "10")
    assert told["Behandeling", "–"][0] == "eigen nummers: niet te volgen"


def test_a_source_with_keys_of_its_own_stands_beside_the_rest(delivered_log: Path) -> None:
    text = words(made(delivered_log, threshold=1, own_data=True), "links")
    assert "Bron ggz gebruikt eigen nummers" in text
    assert "Vraag GGZ Zuid of een gezamenlijk pseudoniem kan" in text
    referred = sum(row[4] == "GGZ Zuid" for row in desk_rows())
    started = sum(row[2] == "Wachtlijst" for row in own_rows())
    out, own = (f"{n / 12:.1f}".replace(".", ",").removesuffix(",0") for n in (referred, started))
    assert f"Over 12 maanden die beide kanten leverden: per maand {out} keer verwezen" in text
    assert f"en {own} zaken begonnen in bron ggz" in text


def test_links_are_told_by_direction_and_few_as_less(delivered_log: Path) -> None:
    document = made(delivered_log)
    blocks = next(section.blocks for section in document.sections if section.id == "links")
    twin = next(block.picture.twin for block in blocks if isinstance(block, Figure))
    shares = {row[:2]: row[2] for row in twin.rows}
    assert shares["werk", "loket"] == "100 %"
    assert shares["loket", "klein"].startswith("< ")
    assert shares["klein", "loket"] == "?"
    assert shares["loket", "ggz"] == "geen gedeelde sleutel"


def test_names_that_the_list_does_not_hold_are_listed_if_many_have_them(delivered_log: Path) -> None:
    document = made(delivered_log)
    unknown = next(rows for heads, rows in grids(document, "names") if heads[-1] == "Gebeurtenissen")
    assert ("GGZ Zuid", "partner", "160") in unknown  # 113 of its own and 45 times referred to
    assert {row[0] for row in unknown} == {"GGZ Zuid", "Loket", "Werkbedrijf", "Verblijf"}
    assert "minder dan 10 inwoners of gebeurtenissen" in words(document, "names")


def test_known_requests_are_told_where_they_are_recorded(delivered_log: Path) -> None:
    document = made(delivered_log, threshold=1, own_data=True)
    rows = grids(document, "missing")[-1][1]
    asked = [row for row in desk_rows() if row[2] == "Melding"]
    share = sum(bool(row[7]) for row in asked) / len(asked)
    assert rows == (("Loket", "Melding", str(len(asked)), f"{share * 100:.0f} %"),)
    assert "nergens een dag van de aanvraag" in words(document, "missing")


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_html_and_pdf_tell_the_same(delivered_log: Path, lang: str) -> None:
    document = made(delivered_log, lang=lang)
    paper = " ".join(paper_text(pdf(document)))
    page = tree(html(document))
    said = page.xpath("//*[@class='schakel-number']/text() | //p[contains(@class, 'schakel-ask')]/text()")
    assert len(said) > 8
    for text in said:
        assert " ".join(text.split()) in paper
    numbers = [t for t in page.xpath("//td[contains(@class, 'numeric')]/text()") if re.fullmatch(r"[\d.,]+", t)]
    assert len(numbers) > 40
    assert {n for n in numbers if n not in paper} == set()


def test_a_log_of_one_source_has_the_same_sections(small_log: Path) -> None:
    document = made(small_log)
    assert [section.id for section in document.sections] == SECTIONS
    assert "Er is één bron" in words(document, "links")
    assert "geen lijst met namen" in words(document, "names")
    assert "Er zijn geen zaken uit zicht geraakt" in words(document, "coverage")


def test_equal_logs_give_equal_bytes_and_every_number_its_passport(delivered_log: Path) -> None:
    first, second = made(delivered_log), made(delivered_log)
    assert html(first) == html(second)
    assert pdf(first) == pdf(second)
    page = tree(html(first))
    links = page.xpath("//a[starts-with(@href, '#herkomst-')]/@href")
    assert len(links) > 4
    assert {link[1:] for link in links} <= set(page.xpath("//@id"))


def test_too_few_residents_say_nothing_and_low_thresholds_are_refused(delivered_log: Path) -> None:
    page = html(made(delivered_log, threshold=500))
    assert "minder dan 500 inwoners" in page
    assert "Melding" not in page
    assert "GGZ" not in page
    with pytest.raises(Refusal):
        made(delivered_log, threshold=3)


def test_it_is_written_as_html_and_as_pdf(delivered_log: Path, tmp_path: Path) -> None:
    with open_log(delivered_log) as view:
        page, paper = write_quality(view, tmp_path / "new" / "quality.html", pdf=True, lang="en")
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert paper.read_bytes().startswith(b"%PDF")


def test_days_on_which_the_administration_turns_over_are_named(tmp_path: Path) -> None:
    first = date(2025, 1, 6)
    rows = []
    for n in range(120):
        start, case = first + timedelta(days=n * 2), [f"zaak-{n:03d}", f"inwoner-{n:03d}"]
        ended = date(2025, 12, 31) if n % 3 == 0 else start + timedelta(days=20)
        rows.append([*case, "Hulp", "Aanbieder", "", start.isoformat(), ended.isoformat()])
    document = made(make_log(tmp_path, rows))
    text = words(document, "dates")
    assert "Op één dag begint of eindigt veel meer dan gewoon" in text
    assert "Vraag Aanbieder: begon of eindigde de hulp echt op die dag" in text
    ((_, peaks),) = grids(document, "dates")
    assert [row[:4] for row in peaks] == [("31 december 2025", "eindigt", "40", "40")]
    blocks = next(section.blocks for section in document.sections if section.id == "dates")
    picture = next(block.picture for block in blocks if isinstance(block, Figure))
    assert "31 dec" in picture.description
    assert picture.twin.rows[0][3] == "40"
    assert picture.twin.rows[0][1] == "0"  # nothing starts that day, and that is told


def test_codes_with_two_names_or_for_other_days_are_told(tmp_path: Path) -> None:
    folder = make_delivered(tmp_path / "log")
    names = (folder / "names.csv").read_text(encoding="utf-8")
    more = "partner,,,Loket,Loket,,,\npartner,,,Loket,Balie,,,\npartner,,,Werkbedrijf,Werkbedrijf,2026-01-01,,\n"
    (folder / "names.csv").write_text(names + more.replace("Werkbedrijf,W", "Werkbedrijf,Nieuw W"), encoding="utf-8")
    load_log(folder)
    odd = next(rows for heads, rows in grids(made(folder), "names") if len(heads) == 4)
    told = {row[0]: (row[2][:20], row[3]) for row in odd}
    assert told["Loket"][0].startswith("twee namen")
    assert told["Werkbedrijf"][0].startswith("staat in de lijst")

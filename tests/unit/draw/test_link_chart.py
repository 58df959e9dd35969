"""Who is found again where: a matrix that equals its table."""

from itertools import combinations

import pytest

from schakel.draw.link_chart import LinkData, LinkRate, link_chart
from schakel.draw.picture import Picture, Scope
from unit.draw.reading import SVG, all_words, canvas, inside, parsed, rectangle

RATES = (
    LinkRate("Loket", "Wijkteam", 0.82, 812, 990),
    LinkRate("Wijkteam", "Loket", 0.94),
    LinkRate("Loket", "GGZ", None, has_key=False),
    LinkRate("GGZ", "Loket", None, has_key=False),
    LinkRate("Wijkteam", "GGZ", 0.0, 0, 864),
)
DATA = LinkData(("Loket", "Wijkteam", "GGZ"), RATES, Scope(residents=1184))


def large(sources: int) -> LinkData:
    names = tuple(f"Bron van aanbieder {n}" if n % 3 else f"B{n}" for n in range(sources))
    pairs = [(a, b) for a in names for b in names if a != b]
    return LinkData(
        names, tuple(LinkRate(*pair, place / len(pairs), has_key=place % 5 > 0) for place, pair in enumerate(pairs))
    )


def cells(picture: Picture) -> dict[str, list[float]]:
    """Per pair, as told, the widths of its boxes: the cell, and if there is a share the bar and its filling."""
    groups = [g for g in parsed(picture).iter(f"{SVG}g") if g.findtext(f"{SVG}title")]
    return {
        str(g.findtext(f"{SVG}title")): [float(rect.get("width", "0")) for rect in g.findall(f"{SVG}rect")]
        for g in groups
    }


def told(picture: Picture) -> str:
    return " ".join(word.text for word in all_words(picture))


def test_a_bar_is_as_long_as_its_share() -> None:
    found = cells(link_chart(DATA, "nl"))
    assert len(found) == 6
    _, bar, filled = found["Loket: 812 van de 990 inwoners staan ook in Wijkteam (82 %)"]
    assert filled == pytest.approx(0.82 * bar)
    _, bar, filled = found["Wijkteam: 94 % van de inwoners staat ook in Loket"]
    assert filled == pytest.approx(0.94 * bar, abs=0.01)
    assert found["Wijkteam: 0 van de 864 inwoners staan ook in GGZ (0 %)"][2] == 0
    assert len(found["Loket en GGZ hebben geen gedeelde sleutel: niemand is terug te vinden"]) == 1
    assert len(found["GGZ: niet te zeggen hoeveel inwoners ook in Wijkteam staan"]) == 1


def test_no_key_is_dashed_and_unknown_is_a_question_mark() -> None:
    picture = link_chart(DATA, "nl")
    dashed = [rect for rect in parsed(picture).iter(f"{SVG}rect") if rect.get("stroke-dasharray")]
    assert len(dashed) == 2 + 1  # and its key
    assert [word.text for word in all_words(picture)].count("?") == 1 + 1
    plain = told(link_chart(LinkData(("A", "B"), (LinkRate("A", "B", 1), LinkRate("B", "A", 1))), "nl"))
    assert "?" not in plain
    assert "sleutel" not in plain


def test_the_table_equals_the_picture() -> None:
    twin = link_chart(DATA, "nl").twin
    assert twin.columns == ("Bron", "Gezocht in", "Teruggevonden", "Inwoners teruggevonden", "Inwoners van de bron")
    assert twin.rows == (
        ("Loket", "Wijkteam", "82 %", "812", "990"),
        ("Loket", "GGZ", "geen gedeelde sleutel", "", ""),
        ("Wijkteam", "Loket", "94 %", "", ""),
        ("Wijkteam", "GGZ", "0 %", "0", "864"),
        ("GGZ", "Loket", "geen gedeelde sleutel", "", ""),
        ("GGZ", "Wijkteam", "?", "", ""),
    )
    text = told(link_chart(DATA, "nl"))
    assert all(f" {row[2]} " in text for row in twin.rows if row[2].endswith("%"))


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("data", [DATA, large(2), large(7), large(16)], ids=["3", "2", "7", "16"])
def test_words_do_not_overlap_and_stay_inside(data: LinkData, lang: str) -> None:
    picture = link_chart(data, lang)
    words = all_words(picture)
    assert [(a.text, b.text) for a, b in combinations(words, 2) if a.area.meets(b.area)] == []
    assert [word.text for word in words if not inside(word.area, canvas(picture))] == []
    assert all(inside(rectangle(rect), canvas(picture)) for rect in parsed(picture).iter(f"{SVG}rect"))
    assert len(cells(picture)) == len(data.sources) * (len(data.sources) - 1)
    assert link_chart(data, lang).svg == picture.svg


def test_one_source_is_too_little() -> None:
    for sources in ((), ("A",)):
        assert "Te weinig om te tonen" in told(link_chart(LinkData(sources, ()), "nl"))


@pytest.mark.parametrize(
    ("sources", "rates", "says"),
    [
        (("A", "A"), (), "twice"),
        (("A", "B"), (LinkRate("A", "C", 0.1),), "no source 'C'"),
        (("A", "B"), (LinkRate("A", "A", 0.1),), "two sources"),
        (("A", "B"), (LinkRate("A", "B", 0.1), LinkRate("A", "B", 0.2)), "one rate"),
    ],
)
def test_rates_that_cannot_be_are_refused(sources: tuple[str, ...], rates: tuple[LinkRate, ...], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        LinkData(sources, rates)


def test_a_share_that_is_only_known_to_be_less_has_no_bar() -> None:
    rates = (LinkRate("A", "B", 0.05, of=200, sign="<"), LinkRate("B", "A", 0.95, sign=">"))
    picture = link_chart(LinkData(("A", "B"), rates), "nl")
    found = cells(picture)
    assert len(found["A: minder dan 5 % van de inwoners staat ook in B"]) == 1
    assert len(found["B: meer dan 95 % van de inwoners staat ook in A"]) == 1
    assert {"< 5 %", "> 95 %"} <= {word.text for word in all_words(picture)}
    assert [row[2] for row in picture.twin.rows] == ["< 5 %", "> 95 %"]

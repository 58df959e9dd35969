"""Shares of causes, and where their symptoms show: what is drawn equals the tables."""

from dataclasses import replace
from itertools import combinations

import pytest

from schakel.draw.palette import INK, PAPER, contrast
from schakel.draw.picture import Picture
from schakel.draw.simulated.cause_map import BETTER, WORSE, cause_map, fill
from schakel.draw.simulated.causes_chart import causes_chart
from schakel.draw.simulated.causes_data import CauseMapData, CauseRow, CausesData, MapCell, MapRow
from schakel.draw.simulated.scope import SimulatedScope
from schakel.draw.simulated.span import Span
from unit.draw import simulated_chain as chain
from unit.draw.reading import SVG, all_words, canvas, inside, parsed

SCOPE = SimulatedScope("Groot", 260, 40, 1)


def wide() -> CauseMapData:
    """Two causes, nine stations and twenty quarters."""
    periods = tuple((13 * q + 1, 13 * (q + 1)) for q in range(20))
    rows = tuple(
        MapRow(
            f"Oorzaak {cause} met een naam die langer is dan het beeld eigenlijk toelaat",
            f"Plek {place} die ook lang heet",
            tuple(MapCell((-1) ** place * (place + q) * 123.4, q % 3 > 0) for q in range(20)),
            place == cause,
        )
        for cause in range(2)
        for place in range(9)
    )
    return CauseMapData(periods, rows, "wachtende cliënten", "cliënten", SCOPE, "less")


def doubtful() -> CausesData:
    """Causes of which one cannot be told from zero, in a sample of orders."""
    rows = (
        CauseRow("Een oorzaak die zo veel woorden nodig heeft dat zij niet op één regel past", *_spans(2.0), True),
        CauseRow("Niets", *_spans(0.1), False),
    )
    return CausesData(rows, Span(2.1, 1, 3), "Wachten", "weken", "Toen", "Nu", SCOPE, is_sampled=True)


def _spans(value: float) -> tuple[Span, Span, Span]:
    return Span(value, value - 1, value + 1), Span(value - 0.5, value - 1, value), Span(-value, -value - 1, -value + 1)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_words_do_not_overlap_and_stay_inside(lang: str) -> None:
    pictures = [causes_chart(data, lang) for data in (chain.causes(), doubtful())]
    pictures += [cause_map(data, lang) for data in (chain.cause_map_data(), wide())]
    for picture in pictures:
        words = all_words(picture)
        assert words
        assert [(a.text, b.text) for a, b in combinations(words, 2) if a.area.meets(b.area)] == []
        assert [word.text for word in words if not inside(word.area, canvas(picture))] == []


def drawn(picture: Picture) -> set[str]:
    """All texts."""
    return {word.text for word in all_words(picture)}


def test_shares_are_drawn_as_they_stand_in_the_table() -> None:
    picture = causes_chart(chain.causes(), "nl")
    texts = drawn(picture)
    for row in picture.twin.rows[:-1]:
        assert row[1] in texts
        assert f"alleen dit: {row[3]}" in texts
        assert f"alleen dit hersteld neemt weg: {row[4]}" in texts
    assert picture.twin.rows[-1][1] in texts


def test_the_shares_add_up_to_the_total_or_are_refused() -> None:
    data = chain.causes()
    assert sum(cause.share.value for cause in data.causes) == pytest.approx(data.total.value, rel=1e-9)
    with pytest.raises(ValueError, match="add up to"):
        replace(data, total=Span(1, 0, 2))


def test_what_cannot_be_told_from_zero_is_said_and_open() -> None:
    picture = causes_chart(doubtful(), "nl")
    assert "+0,1: niet te onderscheiden van nul" in drawn(picture)
    assert "Niet te onderscheiden van nul: Niets." in picture.description
    assert picture.twin.rows[1][2] == "nee, niet te onderscheiden van nul"
    dots = [
        circle.get("fill")
        for group in parsed(picture).iter(f"{SVG}g")
        if (circle := group.find(f"{SVG}circle")) is not None and group.findtext(f"{SVG}title")
    ]
    assert dots[1] == PAPER
    assert dots[0] != PAPER
    assert "steekproef" in picture.svg


def test_share_alone_and_repair_have_shapes_of_their_own() -> None:
    groups = [g for g in parsed(causes_chart(chain.causes(), "nl")).iter(f"{SVG}g") if g.findtext(f"{SVG}title")]
    shapes = [group[-1].tag.removeprefix(SVG) for group in groups]
    assert shapes == ["circle", "path", "rect"] * len(chain.causes().causes)


@pytest.mark.parametrize("data", [chain.cause_map_data(), wide()], ids=["small", "wide"])
def test_every_cell_drawn_stands_in_the_table(data: CauseMapData) -> None:
    picture = cause_map(data, "en")
    rows = {(row[0], row[1]): row[3:] for row in picture.twin.rows}
    heads = [head.removeprefix("weeks ") for head in picture.twin.columns[3:]]
    told = [t for title in parsed(picture).iter(f"{SVG}title") if ", symptom at " in (t := title.text or "")]
    assert told
    for text in told:
        cause, _, rest = text.rpartition(", symptom at ")
        station, _, rest = rest.rpartition(", weeks ")
        weeks, _, value = rest.partition(": ")
        assert rows[cause, station][heads.index(weeks)] == value


def test_the_station_of_the_cause_is_always_drawn_and_the_largest_beside_it() -> None:
    data = wide()
    told = [title.text or "" for title in parsed(cause_map(data, "nl")).iter(f"{SVG}title")]
    for cause in data.causes:
        own = next(row.station for row in data.rows if row.cause == cause and row.is_own)
        stations = {text.split("gevolg bij ")[1].split(", week")[0] for text in told if text.startswith(cause)}
        assert own in stations
        assert len(stations) == 6
    assert "12 van 18 getekend" in cause_map(data, "nl").svg


def test_text_in_a_cell_can_be_read_and_the_sides_differ() -> None:
    for value in (-1.0, -0.4, 0.0, 0.4, 1.0):
        assert contrast(INK, fill(value, 1.0, "more")) >= 4.5
    assert fill(1.0, 1.0, "more") == fill(-1.0, 1.0, "less")
    assert fill(1.0, 1.0, "more") != fill(-1.0, 1.0, "more")
    assert WORSE != BETTER


def test_equal_input_gives_equal_bytes_and_nothing_is_said() -> None:
    assert cause_map(wide(), "nl").svg == cause_map(wide(), "nl").svg
    assert causes_chart(chain.causes(), "en").svg == causes_chart(chain.causes(), "en").svg
    assert "Te weinig" in cause_map(CauseMapData((), (), "m", "u", SCOPE), "nl").svg
    empty = CausesData((), Span(0, 0, 0), "m", "u", "a", "b", SCOPE)
    assert "too little" in causes_chart(empty, "en").description

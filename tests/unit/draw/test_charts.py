"""Charts are well-formed, the same every time, and at home in a page with others."""

import json
import re
from datetime import date
from importlib.resources import files

import pytest

from schakel.chain.selection import Period
from schakel.draw import charts
from schakel.draw.handover_chart import HandoverData, HandoverRow, handover_chart
from schakel.draw.months_chart import Month, MonthsData, months_chart
from schakel.draw.palette import PAPER, contrast
from schakel.draw.picture import Picture, Scope
from schakel.draw.sparkline import SparkData, sparkline
from schakel.draw.throughput_chart import CurvePoint, ThroughputData, throughput_chart
from schakel.draw.waits_chart import WaitRow, WaitsData, waits_chart
from schakel.draw.wording import short_duration
from unit.draw.reading import SVG, parsed

SCOPE = Scope(
    Period(date(2024, 1, 1), date(2024, 12, 31)), 1234, 0.05, "cases", case_unit="trajectory", unseen=("GGZ",)
)
MONTHS = MonthsData(
    tuple(Month(f"2024-{n:02}", 20 + n, None if n == 5 else 15 + n, 1000 + 4 * n) for n in range(1, 13)), SCOPE
)
THROUGHPUT = ThroughputData(
    tuple(CurvePoint(d, d / 120, max(0, d / 120 - 0.05), min(1, d / 120 + 0.05)) for d in range(2, 100, 7)),
    (CurvePoint(3, 0.2), CurvePoint(50, 0.9), CurvePoint(100, 1.0)),
    60.0,
    31,
    SCOPE,
)
WAITS = WaitsData(
    (
        WaitRow("Melding → Triage <&>", 200, 1, 12, 40, 0.1),
        WaitRow("Herindicatie en verlenging van de voorziening → Begeleiding individueel", 90, 5, 61.5, 180),
        WaitRow("Verwijzing → Start", 12, None, None, None, 1.0),
    ),
    SCOPE,
)
HANDOVERS = HandoverData(
    (HandoverRow("Toegang", "GGZ", 842, 800, 12, 40), HandoverRow("", "Wijkteam", 7, None, None, None)), SCOPE
)
DRAWN = {
    "months": months_chart(MONTHS, "nl"),
    "throughput": throughput_chart(THROUGHPUT, "nl"),
    "waits": waits_chart(WAITS, "nl"),
    "handovers": handover_chart(HANDOVERS, "nl"),
}


def told(picture: Picture) -> str:
    return " ".join("".join(map(str, node.itertext())) for node in parsed(picture).iter(f"{SVG}text"))


@pytest.mark.parametrize("picture", DRAWN.values(), ids=DRAWN.keys())
def test_a_chart_is_one_image_with_its_scope_inside(picture: Picture) -> None:
    root = parsed(picture)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{picture.name}-title {picture.name}-desc"
    assert root.findtext(f"{SVG}title") == picture.title
    assert root.findtext(f"{SVG}desc") == picture.description
    assert not [node for node in root.iterdescendants() if node.get("role") or node.get("aria-label")]
    text = told(picture)
    for phrase in (
        "1 januari 2024 t/m 31 december 2024",
        "getallen zijn zaken",
        "1.234 inwoners",
        f"5 % van de {'overgangen' if picture.name == 'waits' else 'zaken'} niet",
    ):
        assert phrase in text


@pytest.mark.parametrize("picture", DRAWN.values(), ids=DRAWN.keys())
def test_ids_are_its_own_and_nothing_is_fetched(picture: Picture) -> None:
    ids = re.findall(r'\bid="([^"]+)"', picture.svg)
    assert all(one.startswith(picture.name) for one in ids)
    assert set(re.findall(r"url\(#([^)]+)\)", picture.svg)) <= set(ids)
    assert re.findall(r"https?://[^\"]+", picture.svg) == ["http://www.w3.org/2000/svg"]
    assert "@font-face" not in picture.svg
    assert "Liberation Sans," in picture.svg


@pytest.mark.parametrize("picture", DRAWN.values(), ids=DRAWN.keys())
def test_text_and_shapes_have_contrast(picture: Picture) -> None:
    for node in parsed(picture).iter(f"{SVG}text"):
        assert contrast(str(node.get("fill")), PAPER) >= 4.5
    for node in parsed(picture).iter(f"{SVG}path"):
        colour, see_through = str(node.get("fill", "none")), node.get("fill-opacity") or node.get("opacity")
        is_grid = colour in ("none", "transparent") or see_through
        assert is_grid or contrast(colour, PAPER) >= 3


def test_equal_input_gives_equal_bytes() -> None:
    charts._render.cache_clear()
    assert months_chart(MONTHS, "nl").svg == DRAWN["months"].svg
    assert throughput_chart(THROUGHPUT, "nl").svg == DRAWN["throughput"].svg


def test_months_and_numbers_follow_the_reader() -> None:
    assert "mei 2024" in told(DRAWN["months"]) or "okt 2024" in told(DRAWN["months"])
    english = told(months_chart(MONTHS, "en"))
    assert "Oct 2024" in english or "May 2024" in english
    assert "1.000" in told(DRAWN["months"])
    assert "1,000" in english


def test_a_month_that_may_not_be_shown_is_a_gap_and_a_dash() -> None:
    assert DRAWN["months"].twin.rows[4] == ("2024-05", "25", "–", "1.020")
    lines = [
        n
        for n in parsed(DRAWN["months"]).iter(f"{SVG}path")
        if n.get("stroke-dasharray") == "6,4" and n.get("d", "").count("L") > 3
    ]
    assert lines[0].get("d", "").count("M") == 2


def test_open_cases_and_the_median_are_told() -> None:
    text = told(DRAWN["throughput"])
    assert "helft klaar na 60 d" in text
    assert "31 lopen nog" in text
    assert "lopende meegeteld" in text
    assert "alleen afgesloten" in text
    never = throughput_chart(ThroughputData((CurvePoint(4, 0.3),), open_cases=1), "en")
    assert "half not yet reached · 1 is still open" in told(never)


def test_the_twin_of_the_curve_gives_both_and_the_interval() -> None:
    row = DRAWN["throughput"].twin.rows[7]
    assert row == ("51 d", "42 %", "38 % – 48 %", "90 %")
    many = ThroughputData(tuple(CurvePoint(d, d / 999) for d in range(1, 1000)))
    rows = throughput_chart(many, "en").twin.rows
    assert len(rows) <= 55
    assert rows[-1][1] == "100 %"


def test_a_wait_that_is_unknown_stands_in_the_table_only() -> None:
    text = told(DRAWN["waits"])
    assert "helft 12 d · 10 % onbekend" in text
    assert "Verwijzing" not in text
    assert "2 van 3 getekend" in text
    assert DRAWN["waits"].twin.rows[2] == ("Verwijzing → Start", "12", "?", "?", "?", "100 %")


def test_minutes_are_drawn_as_minutes() -> None:
    assert "minuten wachten" in told(waits_chart(WaitsData((WaitRow("a", 5, 0.001, 0.002, 0.01),)), "nl"))


def test_handovers_name_both_partners() -> None:
    text = told(DRAWN["handovers"])
    assert "Toegang → GGZ (niet gezien)" in text
    assert "partner onbekend → Wijkteam" in text
    assert "842 · 12 d" in text


def test_a_long_link_breaks_after_its_arrow() -> None:
    label = "T10 Determine necessity to stop indication → T05 Print and send confirmation of receipt"
    assert charts.link_label(label)[0].endswith("indication →")
    assert charts.link_label("Melding → Triage") == ("Melding → Triage",)
    assert len(charts.link_label("een heel lange naam van een stap zonder pijl maar met veel woorden erin")) == 2


def test_short_durations_are_told_as_they_are() -> None:
    told = [short_duration(days, "nl") for days in (None, 0, 14 / 86400, 0.01, 0.25, 1.24, 2.96, 65)]
    assert told == ["?", "0 d", "< 1 min", "14 min", "6 u", "1,2 d", "3 d", "65 d"]


def test_charts_without_values_say_so() -> None:
    for picture in (
        months_chart(MonthsData(()), "nl"),
        months_chart(MonthsData((Month("2024-01", None, None, None),)), "nl"),
        throughput_chart(ThroughputData(()), "nl"),
        waits_chart(WaitsData(()), "nl"),
        handover_chart(HandoverData(()), "nl"),
    ):
        assert "Te weinig om te tonen" in told(picture)
        assert all("–" in row for row in picture.twin.rows)


def test_one_month_and_one_point_are_enough() -> None:
    assert months_chart(MonthsData((Month("2024-01", 3, 2, 1),)), "nl").width == pytest.approx(1000, abs=30)
    assert throughput_chart(ThroughputData((CurvePoint(0.0, 0.4),)), "nl").width == pytest.approx(1000, abs=30)


def test_words_that_are_code_elsewhere_stay_words() -> None:
    evil = "</text><script>x</script>\x00' + datum.secret + '"
    picture = handover_chart(HandoverData((HandoverRow(evil, "b", 2),)), "en", name="x")
    assert not list(parsed(picture).iter(f"{SVG}script"))
    assert "datum.secret" in told(picture)


def test_specs_hold_no_sentence_and_no_address() -> None:
    for spec in (files("schakel.draw") / "charts").iterdir():
        text = spec.read_text(encoding="utf-8")
        assert json.loads(text)
        assert "http" not in text


def test_a_sparkline_is_as_small_as_a_word() -> None:
    data = SparkData("instroom", ("2024-01", "2024-02", "2024-03", "2024-04"), (3, None, 12, 9))
    picture = sparkline(data, "nl", name="vonk")
    paths = [str(node.get("d")) for node in parsed(picture).iter(f"{SVG}path")]
    assert paths[1].count("M") == 2
    assert picture.description == "Van 3 naar 9; laagste 3, hoogste 12."
    assert picture.twin.rows[1] == ("2024-02", "–")
    assert sparkline(SparkData("x", (), ()), "en", name="x").description == "No values."
    with pytest.raises(ValueError, match="moment"):
        SparkData("x", ("a",), ())

"""Figures of closed periods stay as they were published, with those of today beside them; months that still fill up."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from schakel.chain.selection import Period, Selection
from schakel.data.deliveries.closed import close
from schakel.data.snapshot import open_snapshot
from schakel.data.staged import Provisional
from schakel.insight.corrections import corrections, months
from schakel.insight.definitions import definitions
from schakel.insight.filling import filling
from schakel.insight.opened import open_log
from schakel.insight.summary import figures
from unit.data.corrected_log import first_load, second_load

ON = date(2025, 9, 1)
CLOSED = Selection(period=Period(date(2025, 1, 1), date(2025, 3, 31)))


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Closed until March on the first snapshot, then corrected."""
    folder = tmp_path_factory.mktemp("log") / "log"
    first_load(folder)
    close(folder, date(2025, 3, 31), since=None, on=ON, above=0.02, anyway=False)
    second_load(folder)
    return folder


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The figures of the whole log and of the closed period, on the day of closing."""
    folder = tmp_path_factory.mktemp("log") / "log"
    first_load(folder)
    found = {}
    for name, selection in (("whole", Selection()), ("closed", CLOSED)):
        with open_log(folder, selection=selection) as view:
            found[name] = figures(view)
    return found


def bare(document: dict[str, Any]) -> dict[str, Any]:
    """The figures themselves."""
    kept = {name: value for name, value in document.items() if name not in ("passport", "months", "corrections")}
    return kept | {"findings": [{**one, "passport_id": ""} for one in document["findings"]]}


def flows(document: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [(row["month"], row["inflow"], row["outflow"], row["stock"]) for row in document["months"]]


def test_a_closed_period_keeps_its_figures_and_tells_what_was_corrected(log: Path, published: dict[str, Any]) -> None:
    with open_log(log, selection=CLOSED) as view:
        document = figures(view)
    first = open_snapshot(log).id
    assert bare(document) == bare(published["closed"])
    assert flows(document) == flows(published["closed"])
    assert document["passport"]["parameters"]["closed"].startswith("2025-01-01..2025-03-31, ")
    assert document["passport"]["id"] != published["closed"]["passport"]["id"]
    told = document["corrections"]
    assert (told["closed"], told["closed_on"], told["now"]) == ("2025-01-01..2025-03-31", "2025-09-01", first)
    moved = {(one["figure"], one["of"]): one for one in told["figures"]}
    assert (moved["events", ""]["published"], moved["events", ""]["now"]) == (135, 133)
    assert moved["events", ""]["difference"] == -2
    assert moved["open_cases", ""]["difference"] == 1
    assert moved["cases", ""]["difference"] == 0


def test_as_now_is_the_log_as_it_is(log: Path, tmp_path: Path) -> None:
    first_load(tmp_path / "log")
    second_load(tmp_path / "log")
    for selection in (CLOSED, Selection()):
        with (
            open_log(log, selection=selection, as_now=True) as view,
            open_log(tmp_path / "log", selection=selection) as other,
        ):
            assert figures(view) == figures(other)


def test_closed_months_stand_as_published_among_those_of_today(log: Path, published: dict[str, Any]) -> None:
    with open_log(log) as view:
        rows, document = months(view), figures(view)
    by_month = {row.month: row for row in rows}
    assert [row.month for row in rows if row.is_closed] == ["2025-01", "2025-02", "2025-03"]
    assert flows(document)[:3] == flows(published["whole"])[:3]
    assert flows(document)[3:] != flows(published["whole"])[3:]
    february, march = by_month["2025-02"], by_month["2025-03"]
    assert (february.flows["outflow"], (february.corrected or {})["outflow"]) == (13, 11)
    assert (march.flows["outflow"], (march.corrected or {})["outflow"]) == (15, 16)
    assert by_month["2025-04"].corrected is None
    assert document["corrections"] == {"closed": None, "closed_on": None, "now": None, "figures": []}
    assert document["months"][1]["corrected"]["outflow"] == 11
    assert document["passport"]["parameters"]["closed"].startswith("2025-01-01..2025-03-31, ")


def test_before_anything_was_loaded_since_nothing_is_corrected(tmp_path: Path) -> None:
    first_load(tmp_path / "log")
    close(tmp_path / "log", date(2025, 3, 31), since=None, on=ON, above=0.02, anyway=False)
    with open_log(tmp_path / "log", selection=CLOSED) as view:
        found = corrections(view)
        assert found is not None
        assert {one.difference for one in found.figures} == {0}
        assert not [row for row in months(view) if row.corrected]
    with open_log(tmp_path / "log", selection=Selection(period=Period(date(2025, 1, 1), date(2025, 4, 1)))) as view:
        assert corrections(view) is None


def test_a_selection_that_did_not_occur_at_the_closing_has_no_published_months(log: Path) -> None:
    with open_log(log, selection=Selection((("partner", "Team"),))) as view:
        assert [row.month for row in months(view) if row.is_closed] == ["2025-01", "2025-02", "2025-03"]
    first = open_snapshot(log)
    names = "kind,source_code,concept\npartner,Team,Wijkteam Zuid\n"
    (log / "names.csv").write_text(names, encoding="utf-8")
    second_load(log)
    with open_log(log, selection=Selection((("partner", "Wijkteam Zuid"),))) as view:
        assert not [row for row in months(view) if row.is_closed]
    (log / "names.csv").unlink()
    assert second_load(log).id == first.id


def view_of(counts: Sequence[tuple[str, str, int]], provisional: Sequence[Provisional]) -> Any:
    """All that `filling` looks at."""
    return SimpleNamespace(
        rows=lambda _text: list(counts),
        manifest=SimpleNamespace(provisional=tuple(provisional)),
        definitions=definitions(),
    )


def test_a_month_of_all_partners_fills_up_as_its_sources_do() -> None:
    counts = [("a", "2025-05", 100), ("b", "2025-05", 100), ("a", "2025-06", 90), ("b", "2025-06", 80)]
    late = [
        Provisional("a", None, "2025-05", 0.01),
        Provisional("a", None, "2025-06", 0.1),
        Provisional("b", None, "2025-06", 0.2),
        Provisional("b", "p", "2025-05", 0.5),  # of one partner; the source as a whole is final
    ]
    assert filling(view_of(counts, late)) == {"2025-06": pytest.approx(1 - 170 / 200)}
    unknown = [*late, Provisional("b", None, "2025-07", None)]
    assert filling(view_of(counts, unknown))["2025-07"] is None
    absent = [Provisional("c", None, "2025-06", None), Provisional("a", None, "2025-06", 1.0)]
    assert filling(view_of(counts, absent)) == {"2025-06": 1.0}
    assert filling(view_of(counts, [])) == {}

"""A report of a closed period says so, and what was corrected since: both through the gate."""

from datetime import date
from pathlib import Path

import pytest

from schakel.chain.selection import Period, Selection
from schakel.data.deliveries.closed import close
from schakel.data.deliveries.load_log import load_log
from schakel.insight.opened import open_log
from schakel.report.corrections_block import corrections_blocks
from schakel.report.document import Grid, Paragraph
from schakel.report.flow_section import flow, flow_picture
from schakel.report.material import Material
from schakel.sharing.gate import Gate
from unit.data.corrected_log import KEY, desk, first_load, longer, team, write, write_sources

CLOSED = Selection(period=Period(date(2025, 1, 1), date(2025, 3, 31)))


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Closed until March, then fourteen cases were withdrawn."""
    folder = tmp_path_factory.mktemp("log") / "log"
    first_load(folder)
    close(folder, date(2025, 3, 31), since=None, on=date(2025, 9, 1), above=0.02, anyway=False)
    files = {
        "loket": write(folder / "a.csv", desk(range(14, 75))),
        "team": write(folder / "b.csv", team(range(14, 75))),
    }
    write_sources(folder, files, until=date(2025, 6, 30), taken=date(2025, 9, 15))
    load_log(folder, key=KEY)
    return folder


def blocks(log: Path, threshold: int = 10, lang: str = "en") -> tuple[object, ...]:
    with open_log(log, selection=CLOSED) as view:
        return corrections_blocks(Material(view, Gate(threshold, own_data=True), lang))


def test_counts_are_rounded_on_both_sides(log: Path) -> None:
    said, grid, note = blocks(log)
    assert isinstance(said, Paragraph)
    assert "closed. These are the figures of 1 September 2025" in said.text
    assert isinstance(grid, Grid)
    rows = {row[0]: row[1:] for row in grid.twin.rows}
    assert rows["Cases"] == ("50", "30", "-20")  # of 45 and 31
    assert rows["Residents"] == ("50", "30", "-20")
    assert rows["Events"] == ("140", "90", "-50")
    assert rows["Inflow in all"] == ("50", "30", "-20")
    assert rows["Median lead time, open cases counted"][0] == "34 days"
    assert isinstance(note, Paragraph)
    assert "a difference of 10 may be rounding alone" in note.text
    _, exact = blocks(log, threshold=1)
    assert isinstance(exact, Grid)
    assert exact.twin.rows[0][1:] == ("45", "31", "-14")


def test_a_few_corrections_point_at_nobody(tmp_path: Path) -> None:
    first_load(tmp_path / "log")
    close(tmp_path / "log", date(2025, 3, 31), since=None, on=date(2025, 9, 1), above=0.02, anyway=False)
    later = write(tmp_path / "log" / "later.csv", longer(team(range(70)), [10], 1))
    write_sources(
        tmp_path / "log", {"loket": "loket-1.csv", "team": later}, until=date(2025, 6, 30), taken=date(2025, 9, 15)
    )
    load_log(tmp_path / "log", key=KEY)
    told = blocks(tmp_path / "log")
    assert [block.text for block in told if isinstance(block, Paragraph)][1] == (
        "No figure moved since then that can be told after rounding."
    )
    assert not [block for block in told if isinstance(block, Grid)]


def test_another_report_has_no_such_block(log: Path) -> None:
    with open_log(log) as view:
        assert corrections_blocks(Material(view, Gate(10), "nl")) == ()
    with open_log(log, selection=CLOSED, as_now=True) as view:
        assert corrections_blocks(Material(view, Gate(10), "nl")) == ()


def test_the_picture_of_months_has_published_figures_beside_those_of_today(log: Path) -> None:
    with open_log(log) as view:
        material = Material(view, Gate(5), "nl")
        found = flow(material)
        assert found is not None
        assert (found.span, found.closed_until) == ("month", "2025-03")
        january, april = found.months[0], found.months[3]
        assert (january.inflow, january.at_closing("inflow")) == (None, 15)
        assert april.published is None
        picture = flow_picture(found, material)
    assert picture is not None
    assert "mrt 2025" in picture.description

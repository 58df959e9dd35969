"""Every map is attacked as a square of steps before it is seen, and links go along until it holds."""

from pathlib import Path

import pytest

from schakel.insight.opened import open_log
from schakel.report import map_section
from schakel.report.map_section import edges
from schakel.report.material import Material
from schakel.sharing.audit import audit
from schakel.sharing.gate import OTHER, Gate
from schakel.sharing.passed import PassedView
from schakel.sharing.transitions import Square, release_of_square, square_of

T = 5
DENSE = {("A", "C"): 4, ("A", "D"): 2, ("B", "C"): 9, ("B", "D"): 5}
LARGE = {("A", "C"): 40, ("A", "D"): 130, ("B", "C"): 80, ("B", "D"): 44}


def log_of(folder: Path, pairs: dict[tuple[str, str], int]) -> Path:
    """Each resident takes one transition."""
    rows, n = ["case_id,resident,activity,started"], 0
    for (first, second), residents in pairs.items():
        for _ in range(residents):
            n += 1
            rows += [f"c{n},r{n},{first},2024-01-0{1 + n % 9}", f"c{n},r{n},{second},2024-02-0{1 + n % 9}"]
    file = folder / "log.csv"
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return file


def seen(file: Path) -> tuple[set[tuple[str, str]], int]:
    """The links that are shown, and how many small groups an attack pins down."""
    with open_log(file) as view:
        material = Material(view, Gate(T), "nl")
        table = edges(material)
        square = square_of(PassedView("", material.gate.around(30), tuple(material.gate.released)), "s1")
        counts = {name: _counts(material, name) for name in ("activities", "edges", "starts", "ends")}
    links = {(str(r["activity"]), str(r["next_activity"])) for r in table.records() if r["activity"] != OTHER}
    square = square or Square("", dict.fromkeys(counts, ()))
    return links, len(audit((release_of_square("map", square, counts, T),)).exposed)


def _counts(material: Material, name: str) -> dict[tuple[str, ...], int]:
    table = material.figure(name)
    keys = [column.name for column in table.columns if column.role == "dimension"]
    return {tuple(str(row[key]) for key in keys): int(str(row["residents"])) for row in table.records()}


def test_a_map_holds_where_rounding_alone_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = log_of(tmp_path, DENSE)
    left, still = seen(file)
    assert still == 0
    monkeypatch.setattr(map_section, "withheld", lambda *_: frozenset())
    rounded, pinned = seen(file)
    assert pinned == 1
    assert left < rounded


def test_a_map_with_room_stays_as_it_is(tmp_path: Path) -> None:
    assert seen(log_of(tmp_path, LARGE)) == (set(LARGE), 0)

"""What a view lets out, beside what was let out before: nested selections, signatures, and the square of a map."""

from collections.abc import Mapping
from datetime import date
from itertools import product
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt
import pytest

from oracle.plenty import plenty
from schakel.chain.selection import Period, Selection
from schakel.sharing.audit import intervals
from schakel.sharing.gate import Gate
from schakel.sharing.let_out import LetOut, Untrue, release_of, tables_of
from schakel.sharing.passed import Passed, PassedView, ToldRow, Whose
from schakel.sharing.register import Register, read_register, write_register
from schakel.sharing.release import Release
from schakel.sharing.selections import selection_of, text_of, told_before
from schakel.sharing.transitions import release_of_square, square_of

T = 5
PARTNER = Whose("steps", ("partner",), "partner IS NOT NULL")
A, B = text_of(Selection((("municipality", "x"),))), text_of(Selection((("neighbourhood", "y"),)))
People = list[tuple[str, dict[str, bool]]]  # the row, and per selection whether in it


def counted(people: People, selections: list[str]) -> dict[tuple[tuple[str, ...], str], int]:
    found: dict[tuple[tuple[str, ...], str], int] = {}
    for row, inside in people:
        key = ((row,), "*" + "".join("01"[inside[text]] for text in selections))
        found[key] = found.get(key, 0) + 1
    return found


def published(people: People, order: list[str], exact: bool = False) -> tuple[Register, list[str]]:
    """The rows of these selections as a gate tells them, one after the other; and which were refused."""
    register, refused, gate = Register("network"), [], Gate(T)
    for selection in order:
        inside = [row for row, member in people if not selection or member[selection]]
        rows = tuple(
            ToldRow((row,), *((n, n) if exact else gate.around(gate.rounded(n))))
            for row in sorted(set(inside))
            if (n := inside.count(row)) >= T
        )
        table = Passed("partners", len(rows), 0, "", whose=PARTNER, rows=rows)
        out = LetOut("s1 partners", selection, table, (len(inside), len(inside)))
        known = list(told_before(register.releases))
        known += [selection] if selection and selection not in known else []
        release = release_of(str(len(register.releases) + 1), out, counted(people, known), known, T, register.releases)
        if register.consider(release).passed:
            register = Register("network", (*register.releases, release))
        else:
            refused.append(selection)
    return register, refused


def group(n: int, row: str = "p", a: bool = False, b: bool = False) -> People:
    return [(row, {A: a, B: b})] * n


def test_a_selection_is_written_down_and_read_back() -> None:
    for one in (
        Selection(),
        Selection((("law", "Wmo"), ("law", "Jeugdwet")), Period(date(2024, 1, 1), None), "active"),
        Selection(period=Period(None, date(2024, 3, 31))),
    ):
        assert str(selection_of(text_of(one))) == str(one)


def test_exact_numbers_that_leave_three_people_between_them_are_refused_together() -> None:
    people = group(20, a=True, b=True) + group(3, a=True) + group(40)
    for order in ([A, B], [B, A], ["", A, B]):
        register, refused = published(people, order, exact=True)
        assert refused == [order[-1]]
        assert len(register.releases) == len(order) - 1


def test_what_does_not_differ_by_a_small_group_may_go_out() -> None:
    people = group(20, a=True, b=True) + group(9, a=True) + group(40)
    assert published(people, ["", A, B, A], exact=True)[1] == []


def test_rounding_that_leaves_a_group_open_is_enough() -> None:
    people = group(20, a=True, b=True) + group(3, a=True) + group(40)
    assert published(people, ["", A, B])[1] == []


def test_three_rounded_numbers_may_pin_what_two_leave_open() -> None:
    """The whole is told exactly, and so is the selection: what is left is small."""
    people = group(21, a=True) + group(3)
    register, refused = published(people, ["", A], exact=True)
    assert refused == [A]
    assert [one.population for one in register.releases] == ["s1 partners"]


def test_the_attack_finds_what_trying_everything_finds() -> None:
    """Of random people in two selections: the interval of each group is that of all people that fit what was told."""
    random, tried = Random(6), 0  # noqa: S311
    for _ in range(plenty(10, 100)):
        sizes = {signs: random.choice((0, 1, 2, 3, 6, 9)) for signs in product("01", repeat=2)}
        people = [each for (a, b), n in sizes.items() for each in group(n, a=a == "1", b=b == "1")]
        register, _ = published(people, ["", A, B])
        if len(register.releases) < 3 or not all(one.told for one in register.releases):
            continue
        leaves = list(register.releases[-1].dimensions[1].leaves)
        bounds = {
            text: (each.low, each.high)
            for one, text in zip(register.releases, ("", A, B), strict=True)
            for each in one.told
        }
        tried += 1
        fits = np.indices((24,) * len(leaves)).reshape(len(leaves), -1)
        for text, (low, high) in bounds.items():
            totals = _sum(leaves, fits, text)
            fits = fits[:, (low <= totals) & (totals <= high)]
        found = intervals(register.releases, [(len(register.releases) - 1, ("p", leaf)) for leaf in leaves])
        for at, leaf in enumerate(leaves):
            seen = found[len(register.releases) - 1, ("p", leaf)]
            assert seen.low == fits[at].min()
            assert min(seen.high, 23) == fits[at].max()
    assert tried > 5


def _sum(leaves: list[str], ways: npt.NDArray[np.int_], text: str) -> npt.NDArray[np.int_]:
    """How many people each way has in a selection. ways: people of leaf × way."""
    place = {"": 0, A: 1, B: 2}[text]
    found: npt.NDArray[np.int_] = ways[[not place or leaf[place] == "1" for leaf in leaves]].sum(axis=0)
    return found


def test_it_keeps_why_rows_are_hidden_and_reads_it_back(tmp_path: Path) -> None:
    people = group(20, "p", a=True) + group(20, "q") + group(3, "r", a=True) + group(2, "q", a=True)
    register, _ = published(people, [A])
    release = register.releases[0]
    assert {(each.key[0], each.why) for each in release.untold} == {
        ("q", "few"),
        ("\N{HORIZONTAL ELLIPSIS}small", "few"),
    }
    write_register(tmp_path / "r.jsonl", register)
    assert read_register(tmp_path / "r.jsonl", "network") == register
    assert (tmp_path / "r.jsonl").stat().st_mode & 0o777 == 0o600


def test_what_is_told_and_what_is_counted_must_agree() -> None:
    out = LetOut(
        "s1 partners", "", Passed("partners", 1, 0, "", whose=PARTNER, rows=(ToldRow(("p",), 30, 34),)), (40, 40)
    )
    with pytest.raises(Untrue):
        release_of("", out, {(("p",), "*"): 29}, (), T)


def test_a_table_whose_people_are_unknown_is_no_table_to_publish() -> None:
    view = PassedView("", (10, 10), (Passed("new", 1, 0, "", rows=(ToldRow(("p",), 5, 9),)),))
    with pytest.raises(ValueError, match="whose"):
        tables_of(view, "s1")


def square(cells: Mapping[tuple[str, ...], int], names: str = "ABC") -> Release:
    """The map of people who take each step once: from START over one or more steps to their end."""
    gate = Gate(T)
    out = {step: sum(n for key, n in cells.items() if key[0] == step) for step in names}
    into = {step: sum(n for key, n in cells.items() if key[1] == step) for step in names}
    people: dict[tuple[str, ...], int] = {(step,): max(out[step], into[step]) for step in names}
    counts: dict[str, Mapping[tuple[str, ...], int]] = {
        "activities": people,
        "edges": cells,
        "starts": {(step,): people[(step,)] - into[step] for step in names if people[(step,)] > into[step]},
        "ends": {(step,): people[(step,)] - out[step] for step in names if people[(step,)] > out[step]},
    }
    tables = []
    for name, residents in counts.items():
        rows = tuple(ToldRow(key, *gate.around(gate.rounded(n))) for key, n in residents.items() if n >= T)
        columns = ("activity", "next_activity") if name == "edges" else ("activity",)
        tables.append(Passed(name, len(rows), 0, "", whose=Whose("steps", columns), rows=rows))
    found = square_of(PassedView("", (0, 99), tuple(tables)), "s1")
    assert found is not None
    return release_of_square("map", found, counts, T)


def test_the_dense_square_is_found_in_a_map() -> None:
    """Of the 2 who went from A to D a reader finds that they are 0, 1 or 2, as each number was rounded to 5."""
    dense = square({("A", "C"): 4, ("A", "D"): 2, ("B", "C"): 9, ("B", "D"): 5}, "ABCD")
    problem = Register("network").consider(dense).problems[0]
    assert problem.code == "release_exposed"
    assert problem.column == "A · D"


def test_a_map_with_room_may_go_out() -> None:
    wide = square(
        {("A", "C"): 4, ("A", "D"): 63, ("B", "C"): 28, ("B", "D"): 44, ("A", "E"): 57, ("B", "E"): 31}, "ABCDE"
    )
    assert Register("network").consider(wide).passed

"""A scenario is read against a model, refused with what would do, and comes down to rows of week, who, key, value."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from schakel.chain.problem import Refusal
from schakel.report.terminal import problem_sentence
from schakel.simulation.levers import lever
from schakel.simulation.model.handover import Handover
from schakel.simulation.model.quantity import given
from schakel.simulation.scenario import (
    Change,
    Decision,
    Scenario,
    causes,
    check_scenario,
    decisions,
    read_scenario,
    subset,
)
from schakel.simulation.target import own_number, targets
from schakel.texts import LANGUAGES
from unit.simulation.model.model_example import MODEL

TEXT = """\
name = "Dropout"

[[change]]
cause = "care loses people"
from_week = 10
to_week = 36
who = "Care"
key = "partner.people"
value = "-40%"

[[change]]
cause = "threshold"
who = "*"
key = "municipality.threshold"
value = 2.25

[[change]]
cause = "threshold"
from_week = 13
who = "Aa"
key = "municipality.admission"
value = "heavy_only"
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "dropout.toml"
    path.write_text(text, encoding="utf-8")
    return path


def made(*changes: Change) -> tuple[Decision, ...]:
    """The decisions of changes that were checked."""
    scenario = Scenario("made", changes)
    check_scenario(scenario, MODEL)
    return decisions(scenario, MODEL)


def people(cause: str, start: float, end: float | None, value: float | str) -> Change:
    return Change(cause, start, end, "Care", "partner.people", value)


def test_a_scenario_is_read_and_comes_down_to_rows(tmp_path: Path) -> None:
    scenario = read_scenario(write(tmp_path, TEXT), MODEL)
    assert scenario.name == "Dropout"
    assert scenario.changes[0] == people("care loses people", 10, 36, "-40%")
    assert causes(scenario) == ("care loses people", "threshold")
    assert decisions(scenario, MODEL) == (
        Decision(0, "Aa", "municipality.threshold", 2.25, "threshold"),
        Decision(0, "Bee", "municipality.threshold", 2.25, "threshold"),
        Decision(10, "Care", "partner.people", 6, "care loses people"),
        Decision(13, "Aa", "municipality.admission", 2, "threshold"),
        Decision(36, "Care", "partner.people", 10, "care loses people"),
    )


def test_a_scenario_without_changes_is_the_model_as_it_is(tmp_path: Path) -> None:
    scenario = read_scenario(write(tmp_path, 'name = "As agreed"\n'), MODEL)
    assert decisions(scenario, MODEL) == ()
    assert causes(scenario) == ()


def test_a_subset_keeps_order_and_knows_its_causes(tmp_path: Path) -> None:
    scenario = read_scenario(write(tmp_path, TEXT), MODEL)
    assert subset(scenario, ["threshold"]).changes == scenario.changes[1:]
    assert subset(scenario, []).changes == ()
    assert subset(scenario, causes(scenario)) == scenario
    with pytest.raises(ValueError, match="no cause"):
        subset(scenario, ["thresold"])


@pytest.mark.parametrize(
    ("value", "number"), [("+10%", 11), ("-2,5 %", 9.75), ("x0.6", 6), ("×2", 20), ("-100%", 0), (8, 8), (0, 0)]
)
def test_a_value_may_be_a_number_or_relative_to_the_model(value: float | str, number: float) -> None:
    assert made(people("one", 1, None, value))[0].value == pytest.approx(number)


def test_relative_changes_that_overlap_multiply() -> None:
    found = made(people("one", 0, 20, "-50%"), people("two", 10, 30, "x0.5"))
    assert [(one.week, one.value, one.cause) for one in found] == [
        (0, 5, "one"),
        (10, 2.5, "two"),
        (20, 5, "one"),
        (30, 10, "two"),
    ]


def test_of_absolute_changes_that_overlap_the_later_one_wins() -> None:
    late, early = people("late", 10, 20, 3), people("early", 0, 30, 7)
    expected = [(0, 7, "early"), (10, 3, "late"), (20, 7, "late"), (30, 10, "early")]
    for changes in ((late, early), (early, late)):
        assert [(one.week, one.value, one.cause) for one in made(*changes)] == expected
    same = made(people("first", 5, None, 3), people("second", 5, None, 4))
    assert [(one.value, one.cause) for one in same] == [(4, "second")]


def test_a_relative_change_works_on_an_absolute_one_in_force() -> None:
    found = made(people("number", 5, 15, 8), people("part", 0, None, "-50%"))
    assert [(one.week, one.value) for one in found] == [(0, 5), (5, 4), (15, 5)]


def test_one_that_begins_when_another_ends_gives_one_row() -> None:
    found = made(people("one", 0, 10, 3), people("two", 10, None, 4))
    assert [(one.week, one.value, one.cause) for one in found] == [(0, 3, "one"), (10, 4, "two")]


def test_a_product_stays_within_the_bounds() -> None:
    changes = [Change(cause, 0, None, "youth", "type.inflow", 4) for cause in ("a",)]
    changes += [Change("b", 0, None, "youth", "type.inflow", "x5"), Change("c", 0, None, "youth", "type.inflow", "x2")]
    assert made(*changes)[0].value == lever("type.inflow").high


def test_rows_of_one_week_stand_in_the_order_of_the_file() -> None:
    found = made(
        Change("a", 5, None, "Help", "stage.duration", 1.1),
        Change("b", 5, None, "Aa", "municipality.budget", "+10%"),
        Change("c", 0, 5, "Intake", "stage.norm", 2),
    )
    assert [one.cause for one in found] == ["c", "a", "b", "c"]


@pytest.mark.parametrize(
    ("key", "who", "found"),
    [
        ("handover.lost", "Team > Care", ["Team > Care"]),
        ("handover.lost", "* > Care", ["Team > Care"]),
        ("handover.lost", "* > *", ["Team > Care", "Care > Team"]),
        ("handover.lost", "*", ["Team > Care", "Care > Team"]),
        ("handover.lost", "Team > Team", []),
        ("handover.lost", "Team", []),
        ("contract.price", "Care / Aa / *", ["Care / Aa / *"]),
        ("contract.price", "Care", ["Care / Aa / *", "Care / Bee / *"]),
        ("contract.price", "* / Bee / *", ["Care / Bee / *", "Team / Bee / *"]),
        ("contract.price", "Care / Aa / Help", []),
        ("contract.price", "Care / Aa / * / *", []),
        ("model.fragmentation", "", [""]),
        ("model.fragmentation", "Small", [""]),
        ("model.fragmentation", "Aa", []),
        ("stage.norm", "*", ["Intake", "Help", "Stay"]),
        ("stage.norm", "Aa", []),
    ],
)
def test_whom_a_change_is_about(key: str, who: str, found: list[str]) -> None:
    assert list(targets(lever(key).of, who, MODEL)) == found


def test_the_model_s_own_numbers() -> None:
    general = (Handover(lost=given(0.3)), *MODEL.handovers, Handover("", "Care", lost=given(0.2)))
    model = replace(MODEL, handovers=general)
    assert own_number(lever("handover.lost"), "Team > Care", model) == 0.1
    assert own_number(lever("handover.lost"), "Care > Team", model) == 0.3
    assert own_number(lever("handover.kept"), "Care > Team", MODEL) == 1
    assert own_number(lever("municipality.admission"), "Aa", MODEL) == 1
    assert own_number(lever("stage.priority"), "Help", MODEL) == 1
    assert own_number(lever("partner.intake"), "Care", MODEL) == 1
    assert own_number(lever("contract.price"), "Care / Bee / *", MODEL) == 900
    assert own_number(lever("contract.price"), "Team / Bee / *", MODEL) == 100_000, "by population"


REFUSED = [
    ('name = "Dropout"\n', "", 'dropout.toml, TOML: name is missing. Add a line: name = "...".'),
    (
        "from_week = 10",
        "form_week = 10",
        "change 1 (care loses people): 'form_week' is not known here. Did you mean: from",
    ),
    ("from_week = 10", "from_week = 52", "from_week: week 52 does not fall within the model. Allowed: 0 – 51."),
    ("from_week = 10", "from_week = -1", "from_week: week -1 does not fall within the model."),
    ("from_week = 10", 'from_week = "soon"', "from_week: soon is not possible here. Allowed: 1.5."),
    (
        "to_week = 36",
        "to_week = 10",
        "to_week: week 10 is not after the week in which the change begins. Allowed: > 10.",
    ),
    ("to_week = 36", "to_week = false", "to_week: False is not possible here."),
    (
        'who = "Care"',
        'who = "Car"',
        "change 1 (care loses people), who: 'Car' is not in the model. Did you mean: Care?",
    ),
    ('who = "Care"\n', "", 'change 1 (care loses people): who is missing. Add a line: who = "...".'),
    ('who = "Care"', 'who = "Intake"', "who: 'Intake' is not in the model. Did you mean: Team, Care?"),
    ('key = "partner.people"', 'key = "partner.poeple"', "key: 'partner.poeple' cannot be changed while"),
    ('key = "partner.people"', 'key = "partner.poeple"', "Did you mean: partner.people?"),
    ('cause = "care loses people"', 'cause = ""', 'change 1: cause is missing. Add a line: cause = "...".'),
    ('"-40%"', '"-40"', 'value: -40 is not possible here. Allowed: 8 | "+10%" | "-40%" | "x0.6".'),
    ('"-40%"', "[1, 2]", "value: [1, 2] is not possible here."),
    ('"-40%"', '"-140%"', "value: -140% = -4 is outside the bounds. Allowed: 0 – 100000 (fte)."),
    ('"-40%"', "-4", "value: -4 is outside the bounds. Allowed: 0 – 100000 (fte)."),
    ("2.25", "12", "change 2 (threshold), value: 12 is outside the bounds. Allowed: -3 – 6."),
    ('"heavy_only"', '"heavy"', 'value: heavy is not possible here. Allowed: "continue" | "waitlist" | "heavy_only".'),
    ('"heavy_only"', "1.5", "value: 1.5 is not a whole number. Allowed: whole numbers, 0 – 2."),
    ('"heavy_only"', '"+10%"', "value: here +10% has no meaning. Give the number itself."),
    (
        'who = "Care"\nkey = "partner.people"',
        'who = "Care"\nkey = "partner.absence"',
        "and that is 0, so nothing would",
    ),
]


@pytest.mark.parametrize(("old", "new", "expected"), REFUSED, ids=[new[:30] + said[:8] for _, new, said in REFUSED])
def test_what_does_not_fit_is_refused_in_both_languages(old: str, new: str, expected: str, tmp_path: Path) -> None:
    assert old in TEXT
    with pytest.raises(Refusal) as refusal:
        read_scenario(write(tmp_path, TEXT.replace(old, new, 1)), MODEL)
    said = {lang: problem_sentence(refusal.value.problems[0], lang) for lang in LANGUAGES}
    assert refusal.value.total == 1
    assert expected in said["en"]
    assert not any(re.search(r"\{[a-z_]+(:[a-z]+)?\}", sentence) for sentence in said.values())
    assert said["nl"] != said["en"]


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    text = TEXT.replace("Care", "Car").replace("2.25", "12").replace("heavy_only", "heavy")
    with pytest.raises(Refusal) as refusal:
        read_scenario(write(tmp_path, text), MODEL)
    assert [one.code for one in refusal.value.problems] == ["scenario_who", "scenario_bounds", "scenario_value"]


def test_a_contract_that_nobody_has_is_refused(tmp_path: Path) -> None:
    text = 'name = "x"\n[[change]]\ncause = "c"\nwho = "Team / Aa / Help"\nkey = "contract.cap"\nvalue = 5\n'
    with pytest.raises(Refusal) as refusal:
        read_scenario(write(tmp_path, text), replace(MODEL, contracts=()))
    assert refusal.value.problems[0].code == "scenario_who"


@pytest.mark.parametrize("text", ["name = ", "name = 'a'\nchange = 5\n", "x = [" * 3000])
def test_what_is_no_scenario_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal):
        read_scenario(write(tmp_path, text), MODEL)


def test_a_lever_of_the_model_needs_no_who(tmp_path: Path) -> None:
    text = 'name = "x"\n[[change]]\ncause = "c"\nkey = "model.publish_every"\nvalue = "x2"\n'
    scenario = read_scenario(write(tmp_path, text), MODEL)
    assert decisions(scenario, MODEL) == (Decision(0, "", "model.publish_every", 26, "c"),)


def test_a_scenario_made_by_a_program_is_checked_as_well() -> None:
    for change in (people("", 0, None, 5), people("c", 0, None, float("nan")), people("c", 0, None, float("inf"))):
        with pytest.raises(Refusal):
            check_scenario(Scenario("made", (change,)), MODEL)

"""What is wrong with a model is told all at once, with the place, what was found and what is allowed."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from schakel.chain.problem import SHOWN, Problem, Refusal
from schakel.report.terminal import problem_sentence
from schakel.simulation.model.checks import check_model
from schakel.simulation.model.model_file import read_model
from schakel.simulation.model.quantity import Quantity, given
from schakel.simulation.model.reach import reached, routes_from
from schakel.simulation.model.route import Route
from schakel.texts import LANGUAGES
from unit.simulation.model.model_example import MODEL, TEXT, with_stage

UP = 'is_up = true\n\n[[route]]\nstage = "Help"\nto = "Stay"\n'
# What is changed in the text, into what, and what is then said in English.
FIELDS = [
    ('name = "Small"', "name = 5", 'small.toml, [model], name: 5 is not possible here. Allowed: "...".'),
    ("weeks = 52", "weeks = 52.5", "small.toml, [model], weeks: 52.5 is not possible here. Allowed: 1."),
    ("weeks = 52\n", "week = 52\n", "small.toml, [model]: 'week' is not known here. Did you mean: weeks?"),
    ("start = 2026-01-05\n", "", "small.toml, [model]: start is missing. Add a line: start = 2026-01-01."),
    ("start = 2026-01-05", 'start = "soon"', "[model], start: soon is not possible here. Allowed: 2026-01-01."),
    ("format = 1", "format = 2", "this file has format 2. This version of Schakel reads up to format 1."),
    ("format = 1", 'format = "1"', "small.toml, [model], format: 1 is not possible here."),
    ("[[solidarity]]", "[[solidarty]]", "small.toml, TOML: 'solidarty' is not known here. Did you mean: solidarity?"),
    ("[[solidarity]]", "[solidarity]", "[[solidarity]], solidarity: {'rule'"),
    (
        'form = "task"',
        'form = "lump"',
        "contract 2 (Team), form: lump is not possible here. Allowed: effort, output, task.",
    ),
    ("people = 5", "people = true", "partner 1 (Team), people: True is not possible here. Allowed: 1.5 | {value"),
    ("people = 5", "people = nan", "partner 1 (Team), people: nan is not possible here."),
    ("people = 5", "people = {low = 4, high = 6}", "partner 1 (Team), people: {'low': 4, 'high': 6} is not possible"),
    ("people = 5", "people = {value = 5, lo = 4}", "partner 1 (Team), people: lo is not possible here."),
    (
        "people = 5",
        'people = {value = 5, source = "guess"}',
        "people: guess is not possible here. Allowed: given, data",
    ),
    ("people = 5", "people = -5", "people: -5 is not possible here. Allowed: >= 0."),
    ("people = 5", "people = {value = 5, low = 6, high = 7}", "people: low, value and high are 6, 5, 7."),
    ("absence = 0.05", "absence = 1.5", "partner 1 (Team), absence: 1.5 is not possible here. Allowed: 0 – 1."),
    ("absence = 0.05", "absence = {value = 0.5, low = 0, high = 1.5}", "absence: 1.5 is not possible here."),
    ("leaving = 0.01", "leaving = -0.01", "stage 1 (Intake), leaving: -0.01 is not possible here. Allowed: >= 0."),
    ("durations = {Help = 0.8}", "durations = {Help = -1}", "durations: -1 is not possible here. Allowed: >= 0."),
    ("factors = {Bee = 1.5}", "factors = 1.5", "type 1 (youth), factors: 1.5 is not possible here."),
    ("factors = {Bee = 1.5}", "season = [1, 1]", "type 1 (youth), season: there are 2 numbers. Allowed: 12."),
    (
        "duration = [10, 15, 20, 30]",
        "duration = [10, 15]",
        "stage 2 (Help), duration: there are 2 numbers. Allowed: 1, 4.",
    ),
    ("severity = [0.4, 0.3, 0.2, 0.1]", "severity = 1", "severity: there are 1 numbers. Allowed: 4."),
    (
        'stages = ["Intake"]',
        'stages = ["Intake", 5]',
        'partner 1 (Team), stages: 5 is not possible here. Allowed: "...".',
    ),
    ('stages = ["Intake"]\n', "", 'partner 1 (Team): stages is missing. Add a line: stages = ["...", ...].'),
    ("line = 0", "line = 4", "stage 1 (Intake), line: 4 is not possible here. Allowed: 0 – 3."),
    ("line = 0", "is_help = 1", "stage 1 (Intake), is_help: 1 is not possible here. Allowed: true, false."),
    ("table = [1, 10, 100.5]", "table = [1, true]", "stage 3 (Stay), table: True is not possible here."),
]
TOGETHER = [
    ('start = "Intake"', 'start = "Intak"', "type 1 (youth), start: 'Intak' is not known. Did you mean: Intake?"),
    ('start = "Intake"', 'start = ""', 'type 1 (youth): start is missing. Add a line: start = "...".'),
    ("factors = {Bee = 1.5}", "factors = {bee = 1.5}", "factors: 'bee' is not known. Did you mean: Bee?"),
    ("factors = {Bee = 1.5}", "companions = {adult = 1}", "companions: 'adult' is not known. Did you mean: youth?"),
    ("durations = {Help = 0.8}", "durations = {Halp = 1}", "type 1 (youth), durations: 'Halp' is not known. Did"),
    ('stages = ["Intake"]', 'stages = ["Intake"]\nhelps = {Halp = 0}', "partner 1 (Team), helps: 'Halp' is not known."),
    ('stages = ["Intake"]', 'stages = ["Intake"]\nhelps = {Help = 0}', "Help is not a stage that this partner does."),
    ('escalates_to = "Stay"\n', 'escalates_to = "Crisis"\n', "escalates_to: 'Crisis' is not known."),
    ('escalates_to = "Stay"\n', "", "stage 1 (Intake), escalates: who leaves has a chance of 0.5 to go to heavier"),
    ('to = "Help"', 'to = "Halp"', "route 1 (Intake > Halp), to: 'Halp' is not known. Did you mean: Help?"),
    ("is_up = true", 'type = "old"\nis_up = true', "route 4 (Help > Stay), type: 'old' is not known."),
    ('next_partner = "Care"', 'next_partner = "Car"', "handover 1 (Team > Car), next_partner: 'Car' is not known."),
    ("kept = 0.8", 'broker = "Nobody"', "handover 1 (Team > Care), broker: 'Nobody' is not known."),
    ('municipalities = ["Aa", "Bee"]', 'municipalities = ["Ab"]', "solidarity 1 (pool), municipalities: 'Ab' is not"),
    ('stages = ["Intake"]', 'stages = ["Intakes"]', "partner 1 (Team), stages: 'Intakes' is not known."),
    ('name = "Bee"', 'name = "Aa"', "name: Aa stands there twice; the first is municipality 1 (Aa)."),
    ('name = "Bee"', 'name = "A > a"', "municipality 2 (A > a), name: 'A > a' cannot be a name."),
    ('name = "Bee"', 'name = ""', "municipality 2, name: '' cannot be a name."),
    ('name = "Bee"', 'name = "*"', "name: '*' cannot be a name."),
    ('name = "Stay"', 'name = "end"', "stage 3 (end), name: 'end' cannot be a name."),
    ("share = 0.75", "share = 0.7", "route (Intake), share: the shares add up to 0.95. They must add up to 1."),
    ("[0.4, 0.3, 0.2, 0.1]", "[0.4, 0.3, 0.2, 0.2]", "type 1 (youth), severity: the shares add up to 1.1."),
    ("households = [0.75, 0.25]", "households = [0.75, 0.2]", "type 1 (youth), households: the shares add up to 0.95."),
    ("every = 2", "every = 0", "stage 1 (Intake), every: 0 is not possible here. Allowed: > 0."),
    ("places = 4", "places = 0", "stage 1 (Intake), places: 0 is not possible here. Allowed: > 0."),
    ("places = 4", "at = [1, 0.5]", "stage 1 (Intake), at: the moments of meetings are 1, 0.5."),
    ("places = 4", "at = [1, 3]", "stage 1 (Intake), at: the moments of meetings are 1, 3."),
    ("table = [1, 10, 100.5]", "table = [1]", "stage 3 (Stay), table: there are 1 points. Allowed: two or more"),
    ("table = [1, 10, 100.5]", "table = [1, 10, 9]", "stage 3 (Stay), table: there are 3 points."),
    ("is_up = true", "is_up = true\nshare = 0.5", "route 4 (Help > Stay), share: a route with is_up has no share"),
    ('rule = "pool"', 'rule = "pool"\ndeductible = 0.5', "solidarity 1 (pool), ceiling: the ceiling 0.3 lies below"),
    ('price = 900\nmunicipality = ""', 'price = 900\nmunicipality = "C"', "municipality: 'C' is not known."),
    ('price = 900\nmunicipality = ""\nstage = ""', 'price = 900\nstage = "Intake"', "(Care), stage: Intake is not"),
    ('partner = "Team"\nform', 'partner = ""\nform', "contract 2: partner is missing."),
    ('partner = "Team"\nform', 'partner = "Care"\nform', "contract 2 (Care), partner: Care / * / * stands there twice"),
    ("is_up = true", UP + "is_up = true", "route 5 (Help > Stay), is_up: an earlier row has the same type"),
    ('[[route]]\nstage = "Stay"\nto = "end"', '[[route]]\nstage = "Stay"\nto = "Stay"', "in 'Stay' never reaches"),
    ('\n[[route]]\nstage = "Stay"\nto = "end"\nshare = 1\n', "", "come to 'Stay', and no route tells where"),
    ('stages = ["Help", "Stay"]', 'stages = ["Help"]', "clients from 'Aa' can come to 'Stay', and no"),
    ('stages = ["Intake"]', 'stages = ["Intake"]\nmunicipalities = ["Aa"]', "clients from 'Bee' can come to 'Intake'"),
]  # fmt: skip
CASES = [*FIELDS, *TOGETHER]


def problems(text: str, folder: Path) -> Refusal:
    path = folder / "small.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal) as refusal:
        read_model(path)
    return refusal.value


def clean(problem: Problem) -> str:
    """The English sentence, when both languages say it whole."""
    said = {lang: problem_sentence(problem, lang) for lang in LANGUAGES}
    for sentence in said.values():
        assert not re.search(r"\{[a-z_]+(:[a-z]+)?\}", sentence), sentence
        assert not re.search("  | ,|: [.]", sentence), sentence
    assert said["nl"] != said["en"]
    return said["en"]


@pytest.mark.parametrize(("old", "new", "expected"), CASES, ids=[f"{new[:40]}" for _, new, _ in CASES])
def test_it_is_refused_with_place_value_and_what_is_allowed(old: str, new: str, expected: str, tmp_path: Path) -> None:
    assert TEXT.count(old) >= 1, old
    refusal = problems(TEXT.replace(old, new, 1), tmp_path)
    assert expected in clean(refusal.problems[0])
    assert refusal.problems[0].file == "small.toml"


def test_all_is_told_at_once_and_the_first_twenty_are_shown(tmp_path: Path) -> None:
    rows = "".join(f'\n[[municipality]]\nname = "M{turn}"\npopulation = -1\nbudgt = 5\n' for turn in range(15))
    refusal = problems(TEXT + rows, tmp_path)
    assert refusal.total == 30
    assert len(refusal.problems) == SHOWN
    assert {problem.code for problem in refusal.problems} == {"model_key", "model_bounds"}


@pytest.mark.parametrize("text", ["", "[model]\n", "[[model]]\n", "model = 5\n"])
def test_an_empty_file_says_what_is_needed(text: str, tmp_path: Path) -> None:
    refusal = problems(text, tmp_path)
    codes = [problem.code for problem in refusal.problems]
    assert codes.count("model_table_empty") == 5
    assert codes.count("model_field_missing") == 2
    assert all(map(clean, refusal.problems))


@pytest.mark.parametrize(
    "text", ["x = [" * 3000, "x = " + "9" * 5000, "name = 'a\x00'", "[[stage]]\n[stage]\n", "a = 1\na = 2"]
)
def test_what_is_not_toml_is_refused(text: str, tmp_path: Path) -> None:
    assert problems(text, tmp_path).problems[0].code in ("toml_broken", "toml_key_double")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        read_model(tmp_path / "none.toml")
    assert refusal.value.problems[0].code == "toml_missing"


def test_a_number_of_a_person_is_not_repeated(tmp_path: Path) -> None:
    said = clean(problems(TEXT.replace('start = "Intake"', 'start = "999990019"'), tmp_path).problems[0])
    assert "999990019" not in said
    assert "999999999" in said


def test_more_than_eight_life_domains_are_refused() -> None:
    stage = MODEL.stages[1]
    stages = (*MODEL.stages, *(replace(stage, name=f"S{turn}", domain=f"D{turn}") for turn in range(9)))
    with pytest.raises(Refusal) as refusal:
        check_model(replace(MODEL, stages=stages))
    assert clean(refusal.value.problems[0]).startswith("Small: there are 9 life domains (D0, D1")
    check_model(replace(MODEL, stages=stages[:-1]))


@pytest.mark.parametrize(
    "number", [Quantity(float("nan"), 0, 1), Quantity(1, 0, float("inf")), Quantity(float("nan"), float("nan"), 1)]
)
def test_a_model_made_by_a_program_is_checked_as_well(number: Quantity) -> None:
    check_model(MODEL)
    with pytest.raises(Refusal) as refusal:
        check_model(with_stage(1, leaving=number))
    assert refusal.value.problems[0].code in ("model_range", "model_bounds")
    assert clean(refusal.value.problems[0])


def test_rows_of_a_type_replace_those_of_all_types_and_is_up_goes_by_itself() -> None:
    own = Route("Help", "Intake", given(1), type="youth")
    model = replace(MODEL, routes=(*MODEL.routes, own))
    assert [route.to for route in routes_from(model, "youth", "Help")] == ["Stay", "Intake"]
    assert [route.to for route in routes_from(model, "adult", "Help")] == ["Stay", "end"]


def test_where_clients_can_come() -> None:
    ways = reached(MODEL, MODEL.types[0])
    assert ways == {"Intake": ("Help", "end"), "Help": ("Stay", "end"), "Stay": ("end",)}
    direct = replace(MODEL, routes=(Route("Intake", "end", given(1)), *MODEL.routes[2:]))
    assert set(reached(direct, direct.types[0])) == {"Intake", "Stay"}, "by escalation"


def test_a_loop_that_may_end_is_allowed() -> None:
    back = (Route("Stay", "Help", given(0.5)), Route("Stay", "end", given(0.5)))
    check_model(replace(MODEL, routes=(*MODEL.routes[:4], *back)))


def test_a_stage_that_nobody_can_reach_needs_no_partner() -> None:
    check_model(replace(MODEL, stages=(*MODEL.stages, replace(MODEL.stages[1], name="Spare"))))


def test_nobody_from_there_needs_no_partner_there(tmp_path: Path) -> None:
    text = TEXT.replace('stages = ["Intake"]', 'stages = ["Intake"]\nmunicipalities = ["Aa"]')
    path = tmp_path / "small.toml"
    path.write_text(text.replace("{Bee = 1.5}", "{Bee = 0}"), encoding="utf-8")
    assert read_model(path).start == date(2026, 1, 5)

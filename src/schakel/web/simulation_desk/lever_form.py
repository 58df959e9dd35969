"""The form of a scenario, made from the registry of levers: one group of fields per change, each problem at its field.

All of the form travels in the form itself, so that it works without script and nothing half is kept anywhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import isfinite

from django.http import QueryDict

from schakel.chain.problem import Problem
from schakel.report.terminal import problem_sentence
from schakel.simulation.change import Change, note_problems
from schakel.simulation.levers import Lever, levers
from schakel.simulation.model.model import Model
from schakel.simulation.model.model_text import number as number_text
from schakel.simulation.model.row_reading import RowReading
from schakel.simulation.scenario import Scenario
from schakel.simulation.target import ANY, names_of
from schakel.texts import say, shown

MOST_CHANGES = 40
FIELDS = ("cause", "who", "from_week", "to_week", "value")
NOUNS = ("partner", "handover", "stage", "municipality", "type", "contract", "model")


@dataclass(frozen=True)
class Row:
    """One change as it was typed. errors: sentences by field."""

    key: str
    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def lever(self) -> Lever:
        """What it changes."""
        return levers()[self.key]


@dataclass(frozen=True)
class Option:
    """A line of a list to choose from."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True)
class ShownField:
    """A field as the template shows it. options: none for what is typed. error: "" if it is fine."""

    name: str
    id: str
    label: str
    help: str
    value: str
    error: str
    options: tuple[Option, ...] = ()
    numeric: bool = False
    required: bool = False


@dataclass(frozen=True)
class ShownRow:
    """A change as the template shows it."""

    number: int
    key: str
    title: str
    about: str
    fields: tuple[ShownField, ...]


def rows_of(form: QueryDict) -> list[Row]:
    """The changes that the form holds, in order; what is no lever is left out."""
    found = []
    for number in form.getlist("row")[:MOST_CHANGES]:
        key = form.get(f"c{number}-key", "")
        if key in levers():
            found.append(Row(key, {name: form.get(f"c{number}-{name}", "").strip() for name in FIELDS}))
    return found


def row_of(change: Change) -> Row:
    """The row that would make this change."""
    value = change.value if isinstance(change.value, str) else number_text(change.value)
    until = "" if change.to_week is None else number_text(change.to_week)
    told = (change.cause, change.who, number_text(change.from_week), until, value)
    return Row(change.key, dict(zip(FIELDS, told, strict=True)))


def new_row(key: str, lang: str) -> Row:
    """A fresh change of this lever, for all and from the start."""
    who = "" if levers()[key].of == "model" else ANY
    told = (say(f"{levers()[key].text}.name", lang), who, "0", "", "")
    return Row(key, dict(zip(FIELDS, told, strict=True)))


def read_rows(rows: Iterable[Row], model: Model, lang: str) -> tuple[list[Row], list[Change]]:
    """The rows with their problems, and the changes; the changes count only where no row has a problem."""
    told, changes = [], []
    for number, row in enumerate(rows, 1):
        change, errors = _change(row, lang)
        if change is not None:
            reading = RowReading(say("simulation_desk.form.scenario", lang))
            note_problems(reading, say("simulation_desk.form.change", lang, n=number), change, model)
            errors = {problem.column: _at_field(problem, lang) for problem in reversed(reading.problems)}
            changes.append(change)
        told.append(replace(row, errors=errors))
    return told, changes


def scenario_of_rows(name: str, changes: Iterable[Change]) -> Scenario:
    """The scenario that they make."""
    return Scenario(name.strip(), tuple(changes))


def shown_rows(rows: Iterable[Row], model: Model, lang: str) -> list[ShownRow]:
    """The rows for the template."""
    return [
        ShownRow(
            number,
            row.key,
            say(f"{row.lever.text}.name", lang),
            say(f"{row.lever.text}.about", lang),
            tuple(
                _field(row, name, number, model, lang) for name in FIELDS if name != "who" or row.lever.of != "model"
            ),
        )
        for number, row in enumerate(rows, 1)
    ]


def lever_groups(lang: str) -> list[tuple[str, list[Option]]]:
    """All levers by what they belong to, to add one."""
    return [
        (
            say(f"simulation_desk.noun.{noun}", lang),
            [Option(one.key, say(f"{one.text}.name", lang)) for one in levers().values() if one.of == noun],
        )
        for noun in NOUNS
    ]


def bounds(lever: Lever, lang: str) -> str:
    """The unit and the bounds of a lever in words."""
    unit = say(f"simulation.unit.{lever.unit}", lang)
    low, high = shown(lever.low, "number", lang), shown(lever.high, "number", lang)
    key = "whole" if lever.is_whole else "bounds"
    return say(f"simulation_desk.form.{key}", lang, low=low, high=high, unit=unit)


def word_of(lever: Lever, word: str, lang: str) -> str:
    """A word of a lever as people say it."""
    return say(f"simulation_desk.word.{word}", lang)


def _change(row: Row, lang: str) -> tuple[Change | None, dict[str, str]]:
    errors: dict[str, str] = {}
    weeks: dict[str, float | None] = {}
    for name in ("from_week", "to_week"):
        found = _plain(row.values[name])
        if row.values[name] and found is None:
            errors[name] = _told(Problem("workbench_simulation_week", value=row.values[name][:20]), lang)
        weeks[name] = found
    for name in ("cause", "value"):
        if not row.values[name]:
            errors[name] = _told(Problem("workbench_simulation_empty"), lang)
    if errors:
        return None, errors
    typed = _plain(row.values["value"])
    value = row.values["value"] if typed is None else typed
    who = "" if row.lever.of == "model" else row.values["who"]
    return Change(row.values["cause"], weeks["from_week"] or 0, weeks["to_week"], who, row.key, value), {}


def _plain(text: str) -> float | None:
    """A number with a point or a comma; None for anything else, signed ones for a relative form included."""
    try:
        found = float(text.replace(",", "."))
    except ValueError:
        return None
    return found if isfinite(found) else None


def _told(problem: Problem, lang: str) -> str:
    return problem_sentence(problem, lang)


def _at_field(problem: Problem, lang: str) -> str:
    """The sentence without the place that it starts with: it stands there."""
    place = str(dict(problem.more).get("place", ""))
    told = problem_sentence(problem, lang).removeprefix(f"{problem.file}, {place}, {problem.column}: ")
    return told[:1].upper() + told[1:]


def _field(row: Row, name: str, number: int, model: Model, lang: str) -> ShownField:
    lever, value = row.lever, row.values.get(name, "")
    options: tuple[Option, ...] = ()
    help_key = f"simulation_desk.form.{name}_help"
    told = say(help_key, lang, weeks=model.weeks) if name in ("from_week", "to_week") else ""
    if name == "who":
        options = _whom(lever, value, model, lang)
    elif name == "cause":
        told = say(help_key, lang)
    elif name == "value" and lever.words:
        options = tuple(Option(word, word_of(lever, word, lang), word == value) for word in lever.words)
    elif name == "value":
        relative = "" if lever.is_whole else " " + say("simulation_desk.form.relative", lang)
        told = bounds(lever, lang) + relative
    label = say(f"simulation_desk.form.{name}", lang)
    numeric = name in ("from_week", "to_week")
    return ShownField(
        f"c{number}-{name}", f"c{number}-{name}", label, told, value, row.errors.get(name, ""), options, numeric
    )


def _whom(lever: Lever, value: str, model: Model, lang: str) -> tuple[Option, ...]:
    names = list(_names(lever.of, model))
    if value and value not in names and value != ANY:
        names.append(value)
    every = Option(ANY, say("simulation_desk.form.all", lang), value == ANY)
    return (every, *(Option(name, name, name == value) for name in names))


def _names(noun: str, model: Model) -> tuple[str, ...]:
    """Single names, and for what has several sides also those with one side told."""
    single = names_of(noun, model)  # type: ignore[arg-type]  # a Noun
    if noun == "handover":
        sides = [one.split(" > ") for one in single]
        first, last = dict.fromkeys(side[0] for side in sides), dict.fromkeys(side[-1] for side in sides)
        return ("* > *", *(f"{one} > *" for one in first), *(f"* > {one}" for one in last), *single)
    if noun == "contract":
        partners = dict.fromkeys(one.split(" / ")[0] for one in single)
        return (*(f"{one} / * / *" for one in partners), *single)
    return single

"""Forms made of the list of inputs: a box per field, a few rows per list of parts, and what each is for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from schakel.chain.problem import Problem
from schakel.insight.figure import figure_names
from schakel.orchestration.governance.hat import ALL
from schakel.orchestration.inputs import Field, Noun, inputs
from schakel.orchestration.network import Network
from schakel.orchestration.sentences import form_sentence, label, noun_word, option_word, serves_sentence
from schakel.orchestration.whom_to_call import questions, steps
from schakel.report.terminal import problem_sentence
from schakel.texts import has, say
from schakel.web.orchestration_desk.posted import Values

EMPTY_ROWS = 3
WIDGETS = {
    "text": "line",
    "prose": "prose",
    "texts": "lines",
    "where": "lines",
    "ref": "one",
    "choice": "one",
    "figure": "one",
    "refs": "many",
    "date": "date",
    "yes": "yes",
    "count": "number",
    "number": "number",
    "key": "line",
}
SENTENCES = frozenset({"what", "said", "meaning", "decides", "statement", "measure"})  # of one line, but long
_STEPS = {("handover", "activity"), ("handover", "next_activity"), ("meaning", "activity")}


@dataclass(frozen=True)
class Choice:
    """A value that can be chosen, and how it is called."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Box:
    """One field as it is shown. help: which decision it serves, "" in a row (its list says it). given: a datalist."""

    name: str
    widget: str
    label: str
    help: str = ""
    needed: bool = False
    value: str = ""
    choices: tuple[Choice, ...] = ()
    error: str = ""
    given: str = ""

    @property
    def id(self) -> str:
        """Where it is on the page."""
        return "f-" + self.name.replace(".", "-")

    @property
    def chosen(self) -> bool:
        """Whether something was chosen."""
        return any(one.chosen for one in self.choices)


@dataclass(frozen=True)
class Row:
    """One part: its place from 1, and its boxes."""

    number: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class PartList:
    """A list of parts. noun: what one of them is called; explained: (label, help) of each field."""

    name: str
    label: str
    noun: str
    explained: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    error: str = ""
    widget: str = "parts"

    @property
    def id(self) -> str:
        """Where it is on the page."""
        return f"f-{self.name}"


@dataclass(frozen=True)
class Form:
    """All of it. minutes: of what is shown, parts once. errors: (id of the box, label, sentence); id "" for none."""

    kind: str
    boxes: tuple[Box | PartList, ...]
    minutes: float
    errors: tuple[tuple[str, str, str], ...]
    steps: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Maker:
    """Makes a form. values: by the names of the boxes; errors: by the same names; hidden: fields that are not asked."""

    network: Network
    lang: str
    values: Values
    errors: Mapping[str, str]
    hidden: frozenset[str] = frozenset({"key"})
    more: str = ""

    def form(self, kind: str) -> Form:
        """The form of a kind."""
        noun = inputs()[kind]
        asked = [one for one in noun.fields if one.name not in self.hidden]
        boxes = tuple(self._list(kind, one) if one.type == "parts" else self._box(kind, one, one.name) for one in asked)
        return Form(
            kind, boxes, self._minutes(noun), self._summary(boxes), steps(self.network), questions(self.network)
        )

    def _minutes(self, noun: Noun) -> float:
        own = sum(one.minutes for one in noun.fields if one.name not in self.hidden)
        parts = (inputs()[one.of] for one in noun.fields if one.of and one.name not in self.hidden)
        return own + sum(f.minutes for part in parts for f in part.fields if f"{part.name}.{f.name}" not in self.hidden)

    def _summary(self, boxes: Sequence[Box | PartList]) -> tuple[tuple[str, str, str], ...]:
        found, told = [], set()
        for one in boxes:
            rows = one.rows if isinstance(one, PartList) else ()
            inner: list[Box | PartList] = [box for row in rows for box in row.boxes]
            for box in (*inner, one):
                if box.error:
                    found.append((box.id, box.label, box.error))
                    told.add(box.name)
        other = [("", "", sentence) for name, sentence in self.errors.items() if name not in told]
        return (*found, *other)

    def _list(self, kind: str, field: Field) -> PartList:
        part = inputs()[field.of]
        asked = [one for one in part.fields if f"{part.name}.{one.name}" not in self.hidden]
        rows = tuple(
            Row(n, tuple(self._box(part.name, one, f"{field.name}.{n}.{one.name}", is_part=True) for one in asked))
            for n in range(1, self._rows(field.name) + 1)
        )
        explained = tuple(
            (label(part.name, one.name, self.lang), serves_sentence(part.name, one.name, self.lang)) for one in asked
        )
        title, noun = label(kind, field.name, self.lang), noun_word(part.name, self.lang)
        return PartList(field.name, title, noun, explained, rows, self.errors.get(field.name, ""))

    def _rows(self, name: str) -> int:
        asked = self.values.get(f"rows.{name}", ["0"])[0]
        told = int(asked) if asked.isdecimal() and len(asked) < 4 else 0
        used = [int(one.split(".")[1]) for one in self.values if one.startswith(f"{name}.")]
        least = max(used, default=0) + (EMPTY_ROWS if not told else 0)
        return min(max(told, least) + (EMPTY_ROWS if self.more == name else 0), 200)

    def _box(self, kind: str, field: Field, name: str, *, is_part: bool = False) -> Box:
        given = self.values.get(name, [])
        widget = _widget(kind, field)
        hint = f"orchestration_desk.hint.{widget if widget == 'lines' else field.type}"
        told = "" if is_part else serves_sentence(kind, field.name, self.lang)
        if has(hint) and field.type in ("texts", "where"):
            told = f"{told} {say(hint, self.lang)}".strip()
        return Box(
            name=name,
            widget=widget,
            label=label(kind, field.name, self.lang),
            help=told,
            needed=field.needed and not is_part,
            value=given[0] if given else "",
            choices=self._choices(kind, field, given),
            error=self.errors.get(name, ""),
            given="steps" if (kind, field.name) in _STEPS else "",
        )

    def _choices(self, kind: str, field: Field, given: Sequence[str]) -> tuple[Choice, ...]:
        pairs = self._pairs(kind, field)
        known = {value for value, _ in pairs}
        strange = [(value, value) for value in given if value and pairs and value not in known]
        return tuple(Choice(value, said, value in given) for value, said in (*pairs, *strange))

    def _pairs(self, kind: str, field: Field) -> list[tuple[str, str]]:
        if (kind, field.name) == ("partner", "line"):
            return [(str(n), say(f"orchestration_desk.line.l{n}", self.lang)) for n in range(field.most + 1)]
        if field.type == "choice":
            return [(word, option_word(word, self.lang)) for word in field.options]
        if field.type == "figure":
            return [(name, figure_word(name, self.lang)) for name in figure_names()]
        if field.to:
            every = [(ALL, say("orchestration.all_partners", self.lang))] if field.has_all else []
            return every + [(one.key, self._called(field.to, one)) for one in self.network.items(field.to)]
        return []

    def _called(self, kind: str, item: Any) -> str:
        if kind == "hat":
            person, toward = self.network.title("person", item.person), self.network.title("partner", item.toward)
            toward = say("orchestration.all_partners", self.lang) if item.toward == ALL else toward
            capacity = option_word(item.capacity, self.lang)
            return say("orchestration_desk.hat.called", self.lang, person=person, capacity=capacity, toward=toward)
        return self.network.title(kind, item.key)


def _widget(kind: str, field: Field) -> str:
    if (kind, field.name) == ("partner", "line"):
        return "one"
    return "prose" if field.type == "text" and field.name in SENTENCES else WIDGETS[field.type]


def wrong_at(problem: Problem, lang: str) -> str:
    """What is wrong with a box, in words for who fills in a form: there "needed" wants no example."""
    if problem.code == "network_needed":
        return say("orchestration_desk.edit.fill", lang)
    known = has(f"orchestration.problem.{problem.code}")
    return form_sentence(problem, lang) if known else problem_sentence(problem, lang)


def figure_word(name: str, lang: str) -> str:
    """What a figure is called."""
    key = f"report.figure.{name}"
    return say(key if has(key) else f"orchestration_desk.figure_name.{name}", lang)

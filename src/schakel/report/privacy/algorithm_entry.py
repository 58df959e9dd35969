"""An entry for the Dutch register of algorithms (publication standard 1.0) of the model behind a simulation.

What the software is and what is in the model file is filled in. What only the organisation knows stays open, and is
asked with an id as in a DPIA, so that an answers file fills it in.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from schakel.insight.view import code_version
from schakel.report.document import Block, Document, Facts, Paragraph, Section
from schakel.report.files import put
from schakel.report.model_card import SOURCES, ModelCard, model_card
from schakel.report.model_numbers import model_numbers
from schakel.report.privacy.question import Answer, Question
from schakel.report.written import write
from schakel.simulation.model.model import Model
from schakel.simulation.model.model_text import model_text
from schakel.texts import language, say

STANDARD = "1.0"
LANGUAGE_OF = {"nl": "NLD", "en": "ENG"}
Need = Literal["required", "shown", "optional"]  # not published without it, shown as missing, left out where empty
TEXT = 2500  # characters


@dataclass(frozen=True)
class Field:
    """A field of the standard. name: as in its data; section: of its own order; most: characters."""

    name: str
    section: str
    need: Need = "shown"
    most: int = TEXT


FIELDS = (
    Field("name", "general", "required", 100),
    Field("description_short", "general", "required", 350),
    Field("organization", "general", "required", 100),
    Field("category", "general"),
    Field("status", "general", "required"),
    Field("begin_date", "general"),
    Field("end_date", "general", "optional"),
    Field("contact_email", "general", "required"),
    Field("website", "general", "optional"),
    Field("publication_category", "general", "required"),
    Field("url", "general", "optional"),
    Field("goal", "use"),
    Field("proportionality", "use"),
    Field("human_intervention", "use"),
    Field("risks", "use"),
    Field("lawful_basis", "use"),
    Field("impacttoetsen", "use"),
    Field("source_data", "working"),
    Field("methods_and_models", "working"),
    Field("provider", "working"),
    Field("publiccode", "working", "optional"),
)
KNOWN = ("name", "description_short", "goal", "human_intervention", "risks", "source_data", "methods_and_models")
SECTIONS = ("general", "use", "working")


@dataclass(frozen=True)
class AlgorithmEntry:
    """The entry of one model. answers: of the organisation, by id of the question ("register:organization")."""

    model: Model
    answers: Mapping[str, Answer] = field(default_factory=dict)

    @property
    def asked(self) -> tuple[Question, ...]:
        """What only the organisation knows; what may be left out is not asked."""
        known = (*KNOWN, "provider")
        return tuple(
            Question(f"register:{one.name}", one.section, "controller", (("field", one.name),))
            for one in FIELDS
            if one.name not in known and one.need != "optional"
        )

    @property
    def open(self) -> tuple[Question, ...]:
        """Questions without an answer."""
        return tuple(question for question in self.asked if not self._answer(question.id.partition(":")[2]))

    def values(self, lang: str) -> dict[str, str | None]:
        """Every field of the standard, None where nobody answered it yet."""
        found: dict[str, str | None] = {one.name: self._value(one.name, lang) for one in FIELDS}
        text = hashlib.blake2b(model_text(self.model).encode(), digest_size=8).hexdigest()
        return found | {"source_id": text, "lang": LANGUAGE_OF[lang], "standard_version": STANDARD}

    def json(self, lang: str) -> str:
        """The values as JSON, keys sorted."""
        return json.dumps(self.values(language(lang)), sort_keys=True, indent=1, ensure_ascii=False) + "\n"

    def document(self, lang: str) -> Document:
        """The entry as people read it, with the card of the model behind it."""
        return _document(self, language(lang))

    def _answer(self, name: str) -> str:
        given = self.answers.get(f"register:{name}")
        return given.text.strip() if given else ""

    def _value(self, name: str, lang: str) -> str | None:
        if said := self._answer(name):
            return said
        if name == "provider":
            return say("privacy.register.value.provider", lang, version=code_version())
        if name not in KNOWN:
            return None
        counts = dict.fromkeys(SOURCES, 0)
        for number in model_numbers(self.model):
            counts[number.source] += 1
        return say(f"privacy.register.value.{name}", lang, model=self.model.name, **counts)


def write_entry(entry: AlgorithmEntry, out: Path, *, pdf: bool = False, lang: str = "nl") -> tuple[Path, ...]:
    """Write it to be read (HTML, and PDF) and as JSON beside it; the files, or Refusal."""
    written = write(entry.document(lang), out, pdf=pdf)
    data = written[0].with_suffix(".json")
    put(data, entry.json(lang).encode())
    return (*written, data)


def public_card(model: Model) -> ModelCard:
    """The card without the numbers that came from data, which are only counted: few people may be behind one."""
    numbers = model_numbers(model)
    told = tuple(number for number in numbers if number.source != "data")
    return ModelCard(model.name, told, inside=len(numbers) - len(told))


def _document(entry: AlgorithmEntry, lang: str) -> Document:
    values = entry.values(lang)
    sections = [_section(entry, values, name, lang) for name in SECTIONS]
    return Document(
        title=say("privacy.register.title", lang, model=entry.model.name),
        lang=lang,
        subtitle=say("privacy.register.subtitle", lang, standard=STANDARD),
        badge=say("privacy.badge", lang),
        foot=say("privacy.register.foot", lang, id=values["source_id"]),
        opening=(Paragraph(say("privacy.register.opening", lang)),),
        sections=(*sections, model_card(public_card(entry.model), lang)),
        warning=say("privacy.register.warning", lang, n=len(entry.open)) if entry.open else "",
    )


def _section(entry: AlgorithmEntry, values: Mapping[str, str | None], name: str, lang: str) -> Section:
    fields = [one for one in FIELDS if one.section == name]
    known = tuple(
        (say(f"privacy.register.field.{one.name}", lang), value) for one in fields if (value := values[one.name])
    )
    blocks: list[Block] = [Facts(known)] if known else []
    blocks += [Paragraph(_open_text(question, lang), "ask") for question in entry.open if question.chapter == name]
    return Section(f"register-{name}", say(f"privacy.register.section.{name}", lang), tuple(blocks))


def _open_text(question: Question, lang: str) -> str:
    name = question.id.partition(":")[2]
    need = next(one.need for one in FIELDS if one.name == name)
    told = say("privacy.open", lang, id=question.id, text=question.text(lang), who=question.answerer(lang))
    return f"{told} {say('privacy.register.required', lang)}" if need == "required" else told

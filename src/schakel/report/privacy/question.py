"""What no configuration can know: the questions that a DPIA leaves open, each with a lasting id and who answers it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from schakel.report.privacy.facts import PrivacyFacts
from schakel.texts import say

# The chapters of the Dutch government's model for a DPIA, in its order, and last the advice that goes with it.
CHAPTERS = (
    "proposal",
    "data",
    "processing",
    "purposes",
    "parties",
    "interests",
    "places",
    "technique",
    "framework",
    "retention",
    "basis",
    "special",
    "compatible",
    "necessity",
    "rights",
    "risks",
    "measures",
    "advice",
)
# Questions that are asked once: kind, chapter, who answers.
ONCE = (
    ("reason", "proposal", "controller"),
    ("purpose", "purposes", "controller"),
    ("interests", "interests", "controller"),
    ("location", "places", "administrator"),
    ("key_holders", "technique", "security"),
    ("framework", "framework", "lawyer"),
    ("necessity", "necessity", "controller"),
    ("proportionality", "necessity", "controller"),
    ("subsidiarity", "necessity", "controller"),
    ("information", "rights", "controller"),
    ("rights", "rights", "officer"),
    ("weighing", "risks", "controller"),
    ("residual", "measures", "controller"),
    ("dpo", "advice", "dpo"),
    ("residents_view", "advice", "controller"),
)


@dataclass(frozen=True)
class Question:
    """id: its kind, behind a colon what it is about. who: the role that answers it. about: values of its sentence."""

    id: str
    chapter: str
    who: str
    about: tuple[tuple[str, str], ...] = ()

    @property
    def kind(self) -> str:
        """What is asked, whatever it is about."""
        return self.id.partition(":")[0]

    def text(self, lang: str) -> str:
        """The question."""
        values = dict(self.about)
        if self.kind == "register":
            values["field"] = say(f"privacy.register.field.{values['field']}", lang)
        return say(f"privacy.question.{self.kind}", lang, **values)

    def answerer(self, lang: str) -> str:
        """Who should answer it."""
        return say(f"privacy.who.{self.who}", lang)


@dataclass(frozen=True)
class Answer:
    """What somebody answered. by and on: as written, "" where it is not said."""

    text: str
    by: str = ""
    on: str = ""


def questions(facts: PrivacyFacts) -> tuple[Question, ...]:
    """Every question that these facts raise, in the order of the chapters."""
    found = [Question(kind, chapter, who) for kind, chapter, who in ONCE]
    for source in facts.sources:
        about = (("source", source.name), ("partner", source.delivered_by or source.name))
        found += [
            Question(f"basis:{source.name}", "basis", "lawyer", about),
            Question(f"compatible:{source.name}", "compatible", "lawyer", about),
        ]
        if source.telling:
            found.append(Question(f"special:{source.name}", "special", "lawyer", about))
        if source.keep_months is None:
            found.append(Question(f"retention:{source.name}", "retention", "officer", about))
        if not source.activity:
            found.append(Question(f"activity:{source.name}", "processing", "officer", about))
    for subject, grant in {grant.subject: grant for grant in facts.grants}.items():
        told = (("source", grant.source), ("partner", grant.receiver), ("purpose", grant.purpose))
        found.append(Question(f"recipient:{subject}", "parties", "lawyer", told))
    if len({source.delivered_by or source.name for source in facts.sources}) > 1:
        found.append(Question("joint", "parties", "lawyer"))
    return tuple(sorted(found, key=lambda one: CHAPTERS.index(one.chapter)))


def open_questions(asked: Iterable[Question], answers: Mapping[str, Answer]) -> tuple[Question, ...]:
    """Those that nobody answered yet."""
    return tuple(question for question in asked if not answered(question, answers))


def answered(question: Question, answers: Mapping[str, Answer]) -> bool:
    """Whether there is an answer that says something."""
    return bool(question.id in answers and answers[question.id].text.strip())

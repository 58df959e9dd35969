"""A data protection impact assessment as a document: facts, then the questions that only people can answer.

Its order is that of the Dutch government's model: what is processed (A), whether it is lawful (B), risks (C), measures
(D). An open question is marked and keeps its id, so that its answer comes back in the next version.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from schakel.draw.picture import Twin
from schakel.report.document import BigNumber, BigNumbers, Block, Document, Facts, Grid, Paragraph, Section
from schakel.report.files import put
from schakel.report.privacy.change_section import change_section
from schakel.report.privacy.changes import changes, look_again
from schakel.report.privacy.described import DESCRIBED
from schakel.report.privacy.facts import PrivacyFacts, to_json
from schakel.report.privacy.judged import JUDGED
from schakel.report.privacy.question import CHAPTERS, Answer, Question, answered, open_questions, questions
from schakel.report.written import write
from schakel.texts import language, say, shown

PARTS = {"proposal": "a", "basis": "b", "risks": "c", "measures": "d"}  # chapters that begin a part


@dataclass(frozen=True)
class Dpia:
    """All that a DPIA is made of. before: the facts of an earlier one to compare with, or None."""

    facts: PrivacyFacts
    answers: Mapping[str, Answer] = field(default_factory=dict)
    before: PrivacyFacts | None = None

    @property
    def asked(self) -> tuple[Question, ...]:
        """All questions, answered or not."""
        return questions(self.facts)

    @property
    def open(self) -> tuple[Question, ...]:
        """Questions without an answer."""
        return open_questions(self.asked, self.answers)

    @property
    def again(self) -> tuple[str, ...]:
        """Ids of answered questions that must be looked at again, for something widened since."""
        if self.before is None:
            return ()
        known = {question.id for question in self.asked if answered(question, self.answers)}
        return tuple(name for name in look_again(changes(self.before, self.facts)) if name in known)

    def document(self, lang: str) -> Document:
        """The document in a language. Equal facts and answers give equal documents."""
        return _document(self, language(lang))


def write_dpia(dpia: Dpia, out: Path, *, pdf: bool = False, lang: str = "nl") -> tuple[Path, ...]:
    """Write HTML (and PDF), and the facts as JSON beside it for the next comparison; the files, or Refusal."""
    written = write(dpia.document(lang), out, pdf=pdf)
    facts = written[0].with_suffix(".json")
    put(facts, to_json(dpia.facts).encode())
    return (*written, facts)


def _document(dpia: Dpia, lang: str) -> Document:
    facts = dpia.facts
    sections = [_chapter(dpia, number, name, lang) for number, name in enumerate(CHAPTERS, 1)]
    if dpia.before is not None:
        found = changes(dpia.before, facts)
        sections.insert(0, change_section(found, dpia.before, facts, lang))
    sections.append(_open_list(dpia, lang))
    left = _left(dpia, lang)
    status = say("terms.internal", lang)
    return Document(
        title=say("privacy.title", lang, log=facts.log),
        lang=lang,
        subtitle=say("privacy.subtitle", lang, on=facts.day),
        badge=say("privacy.badge", lang),
        foot=say("privacy.foot", lang, status=status, facts=facts.id, snapshot=facts.snapshot),
        opening=(Paragraph(say("privacy.opening", lang)), _numbers(dpia, lang)),
        sections=(*sections, *left),
        warning=say("privacy.warning", lang, n=len(dpia.open)) if dpia.open else "",
    )


def _numbers(dpia: Dpia, lang: str) -> BigNumbers:
    fields = {name for source in dpia.facts.sources for name in source.fields}
    receivers = {grant.receiver for grant in dpia.facts.grants}
    numbers = {
        "sources": len(dpia.facts.sources),
        "fields": len(fields),
        "receivers": len(receivers),
        "open": len(dpia.open),
    }
    return BigNumbers(
        tuple(BigNumber(shown(n, "int", lang), say(f"privacy.big.{key}", lang, n=n)) for key, n in numbers.items())
    )


def _chapter(dpia: Dpia, number: int, name: str, lang: str) -> Section:
    title = f"{number}. {say(f'privacy.chapter.{name}', lang)}"
    make = DESCRIBED.get(name) or JUDGED[name]
    part = [Paragraph(say(f"privacy.part.{PARTS[name]}", lang), "lead")] if name in PARTS else []
    blocks: list[Block] = [*part, *make(dpia.facts, lang)]
    blocks += question_blocks(dpia, tuple(one for one in dpia.asked if one.chapter == name), lang)
    return Section(name.replace("_", "-"), title, tuple(blocks))


def question_blocks(dpia: Dpia, asked: tuple[Question, ...], lang: str) -> list[Block]:
    """What was answered, and each question that is open, marked as such."""
    again = set(dpia.again)
    blocks: list[Block] = []
    for question in asked:
        if not answered(question, dpia.answers):
            blocks.append(Paragraph(open_text(question, lang), "ask"))
            continue
        answer = dpia.answers[question.id]
        blocks.append(Facts(((question.text(lang), _said(answer, lang)),)))
        if question.id in again:
            blocks.append(Paragraph(say("privacy.look_again", lang, id=question.id), "warning"))
    return blocks


def open_text(question: Question, lang: str) -> str:
    """An open question with its mark, its id and who should answer it."""
    return say("privacy.open", lang, id=question.id, text=question.text(lang), who=question.answerer(lang))


def _said(answer: Answer, lang: str) -> str:
    parts = [answer.by, shown(answer.on, "date", lang) if answer.on else ""]
    told = ", ".join(filter(None, parts))
    return f"{answer.text} ({told})" if told else answer.text


def _open_list(dpia: Dpia, lang: str) -> Section:
    title = say("privacy.open_title", lang)
    if not dpia.open:
        return Section("open", title, (Paragraph(say("privacy.open_none", lang)),))
    heads = tuple(say(f"privacy.head.{key}", lang) for key in ("who", "question", "id"))
    rows = sorted((question.answerer(lang), question.text(lang), question.id) for question in dpia.open)
    twin = Twin(heads, tuple(rows), say("privacy.caption.open", lang))
    return Section("open", title, (Paragraph(say("privacy.open_lead", lang)), Grid(twin)))


def _left(dpia: Dpia, lang: str) -> list[Section]:
    """Answers to questions that these facts no longer raise: kept in sight, never dropped in silence."""
    ids = {question.id for question in dpia.asked}
    over = {name: answer for name, answer in dpia.answers.items() if name not in ids and answer.text}
    if not over:
        return []
    rows = tuple((name, _said(answer, lang)) for name, answer in sorted(over.items()))
    title = say("privacy.left_title", lang)
    return [Section("left", title, (Paragraph(say("privacy.left", lang), "note"), Facts(rows)))]

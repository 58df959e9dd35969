"""answers.toml: what people answered, by the id of the question. It is theirs: we write it once and then only read it.

[answers."basis:desk"]
text = "..."
by = "J. Jansen, lawyer"
on = 2026-05-01
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from schakel.chain.problem import Problem, refuse
from schakel.data.toml_reading import Reading, tables
from schakel.report.files import put
from schakel.report.privacy.question import Answer, Question
from schakel.sharing.bsn import contains_bsn, shown
from schakel.texts import say

KEYS = ("text", "by", "on")


def read_answers(path: Path) -> dict[str, Answer]:
    """Answers by id, blank ones too. Refusal for unknown keys, values that are no text, and numbers like a BSN."""
    reading = Reading(path.name)
    found = tables(path)
    reading.keys("", found, ("answers",))
    answers: dict[str, Answer] = {}
    for name, told in reading.table("answers", found).items():
        place = f"answers.{shown(name)}"
        if not isinstance(told, dict):
            reading.wrong(place, told, '[answers."id"]')
            continue
        reading.keys(f"{place}.", told, KEYS)
        text, by = (_text(reading, f"{place}.{key}", told.get(key, "")) for key in ("text", "by"))
        on = reading.date(f"{place}.on", told) if told.get("on") else None
        answers[name] = Answer(text, by, on.isoformat() if on else "")
    refuse(reading.problems)
    return answers


def _text(reading: Reading, place: str, value: object) -> str:
    if not isinstance(value, str):
        reading.wrong(place, value, '"..."')
        return ""
    if contains_bsn(value):
        reading.problems.append(Problem("dpia_bsn", reading.name, column=place))
        return ""
    return value.strip()


def write_answers(path: Path, asked: Iterable[Question], lang: str) -> None:
    """A file to fill in: every question as a comment above an empty answer. Refusal if the folder cannot be written."""
    put(path, answers_text(asked, lang).encode())


def answers_text(asked: Iterable[Question], lang: str, answers: Mapping[str, Answer] | None = None) -> str:
    """The text of such a file, with the answers there are."""
    lines = [f"# {say('privacy.answers_head', lang)}"]
    for question in asked:
        known = (answers or {}).get(question.id, Answer(""))
        comment = " ".join(question.text(lang).split())
        lines += [
            "",
            f"# {comment} ({question.answerer(lang)})",
            f"[answers.{_quoted(question.id)}]",
            f"text = {_quoted(known.text)}",
            f"by = {_quoted(known.by)}",
            *([f"on = {known.on}"] if known.on else []),
        ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A basic string of TOML: that of JSON, with DEL escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

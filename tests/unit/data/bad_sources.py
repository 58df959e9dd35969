"""The catalogue of bad CSV, Parquet, Excel and zip: what is sent in, and what Schakel says to it.

As a script it writes docs/reference/bad-input.md from the same cases.
"""

from pathlib import Path

from schakel.chain.problem import Notice, Problem
from schakel.data.check import Checked, check
from schakel.data.mapping import read_mapping
from schakel.report.terminal import notice_sentence, problem_sentence
from schakel.texts import LANGUAGES
from unit.data import bad_catalogue
from unit.data.bad_binaries import BAD_BINARIES
from unit.data.bad_files import Bad
from unit.data.bad_texts import BAD_TEXTS

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "bad-input.md"

BAD = (*BAD_TEXTS, *BAD_BINARIES)


def checked(bad: Bad, folder: Path) -> Checked:
    """Send it in."""
    path = folder / bad.file
    bad.write(path)
    mapping = None
    if bad.mapping:
        (folder / "mapping.toml").write_text(bad.mapping, encoding="utf-8")
        mapping = read_mapping(folder / "mapping.toml")
    return check(path, mapping=mapping)


def said(found: Problem | Notice, lang: str) -> str:
    """The sentence that a person reads."""
    return problem_sentence(found, lang) if isinstance(found, Problem) else notice_sentence(found, lang)


def page() -> str:
    """The page of the catalogue."""
    lines = [
        "# What is refused, and what is said",
        "",
        "Nothing is stored until everything is right. A refusal names the file, the row, the column, what was found",
        "and what is allowed; of ids and free text only the shape is shown. The first twenty problems are listed, with",
        "the count of all. Row numbers are those of the file: in CSV the heading is line 1, in Excel they stand beside",
        "the rows. This page is made by `python -m unit.data.bad_sources` in `tests/`, from the cases that are",
        "tested.",
        "",
        "| what is wrong | what Schakel says |",
        "|---|---|",
    ]
    from unit.data.messages.bad_messages import BAD_MESSAGES  # it builds on the nouns of this module

    lines += [f"| {bad.what} | {bad.en.replace('|', '&#124;')} |" for bad in (*BAD, *BAD_MESSAGES)]
    return "\n".join((*lines, *bad_catalogue.lines(), ""))


if __name__ == "__main__":
    assert LANGUAGES
    PAGE.write_text(page(), encoding="utf-8")

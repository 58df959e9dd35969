"""Every page is true: its blocks run one after the other in an empty folder, and the numbers it shows come out.

A `shell` or `python` block is run; `shell refused` must end with exit code 2. A `text` block right after it holds what
was printed: each line must be there, or, where it holds numbers, all those numbers; a line `…` stands for anything. Any
other block with a file name behind its language, as `toml mapping.toml`, is written to that file.

Of a page in two languages the Dutch one is run; the English one has the same blocks and the same numbers, and is run
where there is time for it (`make test-long`).

A page that makes the region of the tutorial gets a copy of what the same command made in the same language, and what it
printed: it takes ten seconds, and eight pages begin with it.
"""

import contextlib
import io
import re
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from oracle.made_region import REGION, run_by_hand, typed_region
from oracle.plenty import plenty

ROOT = Path(__file__).parents[2]
SECURITY = [ROOT / "docs" / "security.md", ROOT / "docs" / "beveiliging.nl.md"]
PAGES = sorted([*ROOT.glob("README*.md"), *ROOT.glob("docs/tutorial/*.md"), *ROOT.glob("docs/guides/*.md"), *SECURITY])
DUTCH = {page: page.with_name(page.name.replace(".md", ".nl.md")) for page in PAGES} | {SECURITY[0]: SECURITY[1]}
PAIRS = [(page, dutch) for page, dutch in DUTCH.items() if dutch.is_file()]
RUN = plenty([page for page in PAGES if page not in dict(PAIRS)], PAGES)
_BLOCK = re.compile(r"^```(?P<kind>\w+)(?: (?P<name>[\w.\-]+))?\n(?P<text>.*?)^```$", re.M | re.S)
_NUMBER = re.compile(r"\d+(?:[.,:\-]\d+)*")
REFUSED = 2


@dataclass(frozen=True)
class Block:
    """A fenced block; follows: whether only blank lines stand between it and the block before."""

    kind: str
    name: str
    text: str
    follows: bool


def blocks(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    found: list[Block] = []
    end = 0
    for match in _BLOCK.finditer(text):
        follows = bool(found) and not text[end : match.start()].strip()
        found.append(Block(match["kind"], match["name"] or "", match["text"], follows))
        end = match.end()
    return found


def run_shell(block: Block, folder: Path, lang: str) -> str:
    done = run_by_hand(block.text, folder, lang)
    printed = done.stdout + done.stderr
    assert done.returncode == (REFUSED if block.name == "refused" else 0), f"{block.text}\n{printed}"
    return printed


def run_python(block: Block, names: dict[str, Any]) -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(block.text, "page", "exec"), names)  # noqa: S102  # our own page
    return printed.getvalue()


def missing(expected: str, printed: str) -> list[str]:
    """Lines that were not printed."""
    flat, numbers = " ".join(printed.split()), set(_NUMBER.findall(printed))
    absent = []
    for line in filter(None, map(str.strip, expected.splitlines())):
        wanted = _NUMBER.findall(line)
        if line != "…" and not (numbers.issuperset(wanted) if wanted else " ".join(line.split()) in flat):
            absent.append(line)
    return absent


def with_region(block: Block, folder: Path, lang: str, factory: pytest.TempPathFactory) -> str:
    """A block that begins with REGION: a copy of what that made and printed, then the rest of the block."""
    made = typed_region(factory, lang)
    shutil.copytree(made / "lindewaard", folder / "lindewaard")
    rest = replace(block, text=block.text.partition("\n")[2])
    return (made / "printed.txt").read_text(encoding="utf-8") + run_shell(rest, folder, lang)


@pytest.mark.parametrize("page", RUN, ids=lambda page: str(page.relative_to(ROOT)))
def test_page_runs(
    page: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    lang = "nl" if page.name.endswith(".nl.md") else "en"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCHAKEL_LANG", lang)
    names: dict[str, Any] = {"__name__": "page"}
    printed: str | None = None
    for block in blocks(page):
        if block.text.partition("\n")[0] == REGION:
            printed = with_region(block, tmp_path, lang, tmp_path_factory)
        elif block.kind == "shell":
            printed = run_shell(block, tmp_path, lang)
        elif block.kind == "python":
            printed = run_python(block, names)
        elif block.kind == "text" and block.follows and printed is not None:
            assert not missing(block.text, printed), f"not printed: {missing(block.text, printed)}\n\n{printed}"
        elif block.name:
            (tmp_path / block.name).write_text(block.text, encoding="utf-8")


def test_every_tutorial_and_guide_is_in_both_languages() -> None:
    english = [p for p in PAGES if p.parent.parent.name == "docs" and not p.name.endswith(".nl.md")]
    assert english
    assert not [p.name for p in english if p not in dict(PAIRS)]


@pytest.mark.parametrize(("english", "dutch"), PAIRS, ids=lambda page: page.name)
def test_both_languages_have_the_same_blocks_and_numbers(english: Path, dutch: Path) -> None:
    assert [b.kind for b in blocks(english)] == [b.kind for b in blocks(dutch)]
    for one, other in zip(blocks(english), blocks(dutch), strict=True):
        ours, theirs = (set(re.findall(r"\d+", block.text)) for block in (one, other))
        assert ours <= theirs or theirs <= ours, f"{one.text}\n\n{other.text}"  # a name may say a number


def test_the_two_pages_on_security_have_the_same_parts() -> None:
    english, dutch = (page.read_text(encoding="utf-8") for page in SECURITY)
    assert english.count("\n## ") == dutch.count("\n## ")
    assert english.count("\n| ") == dutch.count("\n| ")


def test_every_tutorial_and_guide_has_something_that_runs() -> None:
    still = [p.name for p in PAGES if not any(b.kind in ("shell", "python") for b in blocks(p))]
    assert not still


@pytest.mark.parametrize(
    ("expected", "absent"), [("41 cases", []), ("42 cases", ["42 cases"]), ("…", []), ("no", ["no"])]
)
def test_what_is_not_printed_is_noticed(expected: str, absent: list[str]) -> None:
    assert missing(expected, "we have 41 big   cases") == absent

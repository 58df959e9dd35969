"""The decision records are complete and true."""

import re
import tomllib
from importlib.metadata import metadata
from pathlib import Path

ROOT = Path(__file__).parents[3]
ADR = ROOT / "docs" / "adr"


def dependencies() -> set[str]:
    """Names of the product's own dependencies."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {re.split(r"[<>=!~ ]", line)[0] for line in project["dependencies"]}


def test_every_dependency_has_its_reason() -> None:
    table = re.findall(r"^\| ([a-z0-9-]+) \| (?!licence)", (ADR / "0013-dependencies.md").read_text("utf-8"), re.M)
    assert set(table) == dependencies()


def test_no_dependency_is_gpl() -> None:
    locked = re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.txt").read_text("utf-8"), re.M)
    for name in locked:
        if name == "colorama":  # Windows only, not installed here
            continue
        about = metadata(name)
        licence = " ".join([*(about.get_all("License-Expression") or []), *(about.get_all("License") or [])][:1])
        licence = licence.split("\n")[0]  # some give the whole text, with those of the compiler's runtime inside
        licence += " ".join(c for c in about.get_all("Classifier") or [] if c.startswith("License"))
        assert not re.search(r"\bA?GPL", licence.replace("LGPL", "")), f"{name}: {licence[:80]}"


def test_the_index_lists_every_record_in_order() -> None:
    listed = re.findall(r"\]\((\d{4}-[a-z0-9-]+\.md)\)", (ADR / "README.md").read_text(encoding="utf-8"))
    assert listed == sorted(path.name for path in ADR.glob("0*.md"))


def test_every_record_has_status_context_decision_and_consequences() -> None:
    for path in ADR.glob("0*.md"):
        text = path.read_text(encoding="utf-8")
        assert all(word in text for word in ("Status:", "## Context", "## Decision", "## Consequences")), path

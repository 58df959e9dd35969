"""What is written about figures is what they are."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType
from typing import Any

from schakel.insight.opened import open_log
from schakel.insight.summary import figures

REFERENCE = Path(__file__).parents[3] / "docs" / "reference"


def generator() -> ModuleType:
    """The script that writes the page."""
    spec = importlib.util.spec_from_file_location("make_figures", REFERENCE / "make_figures.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def documented() -> dict[str, set[str]]:
    """Keys per section of figures-json.md."""
    text = (REFERENCE / "figures-json.md").read_text(encoding="utf-8")
    sections = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    return {s.splitlines()[0]: set(re.findall(r"^\| `(\w+)`", s, flags=re.MULTILINE)) for s in sections}


def keys(value: Any) -> set[str]:
    """Keys of an object, or of all objects of a list."""
    if isinstance(value, dict):
        return set(value)
    return {key for one in value for key in one}


def test_the_page_of_figures_is_fresh() -> None:
    assert (REFERENCE / "figures.md").read_text(encoding="utf-8") == generator().page()


def test_every_key_of_the_document_is_documented(small_log: Path) -> None:
    with open_log(small_log) as view:
        document = figures(view)
    pages = documented()
    assert list(document) == list(pages)
    for name, value in document.items():
        assert not value or keys(value) == pages[name], name

"""What is written about figures is what they are."""

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from oracle.made_region import Made
from schakel.insight.figure import read_figure
from schakel.insight.opened import open_log
from schakel.insight.summary import figures

REFERENCE = Path(__file__).parents[3] / "docs" / "reference"

AS_THE_FIGURE = ("norm_times", "punctuality")  # rows of the figure as they are; a region has neither messages nor norms


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


@pytest.fixture(scope="module")
def document(tenth_of_region: Made) -> dict[str, Any]:
    """The document of a small region, in which everything occurs."""
    with open_log(tenth_of_region.log) as view:
        return figures(view)


def test_every_key_of_the_document_is_documented(document: dict[str, Any]) -> None:
    pages = documented()
    assert list(document) == list(pages)
    found = {name: keys(value) for name, value in document.items()}
    found |= {name: {column.name for column in read_figure(name).columns} for name in AS_THE_FIGURE}
    assert found == pages


def test_keys_within_keys_are_documented(document: dict[str, Any]) -> None:
    text = (REFERENCE / "figures-json.md").read_text(encoding="utf-8")
    finding, passport = document["findings"][0], document["passport"]
    inner = {*finding["where"], *finding["sentence"], *finding["detail"], *keys(finding["numbers"].values())}
    inner |= {*passport["parameters"], *keys(passport["definitions"])}
    assert not {key for key in inner if f"`{key}`" not in text}


def test_the_document_is_json_and_the_same_again(document: dict[str, Any]) -> None:
    assert json.loads(json.dumps(document, allow_nan=False)) == document

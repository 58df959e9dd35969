"""The receipt log of a Dutch municipality, from its XES file to the figures, against those of another tool."""

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from golden.golden_figures import Document, assert_equal, golden, ours
from schakel.data.load import load
from schakel.data.mapping import Mapping, Origin
from schakel.insight.opened import open_log

pytestmark = pytest.mark.shared
BY_RESOURCE = Mapping(
    columns=(
        ("case_id", Origin("case:concept:name")),
        ("activity", Origin("concept:name")),
        ("started", Origin("time:timestamp")),
        ("partner", Origin("org:resource")),
    )
)


@pytest.fixture(scope="module")
def receipt(shared_data: Path) -> Path:
    """The XES file."""
    return shared_data / "eventlogs" / "receipt.xes.gz"


@pytest.fixture(scope="module")
def expected(shared_data: Path) -> Document:
    """The golden figures."""
    return golden(shared_data, "receipt.json")


def figures_of(source: Path, mapping: Mapping | None = None) -> Document:
    """All figures of a source or log."""
    options: dict[str, Any] = {"mapping": mapping} if mapping else {}
    with open_log(source, **options) as view:
        return ours(view)


def test_every_golden_figure(receipt: Path, expected: Document) -> None:
    assert_equal(figures_of(receipt, BY_RESOURCE), expected)


def test_without_a_mapping_the_partner_is_the_group(receipt: Path, expected: Document) -> None:
    found = figures_of(receipt)
    assert found["counts"]["partners"] == 10
    assert_equal(found, {**expected, "resources": 10})


def as_plain(path: Path, text: str) -> None:
    """Unpacked."""
    path.write_text(text, encoding="utf-8")


def as_parsed(path: Path, text: str) -> None:
    """With a remark in each trace, so that the parser reads it."""
    path.write_text(text.replace("<trace>", "<trace><!-- <event> -->"), encoding="utf-8")


def as_prefixed(path: Path, text: str) -> None:
    """With a prefix before every element."""
    for element in ("log", "trace", "event", "string", "date"):
        text = text.replace(f"<{element} ", f"<x:{element} ").replace(f"<{element}>", f"<x:{element}>")
        text = text.replace(f"</{element}>", f"</x:{element}>")
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("written", [as_plain, as_parsed, as_prefixed])
def test_however_it_is_written(
    receipt: Path, expected: Document, tmp_path: Path, written: Callable[[Path, str], None]
) -> None:
    path = tmp_path / "receipt.xes"
    written(path, gzip.decompress(receipt.read_bytes()).decode())
    assert_equal(figures_of(path, BY_RESOURCE), expected)


def test_a_loaded_log_gives_the_same(receipt: Path, expected: Document, tmp_path: Path) -> None:
    load(receipt, tmp_path / "log", mapping=BY_RESOURCE, public=True)
    assert_equal(figures_of(tmp_path / "log"), expected)


def test_the_command_gives_the_same_document(receipt: Path) -> None:
    command = [sys.executable, "-c", "from schakel.command import main; main()", "figures", str(receipt), "--json"]
    found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    beside = figures_of(receipt)
    assert found["counts"] == beside["counts"]
    assert found["edges"] == beside["edges"]
    assert found["variants"] == beside["variants"]

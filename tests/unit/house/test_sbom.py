"""The bill of materials: everything that is pinned, each with a licence that we may use, in equal bytes."""

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[3]
LOCK = (ROOT / "requirements.txt").read_text(encoding="utf-8")
OWN = {"name": "schakel", "version": "9", "licence": "EUPL-1.2"}


@pytest.fixture(scope="module")
def sbom() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sbom", ROOT / "packaging" / "sbom.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_pin_is_in_it_with_a_licence_that_is_known(sbom: ModuleType) -> None:
    found = sbom.bill(LOCK, OWN)
    pins = {tuple(line.split()[0].split("==")) for line in LOCK.splitlines() if re.match(r"^[a-z]\S*==", line)}
    assert {(one["name"], one["version"]) for one in found["components"]} == pins
    for one in found["components"]:
        told = one["licenses"][0]
        assert told.get("expression") or told["license"].get("id"), (
            f"{one['name']}: {told}: read it, and say so in READ"
        )
    assert not list(sbom.copyleft(found))


def test_a_licence_that_may_not_be_there_is_noticed(sbom: ModuleType) -> None:
    found = sbom.bill(LOCK, OWN)
    for text, forbidden in (
        ("AGPL-3.0-only", True),
        ("GPL-2.0-or-later", True),
        ("LGPL-3.0-only", False),
        ("MPL-2.0", False),
    ):
        strange = sbom.component("strange", "1", text)
        assert list(sbom.copyleft({"components": [*found["components"], strange]})) == (
            ["strange"] if forbidden else []
        )


def test_who_needs_whom(sbom: ModuleType) -> None:
    told = {one["ref"]: one["dependsOn"] for one in sbom.bill(LOCK, OWN)["dependencies"]}
    refs = {one["bom-ref"] for one in sbom.bill(LOCK, OWN)["components"]}
    assert set(told) == refs | {"pkg:pypi/schakel@9"}
    assert {one for needed in told.values() for one in needed} == refs  # nothing is there that nobody asked for
    asked = {re.split(r"[<>=]", line)[0] for line in (ROOT / "requirements.in").read_text().splitlines() if line}
    assert {ref.partition("pypi/")[2].partition("@")[0] for ref in told["pkg:pypi/schakel@9"]} == asked
    typer = next(ref for ref in refs if ref.startswith("pkg:pypi/typer@"))
    assert any(ref.startswith("pkg:pypi/rich@") for ref in told[typer])


def test_equal_locks_give_equal_bytes_and_another_lock_another_number(sbom: ModuleType) -> None:
    one, other = sbom.bill(LOCK, OWN), sbom.bill(LOCK, OWN)
    assert sbom.text_of(one) == sbom.text_of(other)
    less = sbom.bill(re.sub(r"^whitenoise==.*?(?=^\S)", "", LOCK, flags=re.M | re.S), OWN)
    assert less["serialNumber"] != one["serialNumber"]
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", one["serialNumber"])


def test_it_is_written_by_one_command() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "packaging" / "sbom.py"], check=True, capture_output=True, text=True, cwd=ROOT
    )
    assert "components" in done.stdout
    made = json.loads((ROOT / "build" / "sbom.cdx.json").read_text(encoding="utf-8"))
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")
    assert made["metadata"]["component"]["name"] == "schakel"

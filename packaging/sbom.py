"""Make build/sbom.cdx.json: the bill of materials of what `make setup` installs, as CycloneDX 1.6.

Names and versions come from the lock file, licences from the metadata of what is installed, and who needs whom from
the remarks in the lock file. Equal lock, equal bytes: no time, no path, and a serial number made from the content.
"""

import json
import re
import tomllib
import uuid
from collections.abc import Iterator, Mapping
from email.message import Message
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
OUT = ROOT / "build" / "sbom.cdx.json"
# Read in the licence file: the metadata says less ("BSD"), the whole text, or is not here (Windows only).
READ = {
    "colorama": "BSD-3-Clause",
    "django-csp": "BSD-3-Clause",
    "numba": "BSD-2-Clause",
    "scipy": "BSD-3-Clause",
    "segno": "BSD-3-Clause",
    "sqlparse": "BSD-3-Clause",
}
# What older metadata says, by its SPDX id.
SPDX = {
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "BSD-2-Clause": "BSD-2-Clause",
    "BSD-3-Clause": "BSD-3-Clause",
    "ISC License": "ISC",
    "MIT": "MIT",
    "MIT License": "MIT",
    "MPL 2.0": "MPL-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
    "Unlicense": "Unlicense",
}
_PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>[^\s;\\]+)")
_NEEDED_BY = re.compile(r"^    # +(?:via )?(?P<name>[a-z0-9-]+)(?: .*)?$")


def pinned(lock: str) -> list[tuple[str, str]]:
    """Name and version of every pin of a lock file; a package has several where versions of Python differ."""
    found = (_PIN.match(line) for line in lock.splitlines())
    return sorted((match["name"], match["version"]) for match in found if match)


def needs(lock: str) -> dict[str, set[str]]:
    """Per package what it needs, from the remarks behind each pin; "" is what we ask for ourselves."""
    found: dict[str, set[str]] = {}
    current, pins = "", {name for name, _ in pinned(lock)}
    for line in lock.splitlines():
        if pin := _PIN.match(line):
            current = pin["name"]
        elif current and line.startswith("    #"):
            if "-r requirements" in line:
                found.setdefault("", set()).add(current)
            elif (by := _NEEDED_BY.match(line)) and by["name"] in pins:
                found.setdefault(by["name"], set()).add(current)
    return found


def licence_of(about: Message | Any) -> str:
    """The licence of a package: an SPDX expression where it can be told, else its own words in one line."""
    if expression := about.get("License-Expression"):
        return str(expression)
    classifiers = [c.rpartition(" :: ")[2] for c in about.get_all("Classifier") or () if c.startswith("License ::")]
    said = str(about.get("License") or "").strip().splitlines()[:1]
    words = [one for one in (*said, *classifiers) if one and one != "OSI Approved"]
    return next((SPDX[one] for one in words if one in SPDX), words[0] if words else "unknown")


def licences(text: str) -> list[dict[str, Any]]:
    """A licence as CycloneDX wants it."""
    if text in SPDX.values():
        return [{"license": {"id": text}}]
    # An expression has ids and operators only; what is neither is the package's own words.
    words = re.sub(r"[()]", " ", text).split()
    is_expression = all(
        re.fullmatch(r"AND|OR|WITH|[A-Za-z0-9.+]+(?:-[A-Za-z0-9.+]+)+|0BSD|MIT|ISC|Zlib", one) for one in words
    )
    return [{"expression": text}] if is_expression else [{"license": {"name": text}}]


def component(name: str, version: str, licence: str) -> dict[str, Any]:
    """One package."""
    purl = f"pkg:pypi/{name}@{version}"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
        "licenses": licences(licence),
    }


def bill(lock: str, own: Mapping[str, str]) -> dict[str, Any]:
    """The whole bill. own: name, version and licence of our product."""
    pins, wanted = pinned(lock), needs(lock)
    refs: dict[str, list[str]] = {}
    for name, version in pins:
        refs.setdefault(name, []).append(f"pkg:pypi/{name}@{version}")
    us = component(own["name"], own["version"], own["licence"]) | {"type": "application"}
    told = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": us},
        "components": [component(name, version, _licence(name)) for name, version in pins],
        "dependencies": [
            {"ref": ref, "dependsOn": sorted(one for needed in wanted.get(name, ()) for one in refs[needed])}
            for name, own_refs in [("", [us["bom-ref"]]), *sorted(refs.items())]
            for ref in own_refs
        ],
    }
    made = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(told, sort_keys=True))
    return {"serialNumber": f"urn:uuid:{made}", **told}


def copyleft(found: Mapping[str, Any]) -> Iterator[str]:
    """Components under the GPL or AGPL, which we may not depend on; LGPL and MPL are allowed unmodified."""
    for one in found["components"]:
        text = json.dumps(one["licenses"])
        if re.search(r"\bA?GPL", text.replace("LGPL", "")):
            yield one["name"]


def product(root: Path = ROOT) -> dict[str, str]:
    """Name, version and licence of our product."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told = (root / "src" / "schakel" / "__init__.py").read_text(encoding="utf-8")
    version = project.get("version") or re.findall(r'__version__ = "([^"]+)"', told)[0]
    return {"name": project["name"], "version": version, "licence": str(project["license"])}


def text_of(found: Mapping[str, Any]) -> str:
    """As it is written."""
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n"


def _licence(name: str) -> str:
    try:
        return READ.get(name) or licence_of(metadata(name))
    except PackageNotFoundError:
        return "unknown"


def main() -> None:
    """Write it, and stop at a licence that may not be there."""
    found = bill((ROOT / "requirements.txt").read_text(encoding="utf-8"), product())
    if wrong := list(copyleft(found)):
        raise SystemExit(f"under the GPL or AGPL: {', '.join(wrong)}")
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(text_of(found), encoding="utf-8", newline="\n")
    print(f"{OUT.relative_to(ROOT)}: {len(found['components'])} components")


if __name__ == "__main__":
    main()

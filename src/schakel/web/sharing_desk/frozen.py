"""What was shown, kept as files with one seal, so that the same address gives the same figures for ever.

WORKSPACE/networks/<slug>/published/<id>/ nl.html nl.json en.html en.json: per language a fragment of HTML as it stood
on the screen, and its tables as text in the reader's words.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from schakel.chain.problem import Problem, Refusal
from schakel.draw.picture import Twin
from schakel.web.workspace import current_workspace

if TYPE_CHECKING:  # a job without database reads these files too
    from schakel.web.access.models import Network

FOLDER = "published"


@dataclass(frozen=True)
class Frozen:
    """One language of what was shown. html: safe markup of our own renderers."""

    html: str
    tables: tuple[Twin, ...]


def folder_of(network: "Network", publication: int) -> Path:
    """Where the files of a publication are."""
    return current_workspace().network(network.slug) / FOLDER / str(publication)


def freeze(folder: Path, shown: Mapping[str, Frozen]) -> str:
    """Write the files, brought to the disk, and give their seal. What is there was never committed, and is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = _texts(shown)
    for name, text in texts.items():
        descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    return _seal(texts)


def thaw(folder: Path, seal: str, lang: str) -> Frozen:
    """What was shown in a language. Refusal `workbench_seal` if a file is gone or differs from what was sealed."""
    try:
        texts = {name: (folder / name).read_bytes() for name in _names()}
    except OSError:
        texts = {}
    if _seal(texts) != seal:
        raise Refusal((Problem("workbench_seal", file=folder.name),))
    tables = json.loads(texts[f"{lang}.json"])
    return Frozen(texts[f"{lang}.html"].decode(), tuple(_twin(table) for table in tables))


def _names() -> tuple[str, ...]:
    return tuple(f"{lang}.{kind}" for lang in ("en", "nl") for kind in ("html", "json"))


def _texts(shown: Mapping[str, Frozen]) -> dict[str, bytes]:
    found = {}
    for lang in sorted(shown):
        tables = [_values(twin) for twin in shown[lang].tables]
        found[f"{lang}.html"] = shown[lang].html.encode()
        found[f"{lang}.json"] = json.dumps(tables, ensure_ascii=False, sort_keys=True, indent=1).encode()
    return found


def _seal(texts: Mapping[str, bytes]) -> str:
    sums = "".join(f"{name} {hashlib.sha256(text).hexdigest()}\n" for name, text in sorted(texts.items()))
    return hashlib.sha256(sums.encode()).hexdigest()


def _values(twin: Twin) -> dict[str, object]:
    return {
        "caption": twin.caption,
        "columns": list(twin.columns),
        "rows": [list(row) for row in twin.rows],
        "numeric": list(twin.numeric),
    }


def _twin(told: Mapping[str, list[str]]) -> Twin:
    rows = tuple(tuple(row) for row in told["rows"])
    numeric = tuple(bool(right) for right in told["numeric"])
    return Twin(tuple(told["columns"]), rows, str(told["caption"]), numeric)

"""The files of a result: networks/<slug>/models/results/<key>/request holds what was asked, made what came of it."""

import json
import shutil
from pathlib import Path
from typing import Any

REQUEST, MADE = "request", "made"
ASKED, NUMBERS, MODEL = "asked.json", "numbers.json", "model.toml"


def result_folder(network: Path, key: str) -> Path:
    """The folder of one result, in the folder of a network."""
    return network / "models" / "results" / key


def asked_of(folder: Path) -> dict[str, Any]:
    """What was asked."""
    return dict(json.loads((folder / REQUEST / ASKED).read_text(encoding="utf-8")))


def sections_of(folder: Path, lang: str) -> dict[str, Any]:
    """What is shown: {"sections": [{id, html}], "passport": [[term, said]], "passport_id": ...}."""
    return dict(json.loads((folder / MADE / f"sections.{lang}.json").read_text(encoding="utf-8")))


def report_name(lang: str) -> str:
    """The report as one file."""
    return f"report.{lang}.html"


def put_whole(half: Path, whole: Path) -> None:
    """Give a folder that is ready its name; if another one was there first, that one stays."""
    if whole.exists():
        shutil.rmtree(half, ignore_errors=True)
    else:
        half.rename(whole)

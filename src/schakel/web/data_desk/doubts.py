"""The doubts of a proposal, read back from its comments with the column that each is about, for a form to show."""

import json
import re
from pathlib import Path

from schakel.data.deliveries.proposal.remark import MARK
from schakel.data.deliveries.sources_file import read_sources

DOUBTS = "doubts.json"
GOES_ON = "#   "
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')


def keep_doubts(place: Path) -> None:
    """Write the doubts of sources.toml (under "") and of each source's mapping beside them."""
    found = {"": doubts_in((place / "sources.toml").read_text(encoding="utf-8"))}
    for source in read_sources(place).sources:
        file = place / source.mapping
        if source.mapping and file.is_file():
            found[source.name] = doubts_in(file.read_text(encoding="utf-8"))
    (place / DOUBTS).write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")


def forget_doubts(place: Path, source: str) -> None:
    """Somebody looked at them."""
    file = place / DOUBTS
    found = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    found[source] = []
    file.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")


def doubts_in(text: str) -> list[dict[str, str]]:
    """Each doubt with the column that the line below it names, "" where it names none."""
    found: list[dict[str, str]] = []
    waiting: list[str] = []
    for line in text.splitlines():
        if line.startswith(MARK):
            waiting.append(line.removeprefix(MARK))
        elif waiting and line.startswith(GOES_ON):
            waiting[-1] += " " + line.removeprefix(GOES_ON).strip()
        elif waiting and not line.startswith("#"):
            column = _column(line)
            found += [{"column": column, "text": one} for one in waiting]
            waiting = []
    return found + [{"column": "", "text": one} for one in waiting]


def _column(line: str) -> str:
    key, _, value = line.partition("=")
    if key.strip() in ("activity", "closing", "unit", "files", "mapping", "from") or "value =" in value:
        return ""
    names = QUOTED.findall(line)
    return json.loads(f'"{names[0]}"') if names else ""

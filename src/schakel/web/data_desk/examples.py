"""Example files of the fictional region: what may be sent in where own data may not, and nothing else."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

FOLDER, LIST = "examples", "examples.json"
ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".zip")
FAULTY_OF, FAULTY = "wijkteam-lindehage-aanvragen.csv", "wijkteam-lindehage-met-fouten.csv"


@dataclass(frozen=True)
class Example:
    """A file to try. name: also that of the file; size in bytes; sha256 of its content."""

    name: str
    size: int
    sha256: str


def write_examples(network: Path, delivered: Mapping[str, bytes]) -> None:
    """Keep the files of a region as delivered (by path: folder/file) as examples of this network."""
    folder = network / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for name, content in sorted(_named(delivered).items()):
        (folder / name).write_bytes(content)
        found.append(asdict(Example(name, len(content), sha256(content).hexdigest())))
    (folder / LIST).write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def examples(network: Path) -> list[Example]:
    """The examples of a network, by name."""
    file = network / FOLDER / LIST
    if not file.is_file():
        return []
    return [Example(**told) for told in json.loads(file.read_text(encoding="utf-8"))]


def all_known(files: Sequence[Mapping[str, Any]], network: Path) -> bool:
    """Whether each of these files (as `Incoming.files`) is an example, to the byte."""
    known = {example.sha256 for example in examples(network)}
    return all(file["sha256"] in known for file in files)


def _named(delivered: Mapping[str, bytes]) -> dict[str, bytes]:
    found = {}
    for path, content in delivered.items():
        folder, _, file = path.rpartition("/")
        if folder and "/" not in folder and file.lower().endswith(ENDINGS):
            found[file if file.startswith(folder) else f"{folder}-{file}"] = content
    if FAULTY_OF in found:
        found[FAULTY] = _spoilt(found[FAULTY_OF])
    return found


def _spoilt(content: bytes) -> bytes:
    """The same with faults that a person makes: a day that does not exist, in every tenth row."""
    lines = content.split(b"\n")
    heading = lines[0].split(b";")
    place = next((n for n, cell in enumerate(heading) if b"beschikking" in cell), None)
    if place is None:
        return content
    for number in range(1, len(lines), 10):
        cells = lines[number].split(b";")
        if len(cells) == len(heading):
            cells[place] = b"31-02-2024"
            lines[number] = b";".join(cells)
    return b"\n".join(lines)

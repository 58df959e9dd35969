"""The files of a fetch in their folder: all of the new ones, or all of the old ones."""

import csv
import io
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from schakel.chain.problem import Problem, Refusal
from schakel.data import log
from schakel.data.zgw.events import HEADER, Row

EVENTS, MAPPING, ROUTE, ABOUT = "events.csv", "mapping.toml", "ideal-route.toml", "fetch.json"
FILES = (EVENTS, MAPPING, ROUTE, ABOUT)


def refuse_other_folder(folder: Path) -> None:
    """Refusal for a file, or a folder in which other things lie: a new delivery takes the place of all in it."""
    if folder.exists() and not folder.is_dir():
        raise Refusal((Problem("zgw_folder", folder.name),))
    if folder.is_dir() and {entry.name for entry in folder.iterdir()} - set(FILES):
        raise Refusal((Problem("zgw_folder", folder.name),))


def recover(folder: Path) -> None:
    """What a fetch left that was stopped in the middle: the old delivery in its place again, and nothing beside it."""
    old, incoming = _beside(folder, "old"), _beside(folder, "incoming")
    if old.is_dir() and not folder.exists():
        old.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
    shutil.rmtree(incoming, ignore_errors=True)


def put(folder: Path, texts: Mapping[str, str], steps: log.Steps) -> None:
    """Write the files aside, bring them to the disk, and let them take the place of the folder."""
    old, incoming = _beside(folder, "old"), _beside(folder, "incoming")
    shutil.rmtree(incoming, ignore_errors=True)
    incoming.mkdir(parents=True, mode=0o700)
    for name, text in texts.items():
        steps.step()
        (incoming / name).write_text(text, encoding="utf-8", newline="")
        steps.step()
        log.sync(incoming / name)
    log.sync(incoming)
    steps.step()
    if folder.exists():
        folder.rename(old)
    steps.step()
    incoming.rename(folder)
    steps.step()
    log.sync(folder.parent)
    shutil.rmtree(old, ignore_errors=True)


def csv_text(rows: Iterable[Row]) -> str:
    """The rows as CSV, with the names of their fields as headings."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows([getattr(row, name) for name in HEADER] for row in rows)
    return out.getvalue()


def _beside(folder: Path, what: str) -> Path:
    return folder.with_name(f".{folder.name}.{what}")

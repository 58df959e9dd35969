"""Pages that were read before a fetch was interrupted, so that the next one goes on where it stopped.

What is kept is what would be written anyway: records without numbers of people (`records`), in a folder that only its
owner can read. It goes when the fetch is done, when another one is asked, and when it is a day old.
"""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from schakel.chain.problem import Problem, Refusal
from schakel.data import log

ABOUT = "about.json"
DAY = 86_400.0


@contextmanager
def alone(folder: Path, name: str) -> Iterator[None]:
    """Hold the folder of kept pages for one fetch. Refusal when another fetch into `name` goes on.

    It stays only where pages were kept that the next fetch may go on with.
    """
    folder.absolute().mkdir(parents=True, exist_ok=True, mode=0o700)
    with ExitStack() as held:
        try:
            held.enter_context(log.locked(folder))
        except Refusal:
            raise Refusal((Problem("zgw_busy", name),)) from None
        yield
        shutil.rmtree(folder, ignore_errors=True)


class KeptPages:
    """folder: beside that of the delivery. asked: what is fetched, and under which key; pages of another ask go."""

    def __init__(self, folder: Path, asked: str, clock: Callable[[], float] = time.time) -> None:
        self.folder = folder
        about = _read(folder / ABOUT)
        age = clock() - about["began"] if about else DAY
        self.is_resumed = about is not None and about["asked"] == asked and 0 <= age < DAY
        if not self.is_resumed:
            self.drop()
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write(folder / ABOUT, {"asked": asked, "began": clock()})

    def page(self, name: str, number: int, url: str) -> dict[str, Any] | None:
        """A page of a list as it was kept, if it was read from the same address."""
        found = _read(self._path(name, number))
        return found if found and found.get("url") == url else None

    def keep(self, name: str, number: int, page: dict[str, Any]) -> None:
        """Keep a page, whole or not at all."""
        path = self._path(name, number)
        path.parent.mkdir(exist_ok=True, mode=0o700)
        _write(path, page)

    def forget(self, name: str) -> None:
        """Let go of a list, that was read wrongly."""
        shutil.rmtree(self.folder / name, ignore_errors=True)

    def drop(self) -> None:
        """Let go of all pages."""
        for path in self.folder.glob("*"):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            elif path.name != log.LOCK:
                path.unlink(missing_ok=True)

    def _path(self, name: str, number: int) -> Path:
        return self.folder / name / f"{number:06}.json"


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _write(path: Path, value: dict[str, Any]) -> None:
    fresh = path.with_suffix(".tmp")
    fresh.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    fresh.replace(path)

"""What was drawn before is not drawn again: fragments on disk, by look, language, threshold, definitions and
code. A bounded number.

The folder can be thrown away at any moment. What the cache gives is what `shown` would give, byte for byte.
"""

import hashlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import schakel
from schakel.web.access.models import Network
from schakel.web.insight_desk.look import Look
from schakel.web.insight_desk.shown import Shown, shown, told_of
from schakel.web.sharing_desk.agreed import own_values
from schakel.web.workspace import current_workspace

MOST_BYTES = 200 * 2**20
EVERY = 64  # new ones between two times of tidying
ROOMS = ("chain", "sharing", "data", "insight", "draw", "report", "texts", "web/insight_desk")


@dataclass(frozen=True)
class Rendered:
    """The part of Shown that a page needs. pictures: names of the pictures that can be taken along."""

    html: str
    residents: str
    few: bool
    partners: tuple[str, ...]
    pictures: tuple[str, ...]
    digest: str
    cases: int = 0
    is_cached: bool = False


def rendered(network: Network, look: Look, lang: str) -> Rendered:
    """A look as HTML, from the cache or made now."""
    plain = look.unsized()
    file = _file(network, plain, lang)
    kept = _read(file)
    if kept:
        told_of(network, plain, kept.cases)
        return kept
    found = as_rendered(shown(network, plain, lang))
    _write(file, found)
    return found


def as_rendered(found: Shown) -> Rendered:
    """What a page needs of it."""
    names = tuple(picture.name for picture in found.pictures)
    return Rendered(found.html, found.residents, found.few, found.partners, names, found.digest, found.cases)


@lru_cache(maxsize=1)
def code_print() -> str:
    """Tells one state of the code from another, also between two releases."""
    root = files(schakel)
    told = []
    for room in ROOMS:
        folder = Path(str(root / room))
        told += [f"{path.name} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in sorted(folder.rglob("*.*"))]
    return hashlib.blake2b("\n".join((schakel.__version__, *told)).encode(), digest_size=8).hexdigest()


def _file(network: Network, look: Look, lang: str) -> Path:
    told = f"{network.pk} {network.slug} {network.log} {network.threshold} {look.key} {lang} {code_print()}"
    told = f"{told} {own_values(network)}"
    name = hashlib.blake2b(told.encode(), digest_size=16).hexdigest()
    return current_workspace().cache / "insight" / name[:2] / f"{name}.json"


def _read(file: Path) -> Rendered | None:
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        found = Rendered(**{**told, "partners": tuple(told["partners"]), "pictures": tuple(told["pictures"])})
        os.utime(file)  # what is asked for stays
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return replace(found, is_cached=True)


def _write(file: Path, found: Rendered) -> None:
    """By renaming, so that nobody reads half a file. A full disk is no reason not to answer."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=file.parent)
        with os.fdopen(descriptor, "w", encoding="utf-8") as made:
            json.dump(asdict(found), made, ensure_ascii=False)
        Path(name).replace(file)
        _tidy(file.parents[1])
    except OSError:
        return


_written = 0


def _tidy(folder: Path) -> None:
    """Now and then the files that were asked for longest ago go, until the rest fits."""
    global _written
    _written += 1
    if _written % EVERY:
        return
    kept = sorted((path.stat().st_mtime_ns, path.stat().st_size, path) for path in folder.glob("*/*.json"))
    size = sum(one for _, one, _ in kept)
    for _, one, path in kept:
        if size <= MOST_BYTES:
            return
        path.unlink(missing_ok=True)
        size -= one

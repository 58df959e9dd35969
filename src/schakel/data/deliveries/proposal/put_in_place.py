"""Files written all together or not at all, and never over a file of a person."""

import errno
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from schakel.chain.problem import Problem, Refusal


def refuse_existing(folder: Path, names: list[str]) -> None:
    """Refusal that names the files that are there already."""
    there = [name for name in names if (folder / name).exists()]
    if there:
        raise Refusal(tuple(Problem("proposal_exists", file=name) for name in there))


def put_in_place(folder: Path, texts: Mapping[str, str], *, replace: bool) -> tuple[str, ...]:
    """Write files by their names from a folder; returns the names under which older ones are kept.

    Refusal when one is there and `replace` is not given, or when the disk does not allow it; then nothing changed.
    """
    if not replace:
        refuse_existing(folder, list(texts))
    aside = folder / f".proposed-{os.getpid()}"
    moved: list[tuple[Path, Path]] = []
    kept: list[str] = []
    try:
        for name, text in texts.items():
            (aside / name).parent.mkdir(parents=True, exist_ok=True)
            (aside / name).write_text(text, encoding="utf-8", newline="\n")
        for name in texts:
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.exists():
                older = _free(target)
                _move(target, older, moved)
                kept.append(older.relative_to(folder).as_posix())
            _move(aside / name, target, moved)
    except OSError as error:
        for source, target in reversed(moved):
            target.rename(source)
        code = "disk_full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "not_writable"
        raise Refusal((Problem(code, file=folder.name),)) from None
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return tuple(kept)


def _move(source: Path, target: Path, moved: list[tuple[Path, Path]]) -> None:
    source.rename(target)
    moved.append((source, target))


def _free(path: Path) -> Path:
    """A name beside a file that nothing has: `sources.toml.old`, then `sources.toml.2.old`."""
    tried = path.with_name(f"{path.name}.old")
    number = 2
    while tried.exists():
        tried, number = path.with_name(f"{path.name}.{number}.old"), number + 1
    return tried

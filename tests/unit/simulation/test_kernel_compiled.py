"""Compiled code gives the bits of the code as it reads, and never outlives the sources that it was made of."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import schakel
from oracle.run_bits import bits
from schakel.simulation.kernel import codes as c

SMALL = 64
CALLER = """from numba import njit

from schakel.simulation.kernel.chance import exponential, root


@njit(cache=True)
def draw() -> float:
    return exponential(root(1, 2), 3, 4)
"""
DRAW = "from schakel.simulation.kernel.caller import draw; print(draw())"
FOLDER = "import os, schakel.simulation.kernel; print(os.environ['NUMBA_CACHE_DIR'])"


def _python(*arguments: str, **environment: str) -> str:
    told = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)} | environment
    done = subprocess.run(
        [sys.executable, *arguments], env=os.environ | told, capture_output=True, text=True, check=True, timeout=600
    )
    return done.stdout.strip()


def test_compiled_or_not_and_in_whatever_room_the_bits_are_the_same() -> None:
    digest, room = _python("-m", "oracle.run_bits", str(SMALL), NUMBA_DISABLE_JIT="1").split()
    assert int(room) > SMALL, "the run must outgrow its room"
    assert bits(c.ROOMS[0]) == (digest, c.ROOMS[0])


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The package in a folder of its own, to be changed, with a function that is cached as that of the loop is."""
    own = tmp_path / "src" / "schakel"
    shutil.copytree(Path(schakel.__file__).parent, own, ignore=shutil.ignore_patterns("*.pyc"))
    (own / "simulation" / "kernel" / "caller.py").write_text(CALLER, encoding="utf-8")
    return tmp_path


def _drawn(copied: Path, **environment: str) -> float:
    home = str(copied / "cache")
    return float(_python("-c", DRAW, PYTHONPATH=str(copied / "src"), XDG_CACHE_HOME=home, **environment))


def _edit(copied: Path) -> None:
    """The logarithm, three calls deep, of a base that is a little larger."""
    source = copied / "src" / "schakel" / "simulation" / "kernel" / "logarithm.py"
    text = source.read_text(encoding="utf-8")
    assert "LN2 = 0.69" in text
    source.write_text(text.replace("LN2 = 0.69", "LN2 = 0.68"), encoding="utf-8")


def test_an_edited_inner_function_changes_the_result(copied: Path) -> None:
    before = _drawn(copied)
    assert _drawn(copied) == before
    _edit(copied)
    assert _drawn(copied) != before


def test_without_a_folder_of_its_own_it_would_not(copied: Path) -> None:
    """Why the rule is there: in one folder for all sources, the caller keeps what it was compiled with."""
    init = copied / "src" / "schakel" / "simulation" / "kernel" / "__init__.py"
    init.write_text("", encoding="utf-8")
    folder = str(copied / "one")
    before = _drawn(copied, NUMBA_CACHE_DIR=folder)
    _edit(copied)
    assert _drawn(copied, NUMBA_CACHE_DIR=folder) == before


def test_a_cache_that_was_told_to_a_parent_is_not_that_of_its_child(copied: Path) -> None:
    _edit(copied)
    child = _python("-c", FOLDER, PYTHONPATH=str(copied / "src"), XDG_CACHE_HOME=str(copied / "cache"))
    assert child != os.environ["NUMBA_CACHE_DIR"]
    assert Path(child).parent == copied / "cache" / "schakel" / "kernel"


def test_a_home_that_cannot_be_written_is_no_hindrance(tmp_path: Path) -> None:
    no_folder = tmp_path / "file"
    no_folder.touch()
    spare = tmp_path / "spare"
    spare.mkdir()
    found = Path(_python("-c", FOLDER, XDG_CACHE_HOME=str(no_folder), TMPDIR=str(spare)))
    assert found.is_relative_to(spare)
    assert found.is_dir()
    again = Path(_python("-c", FOLDER, XDG_CACHE_HOME=str(no_folder), TMPDIR=str(spare)))
    assert again == found


def test_a_temporary_folder_that_others_can_write_is_not_used(tmp_path: Path) -> None:
    no_folder = tmp_path / "file"
    no_folder.touch()
    planted = tmp_path / f"schakel-{os.getuid()}"
    planted.mkdir()
    planted.chmod(0o777)
    found = Path(_python("-c", FOLDER, XDG_CACHE_HOME=str(no_folder), TMPDIR=str(tmp_path)))
    assert not found.is_relative_to(planted)


def test_numba_imported_before_uses_the_folder_too() -> None:
    told = _python("-c", f"import numba; {FOLDER}; print(numba.config.CACHE_DIR)").split("\n")
    assert told[0] == told[1]

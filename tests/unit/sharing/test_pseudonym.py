"""Pseudonyms: stable under a key, apart between keys and domains, without a trace of what they stand for."""

import re
import stat
from pathlib import Path

import pytest

from schakel.sharing.bsn import contains_bsn
from schakel.sharing.pseudonym import KEY_BYTES, Key, pseudonyms, read_or_make_key

ONE, OTHER = Key(bytes(KEY_BYTES)), Key(b"\1" * KEY_BYTES)
IDS = [f"{n:09d}" for n in range(10_000)]


def test_same_key_same_pseudonyms() -> None:
    assert pseudonyms(ONE, "case", IDS) == pseudonyms(Key(bytes(KEY_BYTES)), "case", IDS)


def test_no_pseudonym_is_shared() -> None:
    made = [pseudonyms(ONE, "case", IDS), pseudonyms(ONE, "resident", IDS), pseudonyms(OTHER, "case", IDS)]
    assert len({name for names in made for name in names}) == 3 * len(IDS)


def test_known_value() -> None:
    """Written down once: a log loaded again next year must give the same pseudonyms."""
    assert pseudonyms(ONE, "resident", ["1", "é"]) == ["lqlhhjplcjphlscqcsjj", "qsjkspctghhdqfltrsqp"]


def test_letters_only() -> None:
    made = pseudonyms(ONE, "household", IDS)
    assert all(re.fullmatch("[bcdfghjklmnpqrst]{20}", name) for name in made)
    assert not any(contains_bsn(name) for name in made)


def test_key_file(tmp_path: Path) -> None:
    path = tmp_path / "key"
    made = read_or_make_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_or_make_key(path) == made
    assert read_or_make_key(tmp_path / "another") != made
    assert [entry.name for entry in sorted(tmp_path.iterdir())] == ["another", "key"]


def test_open_rights_are_narrowed(tmp_path: Path) -> None:
    path = tmp_path / "key"
    read_or_make_key(path)
    path.chmod(0o644)
    read_or_make_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("text", ["", "zz" * KEY_BYTES, "00" * (KEY_BYTES - 1)])
def test_what_is_no_key(tmp_path: Path, text: str) -> None:
    path = tmp_path / "key"
    path.write_text(text)
    with pytest.raises(ValueError, match="not a key"):
        read_or_make_key(path)


def test_the_secret_is_not_shown() -> None:
    assert OTHER.secret.hex() not in repr(OTHER)
    assert "\\x01" not in repr(OTHER)
    assert OTHER.id not in pseudonyms(OTHER, "case", IDS)

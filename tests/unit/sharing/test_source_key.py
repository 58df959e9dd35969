"""Key files: made whole, for the owner only, never overwritten, and refused when others can read them."""

import json
import re
import stat
from pathlib import Path

import pytest

from schakel.chain.problem import Refusal
from schakel.sharing.key_log import log_of, note
from schakel.sharing.pseudonym import Key, read_or_make_key
from schakel.sharing.source_key import ROLES, SourceKey, destroy_key, needs_role, new_key, read_key


def code_of(refused: pytest.ExceptionInfo[Refusal]) -> str:
    return refused.value.problems[0].code


def test_a_key_comes_back_as_it_was_made(tmp_path: Path) -> None:
    for role in ROLES:
        made = new_key(tmp_path / role, role)
        assert read_key(tmp_path / role) == made
        assert stat.S_IMODE((tmp_path / role).stat().st_mode) == 0o600
        assert made.key.secret.hex() not in repr(made)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(ROLES)


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    made = new_key(tmp_path / "key", "partner")
    with pytest.raises(Refusal) as refused:
        new_key(tmp_path / "key", "partner")
    assert code_of(refused) == "key_exists"
    assert read_key(tmp_path / "key") == made
    assert len(list(tmp_path.iterdir())) == 1


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        new_key(tmp_path / "nothing" / "key", "own")
    assert code_of(refused) == "not_writable"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o620, 0o601])
def test_a_key_that_others_can_reach_is_refused(tmp_path: Path, mode: int) -> None:
    new_key(tmp_path / "key", "partner")
    (tmp_path / "key").chmod(mode)
    with pytest.raises(Refusal) as refused:
        read_key(tmp_path / "key")
    assert code_of(refused) == "key_open"
    assert refused.value.problems[0].value == f"{mode:04o}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('role = "partner"', ""),
        ('role = "partner"', 'role = "boss"'),
        ('secret = "', 'secret = "0'),
        ("secret", "sekret"),
    ],
)
def test_what_is_no_key(tmp_path: Path, before: str, after: str) -> None:
    path = tmp_path / "key"
    new_key(path, "partner")
    path.write_text(path.read_text().replace(before, after))
    with pytest.raises(Refusal) as refused:
        read_key(path)
    assert code_of(refused) == "key_broken"


def test_two_secrets_in_one_file_are_no_key(tmp_path: Path) -> None:
    path = tmp_path / "key"
    new_key(path, "partner")
    path.write_text(path.read_text() * 2)
    with pytest.raises(Refusal):
        read_key(path)


def test_a_log_s_key_and_a_source_s_key_are_not_taken_for_each_other(tmp_path: Path) -> None:
    read_or_make_key(tmp_path / "log")
    with pytest.raises(Refusal) as refused:
        read_key(tmp_path / "log")
    assert code_of(refused) == "key_broken"
    new_key(tmp_path / "source", "own")
    with pytest.raises(ValueError, match="not a key"):
        read_or_make_key(tmp_path / "source")


def test_fingerprints_tell_keys_and_roles_apart() -> None:
    keys = [SourceKey(role, Key(bytes([byte]) * 32)) for role in ROLES for byte in range(30)]
    assert len({key.fingerprint for key in keys}) == len(keys)
    assert all(re.fullmatch("[b-t]{4}-[b-t]{4}-[b-t]{4}", key.fingerprint) for key in keys)


def test_the_wrong_role_is_named() -> None:
    with pytest.raises(Refusal) as refused:
        needs_role(SourceKey("partner", Key(bytes(32))), "custodian", "k")
    assert (refused.value.problems[0].value, refused.value.problems[0].allowed) == ("partner", "custodian")


def test_a_destroyed_key_is_gone_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "key"
    made = new_key(path, "custodian")
    (tmp_path / "same-bytes").hardlink_to(path)  # what the disk held, seen through another name
    assert destroy_key(path) == made
    assert not path.exists()
    left = (tmp_path / "same-bytes").read_bytes()
    assert made.key.secret.hex().encode() not in left
    assert b"custodian" not in left


def test_what_cannot_be_noted_is_refused(tmp_path: Path) -> None:
    key = tmp_path / "key"
    note(key, "new", role="partner")
    note(key, "destroy", role="partner")
    lines = [json.loads(line) for line in log_of(key).read_text().splitlines()]
    assert [line["act"] for line in lines] == ["new", "destroy"]
    assert stat.S_IMODE(log_of(key).stat().st_mode) == 0o600
    with pytest.raises(Refusal) as refused:
        note(tmp_path / "nothing" / "key", "new")
    assert code_of(refused) == "key_log"

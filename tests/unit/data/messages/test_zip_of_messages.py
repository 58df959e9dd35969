"""A zip of messages is read member by member: nothing of it reaches the disk, and what means harm is refused."""

import gzip
import tempfile
import zipfile
from pathlib import Path

import duckdb
import pytest
from benchmarks.make_messages import messages

from schakel.chain.problem import Refusal
from schakel.data.deliveries.load_log import load_log
from schakel.data.messages import archive
from schakel.data.messages.archive import holds_messages, laid_out
from schakel.data.messages.read_messages import read_messages
from schakel.data.readers import zip_members
from schakel.data.readers.zip_delivery import MAX_MEMBERS
from schakel.report.terminal import problem_sentence
from unit.data.messages.message_texts import write
from unit.data.messages.test_message_source import CHAIN, rows_of
from unit.data.workbooks import Part, zipped

GOOD = {f"{number}.xml": text for number, text in enumerate(CHAIN)}


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An own folder for all that is temporary."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def refused(path: Path) -> tuple[str, str]:
    """Code and value of the first problem; its sentence can be said."""
    with duckdb.connect() as connection, pytest.raises(Refusal) as refusal:
        read_messages(connection, path)
    problem = refusal.value.problems[0]
    assert all(problem_sentence(problem, lang) for lang in ("nl", "en"))
    return problem.code, problem.value


def test_more_than_a_thousand_are_read(tmp_path: Path) -> None:
    many = MAX_MEMBERS + 200
    members: dict[str, Part] = {f"{n // 1000}/{n:05}.xml": text for n, text in enumerate(messages(many))}
    path = zipped(tmp_path / "m.zip", members)
    with duckdb.connect() as connection:
        raw = read_messages(connection, path)
    assert next(one.n for one in raw.notices if one.code == "messages_read") == many


def test_nothing_of_it_reaches_the_disk(tmp_path: Path, temporary: Path) -> None:
    path = zipped(tmp_path / "m.zip", GOOD)
    with laid_out(path) as (files, _):
        read = {file.name: b"".join(file.blocks()).decode() for file in files}
        assert not list(temporary.iterdir())
    assert read == {f"m.zip/{name}": text for name, text in GOOD.items()}


def test_too_many_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = zipped(tmp_path / "m.zip", GOOD)
    monkeypatch.setattr(archive, "MAX_MESSAGES", len(GOOD) - 1)
    assert refused(path) == ("zip_many", str(len(GOOD)))
    monkeypatch.setattr(zip_members, "_directory_size", lambda _: zip_members.MESSAGES_DIRECTORY_LIMIT + 1)
    assert refused(path)[0] == "zip_directory"
    assert not holds_messages(path)


@pytest.mark.parametrize(
    ("name", "part", "code"),
    [
        ("../a.xml", CHAIN[0], "zip_name"),
        ("0.XML", CHAIN[0], "zip_double"),
        ("a.xml", gzip.compress(CHAIN[0].encode()), "zip_nested"),
        ("a.xml", b"", "file_empty"),
        ("a.xml", b" " * (200 << 20), "message_size"),
        ("a.zip", b"PK", "zip_nested"),
    ],
    ids=["leads elsewhere", "twice on some system", "packed itself", "empty", "too large", "a zip in it"],
)
def test_one_that_means_harm(name: str, part: Part, code: str, tmp_path: Path) -> None:
    assert refused(zipped(tmp_path / "m.zip", GOOD | {name: part}))[0] == code


def test_a_bomb_of_many_members_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each within the size of a message, and together far more than their zip may be."""
    monkeypatch.setattr(zip_members, "UNPACKED_FLOOR", 1 << 20)
    huge = b"<!--" + b" " * (1 << 19) + b"-->"
    path = zipped(tmp_path / "m.zip", GOOD | {f"z{n}.xml": huge for n in range(12)})
    with duckdb.connect() as connection, pytest.raises(Refusal) as refusal:
        read_messages(connection, path)
    assert [one.code for one in refusal.value.problems] == ["zip_bomb"]


def test_a_password_and_damage(tmp_path: Path) -> None:
    data = bytearray(zipped(tmp_path / "m.zip", GOOD).read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    (tmp_path / "m.zip").write_bytes(data)
    assert refused(tmp_path / "m.zip") == ("zip_encrypted", "0.xml")
    with zipfile.ZipFile(tmp_path / "n.zip", "w", zipfile.ZIP_BZIP2) as packed:
        packed.writestr("a.xml", CHAIN[0])
    assert refused(tmp_path / "n.zip") == ("zip_method", "a.xml")


def test_zips_and_files_of_one_delivery_are_one_whole(tmp_path: Path) -> None:
    log, plain = tmp_path / "log", tmp_path / "plain"
    write(log / "m", CHAIN[:2])
    zipped(log / "m" / "later.zip", {f"{n}.xml": text for n, text in enumerate(CHAIN[2:])})
    write(plain / "m", CHAIN)
    for folder, files in ((log, '["m/*.xml", "m/*.zip"]'), (plain, '"m/*.xml"')):
        (folder / "sources.toml").write_text(f'[[source]]\nname = "gemeente"\nfiles = {files}\n', encoding="utf-8")
        load_log(folder)
    assert rows_of(log) == rows_of(plain)

"""Backup and restore with real processes: of one moment while others write, equal afterwards, and nothing believed."""

import io
import json
import shutil
import sqlite3
import tarfile
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from schakel.chain.problem import Refusal
from schakel.web.operation.archive import MANIFEST
from schakel.web.operation.backup import back_up, restore
from web.processes import EVENTS, WRITER, ended, schakel, started

Members = dict[str, bytes]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a network, a log and a theme; tests that change it take a copy."""
    root = tmp_path_factory.mktemp("kept") / "werkbank"
    schakel("workspace", "new", root, "--name", "Proef")
    source = root.parent / "milestones.csv"
    source.write_text(EVENTS, encoding="utf-8")
    network = root / "networks" / "proef"
    (network / "logs").mkdir(parents=True)
    (network / "network.toml").write_text("# kept\n", encoding="utf-8")
    (root / "theme.css").write_text(":root {}\n", encoding="utf-8")
    (root / "cache" / "thrown-away").write_text("x", encoding="utf-8")
    schakel("load", source, "--into", network / "logs" / "proef")
    return root


@pytest.fixture(scope="module")
def archive(kept: Path) -> Path:
    """A backup of it as a zip."""
    file = kept.parent / "kopie.zip"
    assert "Reservekopie gemaakt" in schakel("workspace", "backup", kept, file)
    return file


def figures(root: Path) -> str:
    return schakel("figures", root / "networks" / "proef" / "logs" / "proef", "--json")


@pytest.mark.parametrize("kind", [".zip", ".tar"])
def test_a_backup_during_writes_is_of_one_moment_and_comes_back_whole(kind: str, kept: Path, tmp_path: Path) -> None:
    root = tmp_path / "druk"
    shutil.copytree(kept, root)
    writer = started(root, script=WRITER)
    assert writer.stdout is not None
    try:
        before = int(writer.stdout.readline())
        file = tmp_path / f"kopie{kind}"
        made = back_up(root, file)
        for _ in range(3):
            after = int(writer.stdout.readline())  # it went on meanwhile
    finally:
        told = ended(writer)
    assert not told
    assert made.files >= 8
    assert file.stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["druk", file.name]
    with sqlite3.connect(root / "db.sqlite3") as con:
        last = con.execute("SELECT count(*) FROM record_entry").fetchone()[0]
    back = tmp_path / "terug"
    restore(file, back)
    with closing(sqlite3.connect(back / "db.sqlite3")) as con:
        lines, seq = con.execute("SELECT count(*), max(seq) FROM record_entry").fetchone()
        assert con.execute("SELECT seq FROM record_head").fetchone()[0] == seq == lines
    assert before < lines <= last
    assert after > before
    told = schakel("workspace", "check", back)
    assert f"ongebroken: {lines}" in told
    assert "NIET GOED" not in told


def test_figures_are_equal_after_a_restore_and_rights_are_narrow(kept: Path, archive: Path, tmp_path: Path) -> None:
    back = tmp_path / "terug"
    assert "Iedereen meldt zich opnieuw aan" in schakel("workspace", "restore", archive, back)
    assert figures(back) == figures(kept)
    for path in kept.rglob("*"):
        name = path.relative_to(kept)
        if "processing" in name.parts and path.suffix == ".jsonl":  # both were read since, and each tells so
            assert (back / name).read_bytes().splitlines()[0] == path.read_bytes().splitlines()[0]
        elif path.is_file() and name.parts[0] not in ("cache", "secret", "db.sqlite3") and path.name != ".lock":
            assert (back / name).read_bytes() == path.read_bytes()
    assert not (back / "cache" / "thrown-away").exists()
    assert (back / "secret").read_text(encoding="ascii") != (kept / "secret").read_text(encoding="ascii")
    assert not [path for path in (back, *back.rglob("*")) if path.stat().st_mode & 0o077]


def test_the_secret_comes_along_only_when_asked(kept: Path, tmp_path: Path) -> None:
    file, back = tmp_path / "alles.tar", tmp_path / "terug"
    told = schakel("workspace", "backup", kept, file, "--with-secret")
    assert "kan zich voordoen" in told
    _, fresh = restore(file, back)
    assert not fresh
    assert (back / "secret").read_bytes() == (kept / "secret").read_bytes()


def test_a_backup_can_be_read_without_schakel(archive: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        assert opened.testzip() is None
        told = json.loads(opened.read(MANIFEST))
        assert set(opened.namelist()) == {*told["files"], MANIFEST}
        names = set(told["files"])
    assert (told["workspace"], told["database"], told["secret"]) == ("Proef", "sqlite", False)
    assert {"workspace.toml", "theme.css", "db.sqlite3", "networks/proef/logs/proef/key"} <= names
    assert not {name for name in names if name.startswith(("cache", "secret")) or ".lock" in name or "-wal" in name}


def test_what_is_half_written_and_links_are_no_part(kept: Path, tmp_path: Path) -> None:
    root = tmp_path / "half"
    shutil.copytree(kept, root)
    log = root / "networks" / "proef" / "logs" / "proef"
    (log / "snapshots" / ".incoming-1").mkdir()
    (log / "snapshots" / ".incoming-1" / "part").write_text("x", encoding="utf-8")
    (log / "current.tmp").write_text("x", encoding="utf-8")
    back_up(root, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as opened:
        assert not [name for name in opened.namelist() if "incoming" in name or name.endswith(".tmp")]
    (log / "passwd").symlink_to("/etc/passwd")
    with pytest.raises(Refusal, match="workbench_link"):
        back_up(root, tmp_path / "b.zip")
    assert not (tmp_path / "b.zip").exists()


@pytest.mark.parametrize(
    ("name", "code"),
    [("kopie.zip", "exists"), ("kopie.rar", "kind"), ("werkbank/kopie.zip", "inside"), ("none/a.zip", "no_folder")],
)
def test_where_a_backup_may_not_go(name: str, code: str, kept: Path, archive: Path) -> None:
    with pytest.raises(Refusal, match=code):
        back_up(kept, kept.parent / name)


def _rewritten(change: Callable[[Members], None], archive: Path, file: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    change(members)
    with zipfile.ZipFile(file, "w") as out:
        for name, content in members.items():
            out.writestr(name, content)


def _manifest(change: Callable[[dict[str, object]], None]) -> Callable[[Members], None]:
    def changed(members: Members) -> None:
        told = json.loads(members[MANIFEST])
        change(told)
        members[MANIFEST] = json.dumps(told).encode()

    return changed


def _moved(to: str) -> Callable[[Members], None]:
    def changed(members: Members) -> None:
        told = json.loads(members[MANIFEST])
        told["files"][to] = told["files"].pop("theme.css")
        members[to] = members.pop("theme.css")
        members[MANIFEST] = json.dumps(told).encode()

    return changed


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda members: members.update({"theme.css": b":ROOT {}\n"}), "differs"),
        (lambda members: members.update({"extra": b"x"}), "broken"),
        (lambda members: members.pop("theme.css"), "broken"),
        (lambda members: members.pop(MANIFEST), "broken"),
        (lambda members: members.update({MANIFEST: b"[]"}), "broken"),
        (lambda members: members.update({MANIFEST: b"\xff"}), "broken"),
        (_manifest(lambda told: told.update(format=99)), "format"),
        (_manifest(lambda told: told.update(files={})), "broken"),
        (_moved("../outside.css"), "unsafe"),
        (_moved("/tmp/outside.css"), "unsafe"),  # noqa: S108
        (_moved("a/../../outside.css"), "unsafe"),
        (_moved("./theme.css"), "unsafe"),
        (_moved("networks//theme.css"), "unsafe"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_backup_that_lies_is_refused_and_nothing_is_left(
    change: Callable[[Members], None], code: str, archive: Path, tmp_path: Path
) -> None:
    file = tmp_path / "in" / "kopie.zip"
    file.parent.mkdir()
    _rewritten(change, archive, file)
    with pytest.raises(Refusal, match=code):
        restore(file, tmp_path / "out" / "terug")
    assert not list((tmp_path / "out").iterdir())
    assert not (tmp_path / "outside.css").exists()


def test_links_folders_and_doubles_in_a_tar_are_refused(tmp_path: Path) -> None:
    def link(name: str, kind: bytes) -> tarfile.TarInfo:
        told = tarfile.TarInfo(name)
        told.type, told.linkname = kind, "/etc/passwd"
        return told

    for number, members in enumerate(
        (
            [link("a", tarfile.SYMTYPE)],
            [link("a", tarfile.LNKTYPE)],
            [link("a", tarfile.CHRTYPE)],
            [link("a", tarfile.DIRTYPE)],
            [tarfile.TarInfo("a"), tarfile.TarInfo("a")],
        )
    ):
        file = tmp_path / f"{number}.tar"
        with tarfile.open(file, "w") as out:
            for member in members:
                out.addfile(member, io.BytesIO())
        with pytest.raises(Refusal, match="unsafe"):
            restore(file, tmp_path / "terug")
        assert not (tmp_path / "terug").exists()


@pytest.mark.parametrize("kind", [".zip", ".tar"])
def test_a_backup_that_is_cut_or_has_a_flipped_bit_is_never_half_restored(
    kind: str, kept: Path, tmp_path: Path
) -> None:
    whole = tmp_path / f"heel{kind}"
    back_up(kept, whole)
    content = whole.read_bytes()
    file, out = tmp_path / f"kapot{kind}", tmp_path / "out"
    for step in range(1, 12):
        place = len(content) * step // 12
        flipped = bytearray(content)
        flipped[place] ^= 0x10
        for bad in (content[:place], bytes(flipped)):
            file.write_bytes(bad)
            try:
                restore(file, out / "terug")
            except Refusal:
                assert not list(out.iterdir())
            else:  # the bit was one of padding: then all of it must be right
                assert (out / "terug" / "theme.css").read_bytes() == (kept / "theme.css").read_bytes()
                shutil.rmtree(out / "terug")


def test_a_folder_with_something_in_it_is_left_alone(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("x", encoding="utf-8")
    assert "staat al iets" in schakel("workspace", "restore", archive, tmp_path, code=2)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_the_check_tells_what_is_not_whole(archive: Path, tmp_path: Path) -> None:
    root = tmp_path / "terug"
    restore(archive, root)
    assert "NIET GOED" not in schakel("workspace", "check", root)
    parquet = next(root.rglob("steps/**/*.parquet"))
    content = bytearray(parquet.read_bytes())
    content[len(content) // 2] ^= 1
    parquet.write_bytes(content)
    (root / "secret").chmod(0o644)
    with closing(sqlite3.connect(root / "db.sqlite3")) as con, con:
        con.execute("UPDATE record_head SET seq = 7")
        con.execute(
            "INSERT INTO record_head (id, seq, hash) SELECT 1, 7, 'x' WHERE NOT EXISTS (SELECT 1 FROM record_head)"
        )
    told = schakel("workspace", "check", root, code=2)
    assert f"NIET GOED  Momentopname {parquet.parents[2].name}" in told
    assert "NIET GOED  secret is ook voor anderen te lezen (644)" in told
    assert "NIET GOED  Het vastgelegde verloop is gewijzigd bij regel 1" in told
    (root / "db.sqlite3").write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    assert "De database is beschadigd" in schakel("workspace", "check", root, code=2)

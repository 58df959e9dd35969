"""A delivery in a zip: what is laid out, and what is never let out of it."""

import gzip
import stat
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest

from schakel.chain.problem import Notice, Problem, Refusal
from schakel.data.check import check
from schakel.data.readers.zip_delivery import MAX_MEMBERS, Unpacked, unpacked
from schakel.data.source import look_at
from schakel.data.sql import rows
from unit.data.source_examples import HEAD, column, parquet, staged
from unit.data.workbooks import FIXED, Part, workbook, zipped

CSV = f"{HEAD}\nZ-1,Melding,Loket,2024-02-01\nZ-1,Gesprek,Wijkteam,2024-02-12\n"


def delivery(folder: Path, members: Mapping[str, Part]) -> Path:
    """A zip called delivery.zip."""
    return zipped(folder / "delivery.zip", members)


def laid_out(tmp_path: Path, path: Path) -> tuple[Unpacked, list[str]]:
    """What is unpacked, and all files in the folder by their names there."""
    folder = tmp_path / "out"
    folder.mkdir()
    found = unpacked(path, folder)
    return found, sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())


def refused(tmp_path: Path, path: Path) -> Problem:
    """The problem of a zip, after which nothing lies in the folder or beside it."""
    folder = tmp_path / "deep" / "out"
    folder.mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(Refusal) as refusal:
        unpacked(path, folder)
    assert sorted(tmp_path.rglob("*")) == before
    assert len(refusal.value.problems) == 1
    return refusal.value.problems[0]


def member(name: str, mode: int = stat.S_IFREG | 0o644) -> zipfile.ZipInfo:
    """A member with a Unix mode."""
    info = zipfile.ZipInfo(name, FIXED)
    info.external_attr = mode << 16
    return info


def test_files_with_rows_are_laid_out_in_the_order_of_their_names(tmp_path: Path) -> None:
    members: dict[str, Part] = {
        "2024/feb.csv": CSV,
        "2024/jan.csv": CSV * 2,
        "2024/": "",
        "Cliënten.XLSX": "x",
        "log.xes.gz": gzip.compress(b"x", mtime=0),
        "oud.xls": "x",
        "toelichting.pdf": "x",
        "a.txt": "b",
        "__MACOSX/2024/._feb.csv": "x",
        ".DS_Store": "x",
        "2024/Thumbs.db": "x",
    }
    found, files = laid_out(tmp_path, delivery(tmp_path, members))
    names = ["2024/feb.csv", "2024/jan.csv", "Cliënten.XLSX", "a.txt", "log.xes.gz", "oud.xls"]
    assert files == sorted(names)
    assert [path.relative_to(tmp_path / "out").as_posix() for path in found.paths] == names
    assert found.paths[1].read_text() == CSV * 2
    assert found.notices == (Notice("zip_others", 1, "delivery.zip", more=(("names", "toelichting.pdf"),)),)


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/x.csv",
        "a/../../x.csv",
        "..",
        "/etc/x.csv",
        "C:/x.csv",
        "C:x.csv",
        "..\\..\\x.csv",
        "\\\\server\\x.csv",
        "a//x.csv",
        "./x.csv",
        "x.csv:stream.csv",
        "a/\x1b[31m.csv",
        "x\n.csv",
        "aux.csv",
        "a./x.csv",
        "x.csv ",
        "n" * 300 + ".csv",
    ],
)
def test_32_names_that_lead_elsewhere(name: str, tmp_path: Path) -> None:
    found = refused(tmp_path, delivery(tmp_path, {"a.csv": CSV, name: CSV}))
    assert found.code == "zip_name"
    assert found.value.isprintable()


def test_32_a_nul_in_a_name_hides_nothing(tmp_path: Path) -> None:
    path = delivery(tmp_path, {"ab.csv.exe": CSV})
    path.write_bytes(path.read_bytes().replace(b"ab.csv.exe", b"ab.csv\0exe"))
    assert refused(tmp_path, path).code == "zip_name"


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
def test_32_what_is_no_file(kind: int, tmp_path: Path) -> None:
    path = zipped(tmp_path / "delivery.zip", [(member("a.csv"), CSV), (member("b.csv", kind | 0o777), "/etc/passwd")])
    assert refused(tmp_path, path) == Problem("zip_link", "delivery.zip", value="b.csv")


@pytest.mark.parametrize("name", ["b.zip", "b.ZIP", "b.tar.gz", "b.tgz", "b.7z", "b.rar"])
def test_33_what_is_packed_itself(name: str, tmp_path: Path) -> None:
    path = delivery(tmp_path, {"a.csv": CSV, name: b"x"})
    assert refused(tmp_path, path) == Problem("zip_nested", "delivery.zip", value=name)


def test_33_a_zip_that_is_called_csv(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", {"a.csv": CSV}).read_bytes()
    found = check(delivery(tmp_path, {"a.csv": inner}))
    assert found.problems == (Problem("kind_differs", "delivery.zip/a.csv", value="ZIP", allowed="CSV"),)


def test_33_very_many_files(tmp_path: Path) -> None:
    few = {f"{n}.csv": "x" for n in range(MAX_MEMBERS)}
    assert len(laid_out(tmp_path, delivery(tmp_path, few))[0].paths) == MAX_MEMBERS
    found = refused(tmp_path, delivery(tmp_path, few | {"more.csv": "x"}))
    assert found == Problem("zip_many", "delivery.zip", value="1001", allowed="1000")


def test_33_a_list_of_members_beyond_measure(tmp_path: Path) -> None:
    path = delivery(tmp_path, {f"{n:0200}": "" for n in range(20_000)})
    assert refused(tmp_path, path) == Problem("zip_directory", "delivery.zip", allowed="4 MB")


def test_33_a_bomb_is_counted_while_it_unpacks(tmp_path: Path) -> None:
    path = delivery(tmp_path, {"a.csv": CSV, "b.csv": b"0" * (300 << 20)})
    found = refused(tmp_path, path)
    assert (found.code, found.value) == ("zip_bomb", "b.csv")
    assert int(dict(found.more)["limit"]) < 100


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_33_a_way_of_packing_that_cannot_be_stopped_halfway(method: int, tmp_path: Path) -> None:
    path = tmp_path / "delivery.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr(zipfile.ZipInfo("a.csv", FIXED), CSV, method)
    assert refused(tmp_path, path) == Problem("zip_method", "delivery.zip", value="a.csv")


def test_a_list_that_is_told_of_in_the_record_of_large_zips(tmp_path: Path) -> None:
    path = delivery(tmp_path, {"a.csv": CSV})
    data = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        start = archive.start_dir
    end = len(data) - 22
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, end - start, start)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    last = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    path.write_bytes(data[:end] + record + locator + last)
    assert len(laid_out(tmp_path, path)[0].paths) == 1


def test_33_many_members_that_are_the_same_bytes(tmp_path: Path) -> None:
    """Members of a list that all point to one packed part."""
    packed = tmp_path / "delivery.zip"
    zipped(packed, {"00.csv": b"0" * (20 << 20)})
    data = packed.read_bytes()
    with zipfile.ZipFile(packed) as archive:
        start = archive.start_dir
    entry = data[start : data.rindex(b"PK\x05\x06")]
    entries = b"".join(entry.replace(b"00.csv", f"{n:02}.csv".encode()) for n in range(20))
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 20, 20, len(entries), start, 0)
    packed.write_bytes(data[:start] + entries + end)
    assert refused(tmp_path, packed).code in ("zip_bomb", "zip_broken")


def test_33_a_header_that_lies_about_the_size(tmp_path: Path) -> None:
    path = delivery(tmp_path, {"a.csv": b"0" * (80 << 20)})
    path.write_bytes(path.read_bytes().replace(struct.pack("<L", 80 << 20), struct.pack("<L", 100)))
    assert refused(tmp_path, path).code == "zip_broken"


def test_34_encrypted(tmp_path: Path) -> None:
    path = delivery(tmp_path, {"a.csv": CSV})
    data = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    path.write_bytes(data)
    assert refused(tmp_path, path) == Problem("zip_encrypted", "delivery.zip", value="a.csv")


@pytest.mark.parametrize(
    ("names", "double"),
    [
        (("a.csv", "A.CSV"), "A.CSV"),
        (("é.csv", "e\u0301.csv"), "e\u0301.csv"),
        (("a", "a/b.csv"), "a/b.csv"),
        (("a/b.csv", "a"), "a"),
        (("a", "a/"), "a/"),
    ],
)
def test_names_that_are_one_on_some_system(names: tuple[str, str], double: str, tmp_path: Path) -> None:
    found = refused(tmp_path, delivery(tmp_path, dict.fromkeys(names, CSV)))
    assert found == Problem("zip_double", "delivery.zip", value=double)


def test_the_same_name_twice(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        path = zipped(tmp_path / "delivery.zip", [(member("a.csv"), CSV), (member("a.csv"), "other")])
    assert refused(tmp_path, path) == Problem("zip_double", "delivery.zip", value="a.csv")


def test_nothing_that_can_be_read(tmp_path: Path) -> None:
    found = refused(tmp_path, delivery(tmp_path, {"brief.pdf": "x", "__MACOSX/a.csv": "x"}))
    assert (found.code, found.value) == ("zip_empty", "brief.pdf")


@pytest.mark.parametrize("cut", [4, 40, 100, 180])
def test_a_cut_zip(cut: int, tmp_path: Path) -> None:
    path = delivery(tmp_path, {"a.csv": CSV})
    path.write_bytes(path.read_bytes()[:cut])
    assert refused(tmp_path, path) == Problem("zip_broken", "delivery.zip")


# As a source


def test_a_zip_with_one_file_is_read_as_that_file(tmp_path: Path) -> None:
    found, events = staged(delivery(tmp_path, {"map/log.csv": CSV, "brief.pdf": "x"}))
    assert column(events, "activity") == ["Melding", "Gesprek"]
    assert column(events, "source_row") == [2, 3]
    assert set(column(events, "source")) == {"delivery"}
    assert found.deliveries[0].file == "delivery.zip/map/log.csv"
    assert [notice.code for notice in found.deliveries[0].notices] == ["zip_others"]


def test_a_workbook_in_a_zip(tmp_path: Path) -> None:
    inner = workbook(tmp_path / "log.xlsx").read_bytes()
    found, events = staged(delivery(tmp_path, {"log.xlsx": inner}))
    assert column(events, "activity") == ["Melding", "Gesprek", "Melding"]
    assert found.deliveries[0].format == "excel"


def test_parquet_in_a_zip_outlives_the_folder(tmp_path: Path) -> None:
    select = "SELECT 'Z-' || i AS case_id, ' Melding ' AS activity, DATE '2024-02-01' AS started FROM range(5) r(i)"
    path = parquet(tmp_path, select)
    expected = staged(path)[1]
    _, events = staged(delivery(tmp_path, {"log.parquet": path.read_bytes()}))
    assert [{**event, "source": ""} for event in events] == [{**event, "source": ""} for event in expected]


def test_nothing_is_left_in_the_connection(tmp_path: Path) -> None:
    path = parquet(tmp_path, "SELECT 'Z-1' AS case_id, 'Melding' AS activity, 5 AS started")
    with duckdb.connect() as connection:
        look = look_at(connection, delivery(tmp_path, {"log.parquet": path.read_bytes()}))
        assert [(p.code, p.file) for p in look.problems] == [("column_type", "delivery.zip/log.parquet")]
        left = (
            "SELECT table_name FROM duckdb_tables() UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal"
        )
        assert rows(connection, left) == []


def test_problems_name_the_file_in_the_zip(tmp_path: Path) -> None:
    found = check(delivery(tmp_path, {"log.csv": CSV + "Z-2,Melding,Loket,31-02-2024\n"}))
    assert [(p.code, p.file, p.row) for p in found.problems] == [("date_wrong", "delivery.zip/log.csv", 4)]
    found = check(delivery(tmp_path, {"log.csv": CSV + "Z-2\n"}))
    assert [(p.code, p.file, p.row) for p in found.problems] == [("row_short", "delivery.zip/log.csv", 4)]


def test_several_files_need_a_sources_file(tmp_path: Path) -> None:
    found = check(delivery(tmp_path, {"a.csv": CSV, "b.csv": CSV}))
    assert found.problems == (Problem("zip_several", "delivery.zip", value="a.csv, b.csv", more=(("n", 2),)),)

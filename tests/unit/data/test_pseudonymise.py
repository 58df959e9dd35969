"""A partner's file goes through: what is written, what stays, and what is refused with row and column."""

import csv
import gzip
import io
import random
import stat
import tracemalloc
from pathlib import Path

import pytest

from schakel.chain.problem import Problem, Refusal
from schakel.data.mapping import FileForm
from schakel.data.pseudonymise.columns import Asked
from schakel.data.pseudonymise.csv_line import csv_line
from schakel.data.pseudonymise.pseudonymise import Pseudonymised, pseudonymise
from schakel.sharing.bsn import contains_bsn
from schakel.sharing.source_key import SourceKey
from schakel.sharing.source_pseudonym import AtSource
from unit.data.source_files import CUSTODIAN, DOMAIN, OWN, PARTNER, STRANGE, many
from unit.data.workbooks import workbook

BSN = Asked(ids=("bsn",))


def through(
    content: bytes, folder: Path, asked: Asked = BSN, key: SourceKey = PARTNER, form: FileForm | None = None
) -> str:
    (folder / "in.csv").write_bytes(content)
    pseudonymise(folder / "in.csv", folder / "out.csv", key, DOMAIN, asked, form=form)
    return (folder / "out.csv").read_bytes().decode()


def refused(content: bytes, folder: Path, asked: Asked = BSN, **more: object) -> list[Problem]:
    """The problems; and nothing is left of it."""
    with pytest.raises(Refusal) as found:
        through(content, folder, asked, **more)  # type: ignore[arg-type]
    assert [path.name for path in folder.iterdir()] == ["in.csv"]
    return list(found.value.problems)


def name(text: str, key: SourceKey = PARTNER) -> str:
    return AtSource(key, DOMAIN).name(text)


@pytest.mark.parametrize("content", STRANGE.values(), ids=STRANGE.keys())
def test_only_the_ids_change(content: bytes, tmp_path: Path) -> None:
    """Beside Python's own reader and writer: the same cells, in the same order, but for the ids."""
    out = through(content, tmp_path)
    delimiter = next(sign for sign in ",;\t|" if sign in out.partition("\n")[0] or sign == "|")
    before = [
        row for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter) if row
    ]
    after = list(csv.reader(io.StringIO(out, newline=""), delimiter=delimiter))
    place = [cell.casefold() for cell in before[0]].index("bsn")
    assert after[0][place] == "pseudoniem"
    for was, now in zip(before[1:], after[1:], strict=True):
        assert now[place] == name(was[place])
        assert now[:place] + now[place + 1 :] == was[:place] + was[place + 1 :]
    assert not contains_bsn(out)


def test_the_bytes_are_those_of_the_rule(tmp_path: Path) -> None:
    out = through('\ufeffBSN;n;x\r\n111222333;"a;""b""";\r\n;"c\r\nd";"plain"\r\n'.encode(), tmp_path)
    assert out == f'pseudoniem;n;x\n{name("111222333")};"a;""b""";\n;"c\r\nd";plain\n'
    assert stat.S_IMODE((tmp_path / "out.csv").stat().st_mode) == 0o600


def test_lines_read_back_as_they_were_written() -> None:
    draw = random.Random(5)  # noqa: S311
    for _ in range(2000):
        cells = ["".join(draw.choices('ab,;"\r\n é', k=draw.randrange(4))) for _ in range(draw.randrange(1, 5))]
        for delimiter in ",;":
            line = csv_line(cells, delimiter)
            assert list(csv.reader(io.StringIO(line, newline=""), delimiter=delimiter, strict=True)) == [cells]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("windows-1252", "bsn;n\n111222333;café €\n"),
        ("utf-16", "bsn;n\n111222333;café €\n"),
        ("iso-8859-15", "bsn;€\n1;é\n"),
    ],
)
def test_other_encodings_come_out_as_utf8(encoding: str, text: str, tmp_path: Path) -> None:
    out = through(text.encode(encoding), tmp_path, form=FileForm(encoding=encoding))
    head, row = text.splitlines()
    assert out == f"{head.replace('bsn', 'pseudoniem')}\n{name(row.partition(';')[0])};{row.partition(';')[2]}\n"


def test_another_encoding_is_named_and_never_guessed(tmp_path: Path) -> None:
    (problem,) = refused("bsn;n\n111222333;café\n".encode("windows-1252"), tmp_path)
    assert (problem.code, problem.row) == ("encoding_wrong", 2)


def test_packed_and_below_a_title(tmp_path: Path) -> None:
    content = b"Uitdraai van mei\n\nbsn,stap\n111222333,a\n"
    (tmp_path / "in.csv.gz").write_bytes(gzip.compress(content))
    pseudonymise(tmp_path / "in.csv.gz", tmp_path / "out.csv", PARTNER, DOMAIN, BSN, form=FileForm(skip_rows=2))
    assert (tmp_path / "out.csv").read_text() == f"pseudoniem,stap\n{name('111222333')},a\n"


def test_a_workbook(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["BSN", "Stap", "Datum"],
        [111222333, "Melding", "2025-01-02"],
        ["123456782", 'zei "ja"', "2025-01-03"],
    ]
    workbook(tmp_path / "in.xlsx", rows)
    done = pseudonymise(tmp_path / "in.xlsx", tmp_path / "out.csv", PARTNER, DOMAIN, BSN)
    expected = [("111222333", "Melding", "2025-01-02"), ("123456782", '"zei ""ja"""', "2025-01-03")]
    lines = "".join(f"{name(bsn)};{step};{day}\n" for bsn, step, day in expected)
    assert (tmp_path / "out.csv").read_text() == "pseudoniem;Stap;Datum\n" + lines
    assert done.rows == 2


def test_several_columns_and_what_is_left_out(tmp_path: Path) -> None:
    content = b"zaak,bsn,bsn_partner,naam,stap\n7,111222333,111.222.333,Jan,a\n8,,123456782,Piet,b\n"
    asked = Asked(ids=("ZAAK", "bsn", "bsn_partner"), drop=("Naam",))
    out = through(content, tmp_path, asked)
    one, two = name("111222333"), name("123456782")
    assert out == f"zaak,pseudoniem,pseudoniem 2,stap\n{name('7')},{one},{one},a\n{name('8')},,{two},b\n"
    done = pseudonymise(tmp_path / "in.csv", tmp_path / "out.csv", PARTNER, DOMAIN, asked)
    assert done == Pseudonymised(2, ("zaak", "bsn", "bsn_partner"), ("naam",), 1, ())


def test_it_works_without_any_bsn(tmp_path: Path) -> None:
    out = through(b"client,stap\nA-1,x\na-1,y\n A-1 ,z\n", tmp_path, Asked(ids=("client",)), OWN)
    assert out == f"client,stap\n{name('A-1', OWN)},x\n{name('a-1', OWN)},y\n{name('A-1', OWN)},z\n"


# What is refused

FREE = b"bsn,stap,notitie\n111222333,a,niets\n123456782,b,%s\n999990019,c,niets\n"


@pytest.mark.parametrize(
    "cell",
    [
        "111222333",
        "111.222.333",
        "111 222 333",
        "1112-22-333",
        " 111222333 ",
        "010000008",
        "10000008",
        "10000008.0",
        "cliënt 111222333 gebeld",
        "(111222333)",
        "BSN:111.222.333",
        "bsn nr 10000008",
        '"zei: ""111222333"""',
        '"regel een\n111222333"',
    ],
)
def test_a_bsn_elsewhere_is_refused_with_its_place(cell: str, tmp_path: Path) -> None:
    (problem,) = refused(FREE % cell.encode(), tmp_path)
    assert (problem.code, problem.row, problem.column) == ("source_bsn_value", 3, "notitie")
    assert not any(digit in str(problem).replace("row=3", "") for digit in "0123456789")
    out = through(FREE % cell.encode(), tmp_path, Asked(ids=("bsn",), drop=("notitie",)))
    assert out.count("\n") == 4


@pytest.mark.parametrize(
    "cell",
    ["2025-01-31", "31-01-2025 12:30", "20250131", "06 12345678", "0612345678", "1234567", "Z-1112223334", "1e9"],
)
def test_what_is_no_bsn_stays(cell: str, tmp_path: Path) -> None:
    assert f",{cell}\n" in through(FREE % cell.encode(), tmp_path)


def test_all_of_it_is_counted_and_twenty_are_told(tmp_path: Path) -> None:
    content = b"id,n\n" + b"".join(b"%d,111222333\n" % n for n in range(70))
    (tmp_path / "in.csv").write_bytes(content)
    with pytest.raises(Refusal) as found:
        pseudonymise(tmp_path / "in.csv", tmp_path / "out.csv", PARTNER, DOMAIN, Asked(ids=("id",)))
    assert (found.value.total, [p.row for p in found.value.problems]) == (70, list(range(2, 22)))


def test_codes_of_eight_digits_may_be_said_to_be_codes(tmp_path: Path) -> None:
    agb = [f"{n:08d}" for n in range(41_000_000, 41_000_060)]
    assert sum(map(contains_bsn, agb)) in range(3, 9)
    content = b"id,agb\n" + b"".join(b"%d,%s\n" % (n, code.encode()) for n, code in enumerate(agb))
    assert refused(content, tmp_path, Asked(ids=("id",)))[0].code == "source_bsn_value"
    out = through(content, tmp_path, Asked(ids=("id",), codes=("agb",)))
    assert [line.partition(",")[2] for line in out.splitlines()[1:]] == agb
    (tmp_path / "out.csv").unlink()
    people = [code for code in agb if contains_bsn(code)]
    content = b"id,agb\n" + b"".join(b"%d,%s\n" % (n, code.encode()) for n, code in enumerate(people))
    assert [p.code for p in refused(content, tmp_path, Asked(ids=("id",), codes=("agb",)))] == ["source_codes"]
    nine = content + b"9,111222333\n"
    assert refused(nine, tmp_path, Asked(ids=("id",), codes=("agb",)))[0].code == "source_bsn_value"


@pytest.mark.parametrize(
    ("content", "asked", "code", "told"),
    [
        (b"bsn,stap\n1,a\n", Asked(), "source_columns", '--column "bsn"'),
        (b"x,y\n1,a\n", Asked(), "source_columns_unknown", '"x", "y"'),
        (b"zaaknummer,client,x\n1,a,b\n", Asked(), "source_columns", '--column "zaaknummer" --column "client"'),
        (b"bsn,stap\n1,a\n", Asked(ids=("id",)), "source_column_missing", '"bsn", "stap"'),
        (b"bsn,stap\n1,a\n", Asked(ids=("bsn",), drop=("nee",)), "source_column_missing", '"bsn", "stap"'),
        (b"bsn,stap\n1,a\n", Asked(ids=("bsn",), drop=("BSN",)), "source_column_twice", "bsn"),
        (b"bsn,clientBSN\n1,a\n", BSN, "source_bsn_column", "clientBSN"),
        (b"111222333,a\n123456782,b\n", Asked(ids=("a",)), "source_bsn_heading", "1"),
        (b"bsn,a\n1,b,c\n", BSN, "row_long", "3"),
        (b"bsn,a,b\n1,b\n", BSN, "row_short", "2"),
        (b'bsn,a\n1,"b\n2,c\n', BSN, "quote_open", ""),
        (b'bsn,a\n1,"b"c\n', BSN, "quote_stray", ""),
        (b"bsn,a\n1,\0\n", BSN, "nul_byte", ""),
        (b"bsn,bsn\n1,2\n", BSN, "header_double", ""),
        (b"bsn,a\n", BSN, "no_rows", ""),
        (b"", BSN, "file_empty", ""),
        (b" \n \n", BSN, "file_blank", ""),
    ],
)
def test_what_is_refused(content: bytes, asked: Asked, code: str, told: str, tmp_path: Path) -> None:
    problem = refused(content, tmp_path, asked)[0]
    assert problem.code == code
    assert told in str(problem)
    assert "111222333" not in str(problem)


def test_a_step_twice_or_skipped_is_refused(tmp_path: Path) -> None:
    once = through(b"bsn,stap\n111222333,a\n", tmp_path)
    twice = through(once.encode(), tmp_path, Asked(ids=("pseudoniem",)), CUSTODIAN)
    assert twice == f"pseudoniem,stap\n{name(name('111222333'), CUSTODIAN)},a\n"
    (tmp_path / "out.csv").unlink()
    ids = Asked(ids=("pseudoniem",))
    for content, key in ((once, PARTNER), (once, OWN), (twice, PARTNER), (twice, CUSTODIAN)):
        (problem,) = refused(content.encode(), tmp_path, ids, key=key)
        assert problem.code == ("source_stage_second" if key == CUSTODIAN else "source_stage_first")
    (problem,) = refused(b"bsn,stap\n111222333,a\n", tmp_path, key=CUSTODIAN)
    assert (problem.code, problem.row, problem.value) == ("source_stage_second", 2, "")


def test_the_old_file_stands_when_the_new_one_is_refused(tmp_path: Path) -> None:
    before = through(b"bsn,stap\n111222333,a\n", tmp_path)
    with pytest.raises(Refusal):
        through(b"bsn,stap\n111222333,123456782\n", tmp_path)
    assert (tmp_path / "out.csv").read_text() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv"]


@pytest.mark.parametrize(("out", "code"), [("in.csv", "source_same"), ("out.xlsx", "source_out"), ("no/out.csv", "")])
def test_where_it_is_not_written(out: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes(b"bsn\n111222333\n")
    with pytest.raises(Refusal) as found:
        pseudonymise(tmp_path / "in.csv", tmp_path / out, PARTNER, DOMAIN, BSN)
    assert found.value.problems[0].code == (code or "not_writable")
    assert (tmp_path / "in.csv").read_bytes() == b"bsn\n111222333\n"


def test_memory_stays_flat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Six times the rows take no more memory, once what is remembered of ids and cells has reached its ceiling."""
    monkeypatch.setattr("schakel.sharing.source_pseudonym.REMEMBERED", 100)
    monkeypatch.setattr("schakel.data.pseudonymise.guard.REMEMBERED", 100)
    monkeypatch.setattr("schakel.data.pseudonymise.pseudonymise.BATCH", 200)
    peaks = []
    for rows in (1_000, 6_000):
        many(tmp_path / f"{rows}.csv", rows)
        tracemalloc.start()
        asked = Asked(ids=("bsn", "zaaknummer"))
        pseudonymise(tmp_path / f"{rows}.csv", tmp_path / "out.csv", PARTNER, DOMAIN, asked)
        peaks.append(tracemalloc.get_traced_memory()[1] - (tmp_path / f"{rows}.csv").stat().st_size * 3)
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 100_000


def test_it_tells_how_far_it_is(tmp_path: Path) -> None:
    many(tmp_path / "in.csv", 12_000)
    told: list[float] = []
    pseudonymise(
        tmp_path / "in.csv",
        tmp_path / "out.csv",
        PARTNER,
        DOMAIN,
        Asked(ids=("bsn", "zaaknummer")),
        on_progress=lambda stage, share: told.append(share if stage == "pseudonymise" else -1),
    )
    assert told == sorted(told)
    assert len(told) == 3
    assert 0.3 < told[0] < told[1] < told[2] == 1.0

"""From two partners by way of a custodian to a report, as people type it: residents are found again, unseen."""

import base64
import contextlib
import io
import json
import random
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from oracle.traces import traces
from schakel.command import main
from schakel.sharing.source_key import read_key
from unit.data.source_files import DOMAIN, as_people_write, persons

PEOPLE = persons(90)
TEAM, PROVIDER = PEOPLE[:60], PEOPLE[30:]  # thirty residents are known to both


def typed(*words: str | Path) -> tuple[int, str]:
    """What a command printed on both streams, and its exit code."""
    printed = io.StringIO()
    before, sys.argv = sys.argv, ["schakel", *map(str, words)]
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            main()
        code = 0
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    finally:
        sys.argv = before
    return code, printed.getvalue()


def source(path: Path, people: list[str], partner: str, steps: tuple[str, ...], seed: int) -> None:
    """Events of people whose numbers are written as it comes."""
    draw = random.Random(seed)  # noqa: S311
    lines = ["BSN;Zaaknummer;Stap;Organisatie;Datum;Notitie"]
    for n, bsn in enumerate(people):
        for month, step in enumerate(steps, seed):
            written = as_people_write(bsn, draw.randrange(5))
            lines.append(f'{written};{partner[0]}-{n};{step};{partner};{1 + n % 28:02}-{month:02}-2025;"zei: ""ja"""')
    path.write_text("\r\n".join([*lines, ""]), encoding="utf-8")


@dataclass(frozen=True)
class Run:
    """What was made, apart from the partners' own files and the keys; and all that was printed."""

    made: Path
    keys: Path
    printed: str
    log: Path


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Everything, once."""
    folder = tmp_path_factory.mktemp("run")
    own, keys, made = (folder / name for name in ("own", "keys", "made"))
    for place in (own, keys, made):
        place.mkdir()
    told = ""

    def go(*words: str | Path) -> None:
        nonlocal told
        code, printed = typed(*words)
        assert code == 0, printed
        told += printed

    go("key", "new", keys / "partner")
    go("key", "new", keys / "custodian", "--role", "custodian")
    for role in ("partner", "custodian"):
        go("key", "check", keys / role, "--domain", DOMAIN)
    source(own / "team.csv", TEAM, "Wijkteam", ("Melding", "Gesprek"), 1)
    source(own / "provider.csv", PROVIDER, "Aanbieder", ("Start hulp", "Einde hulp"), 3)
    for name in ("team", "provider"):
        ids = ("--domain", DOMAIN, "--column", "Zaaknummer", "--column")
        go("pseudonymise", own / f"{name}.csv", made / f"{name}-1.csv", "--key-file", keys / "partner", *ids, "BSN")
        custodian = ("--key-file", keys / "custodian", *ids, "pseudoniem")
        go("pseudonymise", made / f"{name}-1.csv", made / f"{name}-2.csv", *custodian)
        go("load", made / f"{name}-2.csv", "--into", made / "log", "--as", name)
    for out in ("report.html", "report.xlsx"):
        go("report", made / "log", "-o", made / out, *(["--pdf"] if out == "report.html" else []))
    go("quality", made / "log", "-o", made / "quality.html")
    go("figures", made / "log", "--json")
    (made / "log" / "key").rename(keys / "log")  # the log's own secret lies in its folder, by design
    return Run(made, keys, told, made / "log")


def test_residents_are_found_again_however_partners_write_their_numbers(run: Run) -> None:
    with duckdb.connect() as con:
        snapshot = (run.log / "current").read_text().strip()
        steps = str(run.log / "snapshots" / snapshot / "steps" / "**" / "*.parquet")
        seen = con.execute("SELECT resident_no, source FROM read_parquet(?)", [steps]).fetchall()
    of = {name: {no for no, found in seen if found == name} for name in ("team", "provider")}
    assert {name: len(found) for name, found in of.items()} == {"team": 60, "provider": 60}
    assert len(of["team"] & of["provider"]) == 30


def test_the_share_that_is_found_again_is_told_past_the_gate(run: Run) -> None:
    """Half of either source's residents; with a threshold above thirty it is not told so exactly."""
    page = (run.made / "quality.html").read_text(encoding="utf-8")
    assert "50 %" in page
    code, _ = typed("quality", run.made / "log", "-o", run.made / "quality-40.html", "--threshold", "40")
    assert code == 0
    assert "50 %" not in (run.made / "quality-40.html").read_text(encoding="utf-8")


def test_no_trace_of_a_key_or_of_a_person(run: Run) -> None:
    secrets = [read_key(run.keys / role).key.secret for role in ("partner", "custodian")]
    secrets.append(bytes.fromhex((run.keys / "log").read_text()))
    assert len(list(run.made.rglob("*.parquet"))) >= 4
    logs = [path for path in run.keys.iterdir() if path.suffix == ".log"]
    assert len(logs) == 2
    assert traces([run.made, run.printed, *logs], secrets, PEOPLE) == []


def test_traces_are_found_where_there_are_any(tmp_path: Path) -> None:
    """The search itself: each form of a secret and of a number, in each kind of file."""
    secret, bsn = bytes(range(100, 132)), PEOPLE[0]
    hidden: dict[str, bytes] = {
        "raw": b"x" + secret,
        "hex.txt": secret.hex().encode(),
        "upper.txt": secret.hex().upper().encode(),
        "b64.txt": base64.b64encode(secret),
        "b64-1.txt": base64.b64encode(b"a" + secret + b"b"),
        "b64-2.txt": base64.urlsafe_b64encode(b"ab" + secret + b"c"),
        "dots.txt": f"{bsn[:3]}.{bsn[3:6]}.{bsn[6:]}".encode(),
        "wide.txt": bsn.encode("utf-16-le"),
    }
    for name, content in hidden.items():
        (tmp_path / name).write_bytes(content)
    with zipfile.ZipFile(tmp_path / "book.xlsx", "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/strings.xml", f"<t>{bsn}</t>")
    duckdb.sql(f"COPY (SELECT '{bsn}' AS a FROM range(9)) TO '{tmp_path / 'a.parquet'}'")  # noqa: S608
    (tmp_path / "other.json").write_text(json.dumps({"n": 111222333}))
    found = traces([tmp_path, "gemeld: 999990019"], [secret], [bsn])
    for name in (*hidden, "book.xlsx: xl", "a.parquet: row", "other.json", "what was printed"):
        assert any(f" in {name}" in one for one in found), name
    assert not [one for one in traces([tmp_path], [bytes(32)], [PEOPLE[1]]) if not one.startswith("bsn ")]


def test_half_way_it_is_not_loaded(run: Run, tmp_path: Path) -> None:
    code, printed = typed("load", run.made / "team-1.csv", "--into", tmp_path / "log")
    assert code == 2
    assert "één van twee sleutels" in printed
    assert not (tmp_path / "log").exists()


def test_the_custodian_s_log_tells_what_was_done(run: Run) -> None:
    lines = [json.loads(line) for line in (run.keys / "custodian.log").read_text().splitlines()]
    assert [line["act"] for line in lines] == ["new", "pseudonymise", "pseudonymise"]
    assert all(line["key"] == read_key(run.keys / "custodian").fingerprint for line in lines)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["pseudonymise"], "--key-file KEY --domain NAME"),
        (["pseudonymise", "IN", "OUT", "--key-file", "KEY", "--domain", "a-1"], '--column "BSN" --column "Zaaknummer"'),
        (["pseudonymise", "IN", "OUT", "--key-file", "KEY", "--domain", "A 1", "--column", "BSN"], "lindewaard-2026"),
        (["pseudonymise", "IN", "OUT", "--key-file", "NONE", "--domain", "a-1", "--column", "BSN"], "none"),
        (["pseudonymise", "IN", "OUT", "--key-file", "KEY", "--domain", "a", "--encoding", "x"], "windows-1252"),
        (["key", "new", "KEY"], "bestaat al"),
        (["key", "new", "NONE", "--role", "boss"], "partner, custodian, own"),
        (["key", "destroy", "KEY"], "--yes"),
        (["key", "rotate", "KEY", "KEY", "IN", "--domain", "a-1", "--column", "x", "-o", "OUT"], "custodian"),
        (["key", "carry-over", "IN", "IN", "OUT", "--column", "x"], "geen lijst"),
    ],
)
def test_a_mistake_gets_a_sentence(words: list[str], says: str, tmp_path: Path) -> None:
    source(tmp_path / "in.csv", TEAM, "Wijkteam", ("Melding",), 1)
    typed("key", "new", tmp_path / "key")
    places = {"IN": "in.csv", "OUT": "out.csv", "KEY": "key", "NONE": "none"}
    code, printed = typed(*(tmp_path / places[word] if word in places else word for word in words))
    assert code == 2, printed
    assert says in printed
    assert not any(bsn in printed for bsn in TEAM)
    assert not (tmp_path / "out.csv").exists()


def test_rotating_and_destroying_as_typed(run: Run, tmp_path: Path) -> None:
    typed("key", "new", tmp_path / "fresh", "--role", "custodian")
    files = [run.made / f"{name}-1.csv" for name in ("team", "provider")]
    columns = ("--column", "pseudoniem", "--column", "Zaaknummer")
    rotate: tuple[str | Path, ...] = (
        "key",
        "rotate",
        run.keys / "custodian",
        tmp_path / "fresh",
        *files,
        "--domain",
        DOMAIN,
        *columns,
    )
    code, printed = typed(*rotate, "-o", tmp_path / "list.csv")
    assert code == 0, printed
    lines = [json.loads(line) for line in (tmp_path / "fresh.log").read_text().splitlines()]
    assert [line["act"] for line in lines] == ["new", "rotate begins", "rotated"]
    assert lines[2]["pseudonyms"] == 90 + 120  # people, and cases
    code, printed = typed(
        "key", "carry-over", tmp_path / "list.csv", run.made / "team-2.csv", tmp_path / "a.csv", *columns
    )
    assert (code, "120" in printed) == (0, True)
    anew: tuple[str | Path, ...] = ("--key-file", tmp_path / "fresh", "--domain", DOMAIN, *columns)
    assert typed("pseudonymise", files[0], tmp_path / "b.csv", *anew)[0] == 0
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert typed("key", "destroy", tmp_path / "fresh", "--yes")[0] == 0
    assert not (tmp_path / "fresh").exists()
    assert json.loads((tmp_path / "fresh.log").read_text().splitlines()[-1])["act"] == "destroy"

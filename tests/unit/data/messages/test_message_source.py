"""Messages as a source like any other: check, load, a zip, a sources file, and never a BSN on the disk."""

import zipfile
from pathlib import Path

import pytest

from schakel.chain.problem import Refusal
from schakel.data.check import check
from schakel.data.deliveries.add_source import add_source
from schakel.data.deliveries.check_log import check_log
from schakel.data.deliveries.load_log import load_log
from schakel.data.deliveries.propose_sources import propose_sources
from schakel.data.deliveries.sources import DeliveryEntry
from schakel.data.load import load
from schakel.data.mapping import read_mapping
from schakel.insight.opened import open_log
from unit.data.messages.message_texts import (
    BSN,
    OTHER,
    assigned,
    assignment,
    message,
    product,
    request,
    start,
    started,
    stop,
    stopped,
    write,
)

CHAIN = (
    message("315", request("A"), dated="2025-01-06"),
    message("301", assignment(assigned(1, "2025-02-01", reference="A")), dated="2025-01-10"),
    message("305", start(started(1, "2025-02-03")), dated="2025-02-04"),
    message("307", stop(stopped(1, "2025-02-03", "2025-05-01", "38")), dated="2025-05-02"),
    message("301", assignment(assigned(2, "2025-05-02", decided="2025-04-20T09:30:00")), number=2, provider=OTHER),
    message("305", start(started(2, "2025-05-20")), dated="2025-05-21", provider=OTHER),
    message("301", assignment(assigned(1, "2025-02-01", what=product("45", "45A01"))), number=3, law="jw"),
)


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def rows_of(log: Path) -> list[tuple[object, ...]]:
    with open_log(log) as view:
        return view.rows(
            "SELECT activity, partner, to_partner, started_on, ended_on, precision, e_outcome, e_inferred, e_product, "
            "is_open FROM steps ORDER BY ALL"
        )


def test_a_folder_is_loaded_with_days_and_moments_and_what_is_inferred(tmp_path: Path) -> None:
    load(write(tmp_path / "m", CHAIN), tmp_path / "log")
    found = rows_of(tmp_path / "log")
    handed = next(row for row in found if row[7])
    assert (handed[0], handed[1], handed[2], handed[7]) == ("Levering", "AGB 99000001", "AGB 99000002", "overdracht")
    assert handed[6] == "overstap naar andere aanbieder"
    assert {(row[0], row[5]) for row in found} >= {("Toewijzing", "instant"), ("Levering", "day")}
    assert [row[9] for row in found if row[1] == "AGB 99000002"] == [True]
    with open_log(tmp_path / "log") as view:
        assert view.rows("SELECT DISTINCT c_law FROM cases ORDER BY 1") == [("Jeugdwet",), ("Wmo",)]
        assert view.rows("SELECT count(*), count(DISTINCT resident) FROM cases") == [(2, 1)]
        assert view.rows("SELECT requested_on FROM steps WHERE activity = 'Toewijzing' AND requested IS NOT NULL")


@pytest.mark.parametrize("public", [False, True])
def test_no_bsn_reaches_the_disk(tmp_path: Path, public: bool) -> None:
    load(write(tmp_path / "m", CHAIN), tmp_path / "log", public=public)
    written = bytes_of(tmp_path / "log")
    assert BSN.encode() not in written
    assert b"Geheim" not in written


def test_a_zip_and_a_folder_tell_the_same(tmp_path: Path) -> None:
    folder = write(tmp_path / "m", CHAIN)
    with zipfile.ZipFile(tmp_path / "m.zip", "w") as archive:
        for file in folder.iterdir():
            archive.write(file, f"inside/{file.name}")
    load(folder, tmp_path / "a")
    load(tmp_path / "m.zip", tmp_path / "b")
    assert rows_of(tmp_path / "a") == rows_of(tmp_path / "b")


def test_one_file_is_checked_and_nothing_is_stored(tmp_path: Path) -> None:
    found = check(write(tmp_path, CHAIN) / "0001.xml")
    assert found.delivery
    assert (found.total, found.delivery.events, found.delivery.format) == (0, 1, "messages")


def test_a_log_made_from_a_folder_is_loaded_again_from_its_sources_file(tmp_path: Path) -> None:
    folder = write(tmp_path / "m", CHAIN[:4])
    load(folder, tmp_path / "log")
    write(folder / "more", CHAIN)
    load_log(tmp_path / "log")
    with open_log(tmp_path / "log") as view:
        assert view.rows("SELECT count(*) FROM steps WHERE partner = 'AGB 99000002'") == [(1,)]


def test_residents_are_the_same_in_every_source_of_a_log(tmp_path: Path) -> None:
    wmo, jw = write(tmp_path / "w", CHAIN[:6]), write(tmp_path / "j", CHAIN[6:])
    add_source(wmo, tmp_path / "log", "wmo")
    add_source(jw, tmp_path / "log", "jw")
    with open_log(tmp_path / "log") as view:
        assert view.rows("SELECT count(DISTINCT case_no), count(DISTINCT resident_no) FROM steps") == [(2, 1)]


def test_a_source_of_a_sources_file_is_all_files_that_it_names(tmp_path: Path) -> None:
    write(tmp_path / "log" / "2025-01", CHAIN[:2])
    write(tmp_path / "log" / "2025-02", CHAIN[2:])
    (tmp_path / "log" / "map.toml").write_text('[values.partner]\n"AGB 99000001" = "Zorgsaam"\n', encoding="utf-8")
    (tmp_path / "log" / "sources.toml").write_text(
        '[[source]]\nname = "gemeente"\nfiles = "*/*.xml"\nmapping = "map.toml"\n', encoding="utf-8"
    )
    (one,) = check_log(tmp_path / "log")
    assert one.checked.total == 0
    load_log(tmp_path / "log")
    assert {row[1] for row in rows_of(tmp_path / "log")} == {"Gemeente 9901", "AGB 99000002", "Zorgsaam"}


@pytest.mark.parametrize("kind", ["period", "changes", "deletions"])
def test_messages_are_one_whole(tmp_path: Path, kind: str) -> None:
    write(tmp_path / "log" / "m", CHAIN)
    (tmp_path / "log" / "sources.toml").write_text(
        f'[[source]]\nname = "gemeente"\nfiles = "m/*.xml"\nkind = "{kind}"\nfrom = 2025-01-01\nuntil = 2025-12-31\n',
        encoding="utf-8",
    )
    with pytest.raises(Refusal) as caught:
        load_log(tmp_path / "log")
    assert caught.value.problems[0].code == "messages_whole"


def test_a_second_delivery_takes_the_place_of_the_first(tmp_path: Path) -> None:
    add_source(write(tmp_path / "a", CHAIN[:4]), tmp_path / "log", "gemeente")
    add_source(write(tmp_path / "b", CHAIN), tmp_path / "log", "gemeente", entry=DeliveryEntry(("",)))
    load(write(tmp_path / "c", CHAIN), tmp_path / "once")
    assert rows_of(tmp_path / "log") == rows_of(tmp_path / "once")


def test_what_is_refused_leaves_the_old_snapshot(tmp_path: Path) -> None:
    folder = write(tmp_path / "m", CHAIN)
    first = load(folder, tmp_path / "log")
    (folder / "z.xml").write_text(CHAIN[0][:200], encoding="utf-8")
    with pytest.raises(Refusal):
        load(folder, tmp_path / "log")
    assert (tmp_path / "log" / "current").read_text(encoding="utf-8").strip() == first.manifest.id


def test_the_assignment_may_be_what_is_followed(tmp_path: Path) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text(
        '[columns]\ncase_id = "voorziening"\nresident = "inwoner"\nactivity = "activiteit"\npartner = "partner"\n'
        'started = "begin"\nended = "einde"\n[case]\nunit = "provision"\n',
        encoding="utf-8",
    )
    load(write(tmp_path / "m", CHAIN), tmp_path / "log", mapping=read_mapping(mapping))
    with open_log(tmp_path / "log") as view:
        assert view.rows("SELECT count(*) FROM cases WHERE length > 1") == [(2,)]


def test_the_same_messages_and_key_give_the_same_snapshot(tmp_path: Path) -> None:
    folder = write(tmp_path / "m", CHAIN)
    one = load(folder, tmp_path / "log")
    (folder / "0000.xml").rename(folder / "9999.xml")
    assert load(folder, tmp_path / "log").manifest.id == one.manifest.id


def test_what_else_lies_in_the_folder_is_told(tmp_path: Path) -> None:
    folder = write(tmp_path / "m", CHAIN)
    (folder / "lijst.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (folder / ".verborgen").write_text("x", encoding="utf-8")
    told = {notice.code: (notice.n, dict(notice.more)) for notice in check(folder).notices}
    assert told["messages_others"] == (1, {"names": "lijst.csv"})


def test_a_proposal_says_that_messages_need_none(tmp_path: Path) -> None:
    write(tmp_path / "archief", CHAIN)
    (tmp_path / "loket.csv").write_text(
        "zaak,activiteit,organisatie,start\nz1,Melding,Loket,2025-01-01\nz1,Einde,Loket,2025-01-03\n", encoding="utf-8"
    )
    unread = dict(propose_sources(tmp_path, lang="en").unread)
    assert list(unread) == ["archief/*.xml"]
    assert "one source" in unread["archief/*.xml"]

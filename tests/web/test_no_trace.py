"""Files with pseudonyms of two partners through the desk: residents are found again, and no number is anywhere."""

import logging
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection

from oracle.traces import traces
from schakel.data.pseudonymise.columns import Asked
from schakel.data.pseudonymise.pseudonymise import pseudonymise
from schakel.web.access.models import Network
from schakel.web.data_desk.models import Incoming
from schakel.web.jobs.models import Job
from schakel.web.record.models import Entry
from schakel.web.workspace import current_workspace
from unit.data.source_files import CUSTODIAN, DOMAIN, PARTNER, as_people_write, persons
from web.place import As
from web.sending_in import DESK, Sender

FOLDER = current_workspace().network("lindewaard")
PEOPLE = persons(60)
IDS = Asked(ids=("bsn", "Zaaknummer"))


@pytest.fixture(autouse=True)
def _empty_disk() -> Iterator[None]:
    shutil.rmtree(FOLDER, ignore_errors=True)
    yield
    shutil.rmtree(FOLDER, ignore_errors=True)


def delivered(folder: Path, name: str, people: list[str], steps: tuple[str, str]) -> bytes:
    """What the custodian made of what a partner made."""
    lines = ["bsn,Zaaknummer,Stap,Organisatie,Begindatum"]
    for n, bsn in enumerate(people):
        for month, step in enumerate(steps, 1):
            lines.append(f"{as_people_write(bsn, n + month)},{name}-{n},{step},{name},2025-{month:02}-{1 + n % 27:02}")
    (folder / "own.csv").write_text("\n".join([*lines, ""]))
    half, whole = folder / "half.csv", folder / "whole.csv"
    pseudonymise(folder / "own.csv", half, PARTNER, DOMAIN, IDS)
    pseudonymise(half, whole, CUSTODIAN, DOMAIN, Asked(ids=("pseudoniem", "Zaaknummer")))
    return whole.read_bytes()


def test_two_files_through_the_desk_leave_no_trace(
    signed_in: As,
    network: Network,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    own = replace(current_workspace(), demo=False)
    monkeypatch.setattr("schakel.web.data_desk.upload.current_workspace", lambda: own)
    analyst = Sender(signed_in("analyst"))
    team = delivered(tmp_path, "Wijkteam Lindehage", PEOPLE[:40], ("Melding", "Gesprek"))
    care = delivered(tmp_path, "Jeugdhulp Oeverlinde", PEOPLE[20:], ("Start hulp", "Einde hulp"))
    shown = ""
    for name, content in (("team", team), ("care", care)):
        incoming = analyst.save_mapping(analyst.send({f"{name}.csv": content}))
        shown += analyst.page(incoming.address("mapping")) + analyst.page(incoming.address("check"))
        incoming = analyst.load(incoming, "keten", source_name=name)
        assert incoming.state == "loaded", incoming.loaded
    shown += analyst.page(f"{DESK}/") + analyst.page(f"{DESK}/log/keten/quality")
    assert incoming.loaded["counts"]["residents"] == 60  # and not the eighty of two lists that cannot be laid together
    with connection.cursor() as rows:
        kept = ""
        for table in (Incoming, Job, Entry):
            rows.execute(f"SELECT * FROM {table._meta.db_table}")  # noqa: S608
            kept += repr(rows.fetchall())
    secrets = [PARTNER.key.secret, CUSTODIAN.key.secret]
    assert list(FOLDER.rglob("*.parquet"))
    assert traces([FOLDER, shown, kept, caplog.text], secrets, PEOPLE) == []
    log_key = bytes.fromhex(next(FOLDER.rglob("key")).read_text())
    (FOLDER / "logs" / "keten" / "key").unlink()
    assert traces([FOLDER, shown, kept, caplog.text], [log_key], []) == []

"""The data desk: files come in, are mapped, checked and loaded; what changed; and who sees what."""

import asyncio
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from schakel.chain.problem import Refusal
from schakel.data.deliveries.sources_file import read_sources
from schakel.data.log import current_id
from schakel.web.access.models import Hat, Network, Organisation
from schakel.web.data_desk.loading import LOADED, run
from schakel.web.data_desk.models import Incoming
from schakel.web.data_desk.receiving import own_name, receive
from schakel.web.jobs.models import Job
from schakel.web.record.models import Entry
from schakel.web.workspace import current_workspace
from web.place import As
from web.sending_in import DESK, HEAD, ROWS, Sender, csv, last_job

FOLDER = current_workspace().network("lindewaard")


@pytest.fixture(autouse=True)
def _empty_disk() -> Iterator[None]:
    shutil.rmtree(FOLDER, ignore_errors=True)
    yield
    shutil.rmtree(FOLDER, ignore_errors=True)


@pytest.fixture
def analyst(signed_in: As, monkeypatch: pytest.MonkeyPatch) -> Sender:
    """An analyst in a workspace that is no demonstration."""
    own = replace(current_workspace(), demo=False)
    monkeypatch.setattr("schakel.web.data_desk.upload.current_workspace", lambda: own)
    return Sender(signed_in("analyst"))


def test_an_empty_desk_shows_three_ways(analyst: Sender, signed_in: As) -> None:
    page = analyst.page(f"{DESK}/")
    assert page.count("schakel-card") == 3
    assert f"{DESK}/upload" in page
    assert "schakel-card" not in Sender(signed_in("director")).page(f"{DESK}/")
    assert signed_in("director").get(f"{DESK}/upload").status_code == 403


def test_a_file_becomes_a_log_that_the_network_sees_when_it_is_published(analyst: Sender, network: Network) -> None:
    incoming = analyst.send({"keten.csv": csv()})
    page = analyst.page(incoming.address("mapping"))
    assert all(name in page for name in HEAD.split(";"))
    assert "Z9999" not in page  # nothing of the shape of an id of ours
    assert "A9999" in page  # but the shape itself
    assert not any(row.split(";")[0] in page for row in ROWS)
    incoming = analyst.save_mapping(incoming)
    assert "Alles is te lezen" in analyst.page(incoming.address("check"))
    before = analyst.page(f"{DESK}/")
    assert "keten.csv" in before
    incoming = analyst.load(incoming, "keten")
    assert incoming.state == "loaded", last_job(incoming).problems
    snapshot = incoming.loaded["snapshot"]
    assert incoming.loaded["counts"]["events"] == len(ROWS)
    assert sorted(path.name for path in incoming.folder.iterdir()) == [LOADED, "look.json", "return"]
    network.refresh_from_db()
    assert network.snapshot == ""
    privacy = Client()
    privacy.force_login(Hat.objects.get(role="privacy").person)
    assert privacy.get(f"{DESK}/log/keten/quality").status_code == 404  # not published yet
    assert "keten" not in privacy.get(f"{DESK}/").content.decode().partition("<main")[2]
    publish = f"{DESK}/log/keten/snapshots/{snapshot}/publish"
    assert analyst.client.post(publish, {"instead": "another"}).status_code == 409
    assert analyst.client.post(publish, {"instead": ""}).status_code == 302
    network.refresh_from_db()
    assert (network.log, network.snapshot) == ("keten", snapshot)
    kinds = set(Entry.objects.values_list("kind", flat=True))
    assert {"data_received", "data_loaded", "snapshot_published"} <= kinds
    _pages_of_the_log(analyst, snapshot)


def _pages_of_the_log(analyst: Sender, snapshot: str) -> None:
    for page in ("deliveries", "quality", "coverage", "changes", "snapshots/", f"snapshots/{snapshot}"):
        text = analyst.page(f"{DESK}/log/keten/{page}")
        assert "<h1" in text
        assert " style=" not in text
    for role, expected in (("director", 200), ("privacy", 200), ("manager", 403), ("professional", 403)):
        hat = Hat.objects.get(role=role, organisation__name__in=("Gemeente Lindehage", "Jeugdhulp Oeverlinde"))
        client = Client()
        client.force_login(hat.person)
        session = client.session
        session["hat"] = hat.pk
        session.save()
        assert client.get(f"{DESK}/log/keten/quality").status_code == expected
        exact = client.get(f"{DESK}/log/keten/changes").status_code
        assert exact == (200 if role == "director" else 403)
        told = client.get(f"{DESK}/log/keten/snapshots/{snapshot}").content.decode()
        assert (f"<dd>{len(ROWS) // 2}</dd>" in told) == (expected == 200)


def test_what_is_wrong_is_told_by_row_and_field_and_returned(analyst: Sender) -> None:
    wrong = "Z9001;C9001;Melding;Loket Lindewaard;31-02-2025;01-03-2025;Lindehage"
    incoming = analyst.send({"met fouten.csv": csv(wrong)})
    page = analyst.page(incoming.address("check"))
    row = len(ROWS) + 2
    for part in ("1 punt moet eerst anders", "met fouten.csv", f">{row}<", "Begindatum", "31-02-2025"):
        assert part in page
    found = re.search(r'href="(/n/lindewaard/data/incoming/[^"]+/return/[^"]+)"', page)
    assert found
    answer = analyst.client.get(found[1])
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer)))
    cells = [
        str(cell) for name in book.sheet_names for line in book.get_sheet_by_name(name).to_python() for cell in line
    ]
    assert any("Begindatum" in cell for cell in cells)
    assert not any("C9001" in cell or "31-02" in cell for cell in cells)
    incoming = analyst.load(incoming, "keten")
    assert last_job(incoming).state == "refused"
    assert "met fouten.csv" in " ".join(last_job(incoming).sentences("nl"))
    assert not (FOLDER / "logs" / "keten").exists()
    assert incoming.open


def test_a_renamed_column_is_repaired_and_what_changed_is_told(analyst: Sender) -> None:
    incoming = analyst.load(analyst.save_mapping(analyst.send({"keten.csv": csv()})), "keten", **{"name-0": "keten"})
    first = incoming.loaded["snapshot"]
    later = [row.replace("-2025", "-2026") for row in ROWS]
    again = analyst.send({"keten-2.csv": csv(head=HEAD.replace("Begindatum", "Aanvang"), rows=later)}, "keten/keten")
    page = analyst.page(again.address("mapping"))
    assert "de kolom heette eerder &#x27;Begindatum&#x27;" in page
    assert "Aanvang" in page
    again = analyst.save_mapping(again, **{"ours-4": "started"})
    assert "Alles is te lezen" in analyst.page(again.address("check"))
    days = {"kind-0": "period", "since-0": "2026-01-01", "until-0": "2026-02-28", "extracted-0": "2026-03-01"}
    again = analyst.load(again, "keten", **days)
    assert again.loaded["before"] == first, last_job(again).problems
    assert again.loaded["counts"]["events"] == 2 * len(ROWS)
    page = analyst.page(again.address("done"))
    assert f"Rijen erbij: {len(ROWS)}" in page
    assert "Rijen die verschillen" in analyst.page(f"{DESK}/log/keten/changes")
    source = read_sources(FOLDER / "logs" / "keten").sources[0]
    assert [entry.kind_at(turn) for turn, entry in enumerate(source.deliveries, 1)] == ["full", "period"]


def test_a_load_that_was_stopped_at_its_end_gives_the_same_outcome(analyst: Sender, tmp_path: Path) -> None:
    incoming = analyst.save_mapping(analyst.send({"keten.csv": csv()}))
    shutil.copytree(incoming.folder, tmp_path / "kept")
    incoming = analyst.load(incoming, "keten")
    first = dict(incoming.loaded)
    params = last_job(incoming).params
    text = (FOLDER / "logs" / "keten" / "sources.toml").read_text()
    assert run(FOLDER, params, lambda _stage, _share: None) == first  # stopped after the word that it was loaded
    shutil.rmtree(incoming.folder)
    shutil.copytree(tmp_path / "kept", incoming.folder)  # stopped before it
    again = run(FOLDER, params, lambda _stage, _share: None)
    assert {k: again[k] for k in ("snapshot", "counts")} == {k: first[k] for k in ("snapshot", "counts")}
    assert (FOLDER / "logs" / "keten" / "sources.toml").read_text() == text
    assert current_id(FOLDER / "logs" / "keten") == first["snapshot"]


def test_an_old_form_is_shown_beside_what_stands(analyst: Sender) -> None:
    incoming = analyst.send({"keten.csv": csv()})
    answer = analyst.client.post(incoming.address("mapping"), {"version": "0", "ours-6": "", "then": "check"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Gemeente" in page
    assert "Niet bewaren" in page
    assert Job.objects.filter(state="queued").count() == 0


def test_two_columns_cannot_become_the_same(analyst: Sender) -> None:
    incoming = analyst.send({"keten.csv": csv()})
    answer = analyst.client.post(incoming.address("mapping"), {"version": str(incoming.version), "ours-6": "activity"})
    assert answer.status_code == 422
    assert "Stap" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("plaatje.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "plaatje.csv"),
        ("leeg.csv", b"", "leeg.csv"),
        ("programma.exe", b"MZ" + b"\0" * 64, "programma.exe"),
    ],
)
def test_what_a_file_is_not_is_refused_and_nothing_is_left(
    analyst: Sender, name: str, content: bytes, said: str
) -> None:
    answer = analyst.client.post(f"{DESK}/upload", {"files": [SimpleUploadedFile(name, content)]})
    assert answer.status_code in (302, 422)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Incoming.objects.exists()
    assert not list((FOLDER / "incoming").glob("*")) if FOLDER.exists() else True


def test_too_large_and_none_are_refused(analyst: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "UPLOAD_MOST_BYTES", 2**20)
    answer = analyst.client.post(f"{DESK}/upload", {"files": [SimpleUploadedFile("groot.csv", b"a" * (2**20 + 1))]})
    assert answer.status_code == 422
    assert "2 MB" in answer.content.decode()
    assert analyst.client.post(f"{DESK}/upload", {}).status_code == 422
    assert not FOLDER.exists() or not list((FOLDER / "incoming").glob("*"))


def test_names_are_kept_as_words_and_shown_in_one_line(network: Network) -> None:
    names = ["a\r\nSet-Cookie: x.csv", "b" * 300 + ".csv", "c\u202egpj.csv", "123456782.csv", "../../etc/d.csv"]
    given = [SimpleUploadedFile("x.csv", csv()) for _ in names]
    for file, name in zip(given, names, strict=True):
        file._name = name  # type: ignore[attr-defined]  # Django cuts names at this door; what if it did not
    number = uuid4()
    files = receive(given, FOLDER, number)
    stored = sorted(path.name for path in (FOLDER / "incoming" / str(number)).iterdir())
    assert len(stored) == len(names)
    assert all(
        name.isascii() and len(name) < 50 and set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
        for name in stored
    )
    shown = list(Incoming(files=files).names().values())
    assert all(name.isprintable() and len(name) <= 81 for name in shown)
    assert not any("123456782" in name for name in (*shown, *stored))


def test_our_names_do_not_collide() -> None:
    first = own_name("Loket 2025 (1).XLSX", [])
    assert first == "loket-2025-1.xlsx"
    assert own_name("loket_2025_1.xlsx", [first]) == "loket-2025-1-2.xlsx"
    assert own_name("tabel.csv.gz", []) == "tabel.csv.gz"


def test_an_upload_that_is_cut_half_way_leaves_nothing(network: Network) -> None:
    from schakel.web.asgi import application

    part = b"--x\r\nContent-Disposition: form-data; name=files; filename=a.csv\r\n\r\n" + csv()[:200]
    messages: Iterator[dict[str, object]] = iter(
        [{"type": "http.request", "body": part, "more_body": True}, {"type": "http.disconnect"}]
    )
    headers = [
        (b"content-type", b"multipart/form-data; boundary=x"),
        (b"content-length", b"99999"),
        (b"host", b"127.0.0.1"),
    ]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "method": "POST",
        "path": f"{DESK}/upload",
        "raw_path": f"{DESK}/upload".encode(),
        "query_string": b"",
        "headers": headers,
        "server": ("127.0.0.1", 80),
    }
    answers: list[object] = []

    async def receive_next() -> dict[str, object]:
        return next(messages)

    async def answer(message: object) -> None:
        answers.append(message)

    asyncio.run(application(scope, receive_next, answer))
    assert not answers
    assert not FOLDER.exists() or not list((FOLDER / "incoming").glob("*"))


def test_a_demonstration_takes_its_own_examples_only(signed_in: As, network: Network) -> None:
    from schakel.web.data_desk.examples import write_examples

    write_examples(FOLDER, {"loket/loket-2025.csv": csv(), "mappings/loket.toml": b""})
    client = signed_in("analyst")
    answer = client.post(f"{DESK}/upload", {"files": [SimpleUploadedFile("eigen.csv", csv("x;y"))]})
    assert answer.status_code == 422
    assert "Geen eigen gegevens in de proefomgeving" in answer.content.decode()
    assert not Incoming.objects.exists()
    assert not list((FOLDER / "incoming").glob("*"))
    example = b"".join(client.get(f"{DESK}/examples/loket-2025.csv"))
    assert client.get(f"{DESK}/examples/examples.json").status_code == 404
    assert client.post(f"{DESK}/upload", {"files": [SimpleUploadedFile("een.csv", example)]}).status_code == 302


def test_a_manager_sees_the_own_delivery_only(analyst: Sender, network: Network, signed_in: As) -> None:
    rows = [
        f"D{n:04d};P{n:04d};Behandeling;{1 + n % 27:02d}-03-2025;{'31-02-2025' if n < 2 else '30-03-2025'}"
        for n in range(20)
    ]
    own = csv(head="Dossiernr;Persoonsnr;Activiteit;Startdatum;Stopdatum", rows=rows)
    incoming = analyst.send({"oeverlinde.csv": own, "loket.csv": csv("Z1;C1;Melding;Loket;geen;;L")})
    manager = Sender(signed_in("manager"))
    manager.page(incoming.address("check"), 404)
    analyst.client.post(
        f"{incoming.address('mapping')}?source=oeverlinde",
        {"version": str(incoming.version), "delivered_by": "Jeugdhulp Oeverlinde", "then": "check"},
    )
    analyst.work(incoming)
    page = manager.page(incoming.address("check"))
    assert "oeverlinde.csv" in page
    assert "loket" not in page
    assert "Herstellijst voor Jeugdhulp Oeverlinde" in page
    assert manager.page(f"{DESK}/").count("oeverlinde.csv") == 1
    others = [path.name for path in (incoming.folder / "return").iterdir() if "oeverlinde" not in path.name]
    assert others
    assert manager.client.get(f"{DESK}/incoming/{incoming.pk}/return/{others[0]}").status_code == 404
    assert manager.client.get(incoming.address("mapping")).status_code == 403
    assert manager.client.post(f"{DESK}/incoming/{incoming.pk}/remove").status_code == 403


def test_another_network_has_nothing_of_it(analyst: Sender, other_network: Network, client: Client) -> None:
    incoming = analyst.send({"keten.csv": csv()})
    client.force_login(Hat.objects.get(network=other_network, role="analyst").person)
    for step in ("mapping", "check", "load", "done"):
        assert client.get(incoming.address(step)).status_code == 404
        assert client.get(f"/n/elders/data/incoming/{incoming.pk}/{step}").status_code == 404
    assert client.post(f"/n/elders/data/incoming/{incoming.pk}/remove").status_code == 404
    assert incoming.folder.exists()
    assert analyst.client.get(f"{DESK}/incoming/{UUID(int=7)}/check").status_code == 404
    assert analyst.client.post(f"{DESK}/incoming/{incoming.pk}/remove").status_code == 302
    assert not incoming.folder.exists()


def test_an_analyst_of_a_partner_loads_nothing(network: Network, signed_in: As) -> None:
    hat = Hat.objects.get(role="analyst")
    hat.organisation = Organisation.objects.get(name="Wijkteam Lindehage")
    hat.save()
    client = signed_in("analyst")
    assert client.get(f"{DESK}/upload").status_code == 403
    assert client.post(f"{DESK}/upload", {}).status_code == 403


def test_receiving_leaves_nothing_when_the_second_file_is_wrong(network: Network) -> None:
    files = [SimpleUploadedFile("een.csv", csv()), SimpleUploadedFile("twee.csv", b"%PDF-1.7")]
    with pytest.raises(Refusal):
        receive(files, FOLDER, uuid4())
    assert not list((FOLDER / "incoming").iterdir())

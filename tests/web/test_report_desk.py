"""To the meeting: reports as they were made, with what partners say, and the council's sheet at a fixed address."""

import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from oracle.made_region import Made
from schakel.web.access.models import Hat, Network
from schakel.web.jobs.models import Job
from schakel.web.jobs.worker import Worker
from schakel.web.record.models import Entry
from schakel.web.report_desk import making
from schakel.web.report_desk.asking import Asked, look_of, params
from schakel.web.report_desk.kinds import FOLDER
from schakel.web.report_desk.models import Release, Report
from schakel.web.sharing_desk.agreed import decide, propose
from schakel.web.sharing_desk.clock import now
from schakel.web.sharing_desk.from_insight import asked_from
from schakel.web.sharing_desk.models import Comment, Publication
from schakel.web.sharing_desk.publishing import publish
from schakel.web.workspace import current_workspace
from unit.report.reading import tree
from web.insight_log import lay_log
from web.place import As

ROOT = "/n/lindewaard/reports/"
YOUTH = "law=Jeugdwet"
QUESTION = "Waar wachten kinderen het langst?"


@pytest.fixture
def region(network: Network, tenth_of_region: Made) -> Network:
    """A tenth of the region to report on."""
    lay_log(network, tenth_of_region.log)
    return network


@pytest.fixture
def director(signed_in: As, region: Network) -> Client:
    """The network director."""
    return signed_in("director")


def page(client: Client, where: str, status: int = 200) -> Any:
    """The page at an address, parsed."""
    answer = client.get(where)
    assert answer.status_code == status, where
    return tree(answer.content.decode())


def post(client: Client, **form: Any) -> Any:
    """Ask for a report."""
    usual = {"screen": "findings", "query": YOUTH, "kind": "slides", "lang": "nl", "title": "", "block": ["pinch"]}
    return client.post(f"{ROOT}new", usual | form)


def made(client: Client, **form: Any) -> Report:
    """A report that a worker made in a process of its own."""
    answer = post(client, **form)
    assert answer.status_code == 302, answer.content.decode()
    Worker().work(1)
    job = Job.objects.get(pk=answer.headers["Location"].rstrip("/").rsplit("/", 1)[1])
    assert job.state == "done", job.sentences("en")
    return Report.objects.get(folder=job.pk)


def run(hat: Hat, job: str, kind: str, *sections: str, query: str = YOUTH) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What a job makes of a question, without a queue: what it tells and its files."""
    wanted = Asked(look_of(hat, "findings", query), kind, "en", sections)
    folder = current_workspace().network(hat.network.slug)
    told = making.run(folder, {**params(hat, wanted), "job": job}, lambda *_: None)
    return told, {name: (folder / FOLDER / job / name).read_bytes() for name in told["files"]}


def test_from_a_screen_to_slides_whose_titles_are_sentences(director: Client, region: Network) -> None:
    import pptx

    screen = page(director, f"/n/lindewaard/insight/findings?{YOUTH}")
    (link,) = [href for href in screen.xpath("//aside//a/@href") if "/reports/new" in href]
    form = page(director, link)
    assert form.xpath("//ul[@class='meeting-chips']/li")
    assert form.xpath("//input[@name='block'][@checked]/@value") == ["pinch", "limits"]
    query = form.xpath("//input[@name='query']/@value")[0]
    report = made(director, query=query, title=QUESTION, **{"order-pinch": "1"})
    (name,) = report.files
    answer = director.get(f"{report.address}/{name}")
    titles = [slide.shapes.title.text_frame.text for slide in pptx.Presentation(io.BytesIO(answer.content)).slides]
    assert titles[0] == QUESTION
    sentence = screen.xpath("string((//*[contains(@class, 'schakel-finding')]//p)[1])").strip()
    assert any(title.rstrip(".") in sentence or sentence in title for title in titles[1:])
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    told = page(director, report.address)
    assert hashlib.sha256(answer.content).hexdigest() in told.text_content()
    assert told.xpath("//div[starts-with(@id, 'passport-')]")
    assert Entry.objects.filter(kind="report_made", subject=f"report:{report.pk}").count() == 1
    Network.objects.update(snapshot="0123456789abcdef")
    assert director.get(f"{report.address}/{name}").content == answer.content


def test_equal_questions_give_equal_bytes(region: Network) -> None:
    hat = Hat.objects.get(network=region, role="director")
    assert run(hat, "one", "html", "pinch", "limits")[1] == run(hat, "two", "html", "pinch", "limits")[1]


def test_a_report_uses_the_definitions_that_partners_agreed_on(region: Network) -> None:
    director = Hat.objects.get(network=region, role="director")
    decide(propose(director, "definition.wait_norm", "60", "Afgesproken"), director, True, "Zo doen wij het")
    told, _ = run(director, "agreed", "workbook", "pinch")
    assert all(["wait_norm", "1-own", "60"] in [list(one) for one in kept["definitions"]] for kept in told["passports"])


@pytest.fixture
def disputed(region: Network) -> Publication:
    """The findings on youth, published, and one partner that says that a figure is wrong."""
    publication = publish(asked_from(region, "findings", YOUTH), Hat.objects.get(network=region, role="analyst"))
    manager = Hat.objects.filter(network=region, role="manager").order_by("pk")[0]
    Comment.objects.create(
        network=region,
        publication=publication,
        organisation=manager.organisation,
        hat=manager,
        at=now(),
        text="Onze wachttijd telt de vakantie mee.",
        disputed=True,
    )
    return publication


@pytest.mark.parametrize("kind", ["html", "workbook"])
def test_what_partners_say_goes_along(kind: str, region: Network, disputed: Publication) -> None:
    told, files = run(Hat.objects.get(network=region, role="director"), f"said-{kind}", kind, "pinch", "data")
    (content,) = files.values()
    assert any("telt de vakantie mee" in text for text in told["said"])
    if kind == "html":
        read = tree(content.decode())
        assert "telt de vakantie mee" in read.xpath("string(//section[@id='said'])")
        assert "Disputed by" in read.xpath("string(//section[@id='pinch'])")
        assert "Disputed by" not in read.xpath("string(//section[@id='data'])")
        named = set(told["named"]["pinch"])
        assert named
        assert all(name in read.xpath("string(//header//p[contains(@class, 'alert')])") for name in named)
    else:
        import python_calamine

        book = python_calamine.load_workbook(io.BytesIO(content))
        rows = book.get_sheet_by_name("Comments of partners").to_python()
        assert "telt de vakantie mee" in str(rows[1][0])


def test_a_map_keeps_its_room_and_says_that_it_is_disputed() -> None:
    from schakel.draw.picture import Picture, Twin
    from schakel.report.document import Paragraph
    from schakel.report.map_sheet import MapSheet
    from schakel.report.partner_comments import ROOM, Comments, map_with_comments

    picture = Picture("p", "<svg></svg>", "p", "p", Twin((), (), ""), 1, 1, 1)
    sheet = MapSheet("t", "s", picture, "source", "foot", "en")
    for words, whole in (("Kort.", True), ("x" * (ROOM + 1), False)):
        said = Comments(frozenset({"a"}), ("Huisartsen",), (Paragraph(words, "warning"),))
        source = map_with_comments(sheet, (said,)).source
        assert (words in source) == whole
        assert whole or "Disputed by Huisartsen" in source


def test_nothing_is_said_beside_other_cases(region: Network, disputed: Publication) -> None:
    hat = Hat.objects.get(network=region, role="director")
    assert run(hat, "other", "html", "pinch", query="law=Wmo")[0]["said"] == []


def test_the_page_tells_who_still_has_to_be_heard(director: Client, region: Network, disputed: Publication) -> None:
    hat = Hat.objects.get(network=region, role="director")
    report = kept(hat, "heard", "html", "pinch", "partners")
    read = page(director, report.address)
    states = [" ".join(text.text_content().split()) for text in read.xpath("//section[@aria-labelledby='heard']//td")]
    assert "Voorgelegd" in states[0]
    assert "voorgelegd aan" in states[1]
    still = set(read.xpath("//section[@aria-labelledby='heard']//ul/li/text()"))
    assert set(report.named["pinch"]) <= still
    assert hat.organisation.name not in still


def kept(hat: Hat, job: str, kind: str, *sections: str) -> Report:
    """A report as a job would keep it, made here."""
    from uuid import uuid4

    number = uuid4()
    told, _ = run(hat, str(number), kind, *sections)
    return Report.objects.create(
        network=hat.network,
        folder=number,
        kind=kind,
        lang="en",
        query=look_of(hat, "map", YOUTH).query,
        cases={"nl": ["Wet: Jeugdwet"], "en": ["Law: Jeugdwet"]},
        snapshot=hat.network.snapshot,
        threshold=hat.network.threshold,
        made_by=hat,
        made_at=now(),
        **{name: told[name] for name in ("selection", "sections", "files", "named", "said", "passports")},
    )


def test_the_sheet_of_the_council(director: Client, region: Network, signed_in: As) -> None:
    from pypdf import PdfReader

    alderman = signed_in("alderman")
    assert "Voor de raad" in page(alderman, f"{ROOT}council").xpath("string(//main)")
    report = made(director, kind="council", query="", block=[])
    assert alderman.get(report.address).status_code == 403
    assert director.post(f"{report.address}/release").status_code == 302
    assert director.post(f"{report.address}/release").status_code == 302
    release = Release.objects.get()
    assert Entry.objects.filter(kind="council_released").count() == 1
    fixed = f"{ROOT}council/{release.pk}"
    before = page(alderman, fixed).xpath("string(//main)")
    assert before == page(alderman, f"{ROOT}council").xpath("string(//main)")
    assert not [name for name in partners(region) if name in before]
    paper = alderman.get(f"{fixed}/nl.pdf").content
    assert len(PdfReader(io.BytesIO(paper)).pages) == 1
    Network.objects.update(snapshot="0123456789abcdef")
    clerk = signed_in("clerk")
    assert page(clerk, fixed).xpath("string(//section[@id='goal'])") in before
    assert clerk.get(f"{fixed}/nl.pdf").content == paper
    assert signed_in("professional").get(fixed).status_code == 403


def partners(network: Network) -> list[str]:
    """All partners that the data names, without the organisation that analyses."""
    from schakel.web.insight_desk.choices import choices

    own = Hat.objects.get(network=network, role="director").organisation.name
    return [name for name in choices(network, network.snapshot).values("partner") if name not in (own, "Inwoner")]


def test_what_cannot_be_made_is_refused(director: Client, region: Network) -> None:
    partner = partners(region)[0]
    refused: tuple[dict[str, Any], ...] = (
        {"kind": "council", "query": f"partner={partner}"},
        {"block": []},
        {"block": ["nothing"]},
        {"kind": "poem"},
        {"order-pinch": "first"},
        {"title": "Over 123456782"},
    )
    for form in refused:
        assert post(director, **form).status_code == 422, form
    assert post(director, screen="nowhere").status_code == 404
    assert not Job.objects.exists()


def test_a_changed_file_is_not_given(director: Client, region: Network, tmp_path: Path) -> None:
    report = kept(Hat.objects.get(network=region, role="director"), "seal", "html", "limits")
    (name,) = report.files
    file = current_workspace().network("lindewaard") / FOLDER / str(report.folder) / name
    assert director.get(f"{report.address}/{name}").status_code == 200
    file.write_bytes(file.read_bytes() + b" ")
    assert director.get(f"{report.address}/{name}").status_code == 422
    assert director.get(f"{report.address}/../report.json").status_code == 404


def test_a_map_and_paper_can_be_made(region: Network) -> None:
    hat = Hat.objects.get(network=region, role="director")
    for kind in ("map", "pdf"):
        told, files = run(hat, f"paper-{kind}", kind, *(["time"] if kind == "pdf" else []))
        assert all(content.startswith(b"%PDF") for content in files.values())
        assert told["passports"]

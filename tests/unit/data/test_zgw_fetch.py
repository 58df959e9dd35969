"""From a registration to figures: what a server on loopback gives is what the log says, and no person is in it."""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jwt
import pytest

import schakel
from oracle.zgw_server import CLIENT, SECRET, Running, running
from oracle.zgw_world import RSIN, TYPES, World
from schakel.chain.problem import Refusal
from schakel.data.load import load
from schakel.data.mapping import read_mapping
from schakel.data.zgw.fields import days_of
from schakel.sharing.bsn import count_bsn, is_bsn
from unit.data.zgw_examples import artefacts, fetched

OUTCOMES = ("in_time", "late", "overdue", "running")


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with running(seed=7, count=60, page=20) as one:
        yield one


@pytest.fixture(scope="module")
def made(server: Running, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files of a fetch in `out` and the log of them in `log`."""
    folder = tmp_path_factory.mktemp("zgw")
    fetched(folder, server)
    mapping = read_mapping(folder / "out" / "mapping.toml")
    load(folder / "out" / "events.csv", folder / "log", mapping=mapping)
    return folder


def counted(world: World) -> Counter[str]:
    """Events by activity, counted from the resources themselves."""
    names = {one["url"]: one for one in world.statustypen}
    found = Counter({"Zaak gestart": len(world.zaken)})
    found.update(names[one["statustype"]]["omschrijving"] for one in world.statussen)
    found.update(f"Rol: {one['omschrijving']}" for one in world.rollen if one["betrokkeneType"] != "natuurlijk_persoon")
    ended = {one["zaak"] for one in world.statussen if names[one["statustype"]]["isEindstatus"]}
    found["Zaak gesloten"] = sum(1 for one in world.zaken if one["einddatum"] and one["url"] not in ended)
    return found


def residents(world: World) -> int:
    """People by their number, and every case without one as a resident of its own."""
    known, alone = set(), 0
    for zaak in world.zaken:
        person = next(
            one["betrokkeneIdentificatie"]
            for one in world.rollen
            if one["zaak"] == zaak["url"] and one["omschrijvingGeneriek"] == "initiator"
        )
        number = person["inpBsn"] or person["anpIdentificatie"]
        known.add(number) if number else None
        alone += not number
    return len(known) + alone


def test_the_figures_are_those_of_the_registration(server: Running, made: Path) -> None:
    with schakel.open_log(made / "log") as view:
        figures = schakel.figures(view)
    expected = counted(server.world)
    assert {one["activity"]: one["steps"] for one in figures["activities"]} == {k: n for k, n in expected.items() if n}
    assert figures["counts"]["cases"] == len(server.world.zaken)
    assert figures["counts"]["residents"] == residents(server.world)
    closed = sum(1 for one in server.world.zaken if one["einddatum"])
    assert figures["throughput"]["open_cases"] == len(server.world.zaken) - closed


def test_the_waits_between_statuses_are_those_of_their_dates(server: Running, made: Path) -> None:
    """Of one pair of statuses, by hand from the moments that the server gave."""
    from statistics import median

    kinds = {one["url"]: one["omschrijving"] for one in server.world.statustypen}
    by_case: dict[str, dict[str, datetime]] = {}
    for one in server.world.statussen:
        moments = by_case.setdefault(one["zaak"], {})
        moments[kinds[one["statustype"]]] = datetime.fromisoformat(one["datumStatusGezet"])
    waits = [
        (m["Besluit"] - m["Onderzoek"]).total_seconds() for m in by_case.values() if {"Besluit", "Onderzoek"} <= set(m)
    ]
    assert len(waits) > 5
    with schakel.open_log(made / "log") as view:
        edges = schakel.figures(view)["edges"]
    found = [one for one in edges if (one["activity"], one["next_activity"]) == ("Onderzoek", "Besluit")]
    assert [one["count"] for one in found] == [len(waits)]
    assert found[0]["wait_median_s"] == pytest.approx(median(waits), rel=0.001)


def test_who_did_it_is_who_set_the_status_else_who_treats_else_who_is_responsible(server: Running, made: Path) -> None:
    parties = Counter(line.split(",")[3] for line in (made / "out" / "events.csv").read_text("utf-8").splitlines()[1:])
    assert set(parties) == {
        "Gemeente Ravenzande",
        "Gemeente Elders",
        "Sociaal wijkteam Noord",
        "Team Toegang",
        "Kredietbank Lindeland",
        "Stichting Schuldhulpmaatje",
    }
    advice = sum(1 for one in server.world.rollen if one["betrokkeneType"] == "niet_natuurlijk_persoon")
    assert parties["Stichting Schuldhulpmaatje"] == advice


def test_the_outcome_stands_at_the_end(server: Running, made: Path) -> None:
    lines = [line.split(",") for line in (made / "out" / "events.csv").read_text("utf-8").splitlines()[1:]]
    told = Counter(line[7] for line in lines if line[7])
    names = {one["url"]: one["omschrijving"] for one in server.world.resultaattypen}
    assert told == Counter(names[one["resultaattype"]] for one in server.world.resultaten)
    assert {line[2] for line in lines if line[7]} == {"Afgehandeld", "Zaak gesloten"}


def test_the_ideal_route_and_the_norms_are_those_of_the_zaaktype(made: Path) -> None:
    found = tomllib.loads((made / "out" / "ideal-route.toml").read_text(encoding="utf-8"))["zaaktype"]
    by_name = {one["identificatie"]: one for one in found}
    for name, title, term, norm, steps in TYPES:
        one = by_name[name]
        assert (one["omschrijving"], one["doorlooptijd"], one.get("servicenorm")) == (title, term, norm)
        assert [(step["activity"], step.get("doorlooptijd")) for step in one["step"]] == list(steps)
        assert [step["is_end"] for step in one["step"]] == [False] * (len(steps) - 1) + [True]
    assert by_name["WMO-AANVRAAG"]["doorlooptijd_days"] == 56
    assert by_name["SCHULDHULP"]["step"][1]["doorlooptijd_days"] == 28


def judged(world: World, zaak: dict[str, Any], last: str, seen: str) -> str:
    """How a case did by its last day, from its own resources."""
    ends = [one["url"] for one in world.statustypen if one["isEindstatus"]]
    done = [
        one["datumStatusGezet"] for one in world.statussen if one["zaak"] == zaak["url"] and one["statustype"] in ends
    ]
    if done or zaak["einddatum"]:
        day = (
            datetime.fromisoformat(max(done)).astimezone(ZoneInfo("Europe/Amsterdam")).date().isoformat()
            if done
            else ""
        )
        return "in_time" if max(day, zaak["einddatum"] or "") <= last else "late"
    return "overdue" if last < seen else "running"


def test_cases_are_held_against_the_norms_of_their_type(server: Running, made: Path) -> None:
    world, expected = server.world, Counter[tuple[str, str, str]]()
    kinds = {one["url"]: one for one in world.zaaktypen}
    with schakel.open_log(made / "log") as view:
        found = list(view.figure("norm_times").records())
        assert view.figure("norm_times", portable=True).rows == view.figure("norm_times").rows
        seen = view.manifest.reference_on.isoformat()
    for zaak in world.zaken:
        kind = kinds[zaak["zaaktype"]]
        norm = days_of(kind["servicenorm"] or "")
        lasts = {"term": zaak["uiterlijkeEinddatumAfdoening"]}
        if norm is not None and not zaak["opschorting"]["indicatie"]:
            lasts["service"] = (date.fromisoformat(zaak["startdatum"]) + timedelta(days=norm)).isoformat()
        for name, last in lasts.items():
            expected[name, kind["omschrijving"], judged(world, zaak, last, seen)] += 1
    told = {(one["norm"], one["product"], name): one[name] for one in found for name in OUTCOMES if one[name]}
    assert told == expected
    assert {name for name, _, _ in told} == {"term", "service"}
    assert {outcome for _, _, outcome in told} >= {"in_time", "late", "overdue"}
    assert Counter(one["norm"] for one in found for _ in range(int(str(one["cases"]))))["term"] == len(world.zaken)


def test_no_person_and_no_secret_is_in_anything_that_was_written(server: Running, made: Path) -> None:
    key = (made / "log" / "key").read_text().strip()
    secrets = [SECRET.encode(), key.encode(), bytes.fromhex(key)]
    words = [b"Jansen", b"Maria", b"Pietersen", b"0612345678", b"1960-02-03", b"vakantie", b"gebeld", RSIN.encode()]
    names = []
    for name, data in artefacts(made):
        names.append(name)
        given = RSIN.encode() if name == "zgw.toml" else b"-"  # there a person wrote the name of an organisation
        for sought in (*secrets, *words, *(number.encode() for number in server.world.numbers)):
            if sought == given:
                continue
            assert sought not in data, f"{name} holds {sought[:4]!r}"
        if name.startswith("out/"):
            text = data.decode()
            assert not any(is_bsn(run) for run in re.findall(r"(?<!\d)\d{8,9}(?!\d)", text)), name
    assert {"out/events.csv", "out/mapping.toml", "out/ideal-route.toml", "out/fetch.json"} <= set(names)
    columns = zip(
        *(line.split(",") for line in (made / "out" / "events.csv").read_text("utf-8").splitlines()), strict=True
    )
    assert not any(count_bsn(column).bare_passing for column in columns)


def test_the_token_is_of_the_application_and_coordinates_are_asked(server: Running, made: Path) -> None:
    assert (made / "out").is_dir()
    asked = server.seen()
    tokens = {one["headers"]["Authorization"].removeprefix("Bearer ") for one in asked}
    for token in tokens:
        claims = jwt.decode(token, SECRET, algorithms=["HS256"])
        assert claims["iss"] == claims["client_id"] == CLIENT
        assert jwt.get_unverified_header(token)["alg"] == "HS256"
    assert {one["headers"]["Accept-Crs"] for one in asked} == {"EPSG:4326"}
    assert not any("inpBsn" in one["path"] for one in asked)


def test_the_same_registration_gives_the_same_files(server: Running, made: Path, tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "key").write_bytes((made / "log" / "key").read_bytes())
    fetched(tmp_path, server)
    for name in ("events.csv", "ideal-route.toml"):
        assert (tmp_path / "out" / name).read_bytes() == (made / "out" / name).read_bytes()


def test_a_choice_of_zaaktype_and_period(server: Running, tmp_path: Path) -> None:
    found = fetched(tmp_path, server, '[select]\nzaaktypen = ["WMO-AANVRAAG"]\nfrom = 2024-02-01\nuntil = 2024-04-30\n')
    kinds = {one["url"] for one in server.world.zaaktypen if one["identificatie"] == "WMO-AANVRAAG"}
    ours = {
        one["url"]
        for one in server.world.zaken
        if one["zaaktype"] in kinds and "2024-02-01" <= one["startdatum"] <= "2024-04-30"
    }
    assert found.zaken == len(ours) > 3
    assert found.statussen == sum(one["zaak"] in ours for one in server.world.statussen)
    assert found.rollen == sum(one["zaak"] in ours for one in server.world.rollen)
    assert found.outside > 0
    assert json.loads((tmp_path / "out" / "fetch.json").read_text())["zaaktypen"] == ["WMO-AANVRAAG"]


def test_a_type_that_is_not_there_is_told_with_those_that_are(server: Running, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        fetched(tmp_path, server, '[select]\nzaaktypen = ["WMO-AANVRAGEN"]\n')
    assert refusal.value.problems[0].code == "zgw_zaaktype"
    assert refusal.value.problems[0].allowed == "SCHULDHULP, WMO-AANVRAAG"
    with pytest.raises(Refusal) as refusal:
        fetched(tmp_path, server, "[select]\nfrom = 2030-01-01\n")
    assert refusal.value.problems[0].code == "zgw_none"


def test_the_command_says_what_it_fetched_and_how_to_go_on(
    server: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from typer.testing import CliRunner

    from schakel.command import app
    from unit.data.zgw_examples import config

    config(tmp_path, server)
    done = CliRunner().invoke(
        app("nl"), ["fetch", "zgw", str(tmp_path / "zgw.toml"), "-o", str(tmp_path / "out"), "--lang", "nl"]
    )
    assert done.exit_code == 0, done.output
    assert "60 zaken (zaaktypen: 2)" in done.output
    assert "schakel load" in done.output
    assert SECRET not in done.output + "".join(capsys.readouterr())

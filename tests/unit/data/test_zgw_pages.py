"""Pages, tokens and what is kept of them: damaged, doubled and grown old."""

import json
import random
from pathlib import Path
from typing import Any

import jwt
import pytest

from oracle.plenty import plenty
from oracle.zgw_world import world
from schakel.chain.problem import Problem, Refusal
from schakel.data.zgw import records
from schakel.data.zgw.client import Client
from schakel.data.zgw.events import rows_of
from schakel.data.zgw.fields import Fields, days_of
from schakel.data.zgw.kept_pages import DAY, KeptPages
from schakel.data.zgw.lists import Asked, Lists
from schakel.data.zgw.records import Rol, StatusType, Zaak, ZaakType
from schakel.data.zgw.registration import Catalogue, Registration
from schakel.data.zgw.session import Answer
from schakel.data.zgw.token import VALID, Tokens
from schakel.report.terminal import problem_sentence
from schakel.sharing.pseudonym import Key, pseudonyms
from unit.data.test_zgw_addresses import CONFIG

KEY = Key(bytes(range(32)))
URL = "https://zaken.example.nl/zaken/api/v1/rollen"
MADE = world("https://zaken.example.nl", 3, 12)
DAMAGES = plenty(150, 5000)
SECRET = "x" * 40


def named(number: str, key: Key = KEY) -> str:
    return pseudonyms(key, "resident", [number])[0]


class Given:
    """In place of a session: one body as the answer to everything."""

    def __init__(self, body: bytes) -> None:
        self.body = body

    def get(self, _url: str, _headers: dict[str, str]) -> Answer:
        return Answer(200, self.body)


def read(folder: Path, body: bytes) -> list[Rol]:
    client = Client(Given(body), Tokens("schakel", SECRET), sleep=lambda _: None)  # type: ignore[arg-type]
    lists = Lists(client, KeptPages(folder / ".kept", "asked"))
    return lists.read(Asked("rollen-0", URL, records.rol_of(named, {}), Rol))


def test_damaged_pages_are_refused_or_read(tmp_path: Path) -> None:
    """Cuts, turned bits and swapped pieces: a list of records or a refusal that can be said, without a number."""
    page = {"count": len(MADE.rollen), "next": None, "previous": None, "results": MADE.rollen}
    body = json.dumps(page).encode()
    chance, outcomes = random.Random(5), {"read": 0, "refused": 0}  # noqa: S311
    for turn in range(DAMAGES):
        data = bytearray(body[: len(body) * turn // DAMAGES] if turn % 3 == 0 else body)
        for _ in range(turn % 3 * 2):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        kept = KeptPages(tmp_path / ".kept", "asked")
        kept.drop()
        try:
            read(tmp_path, bytes(data))
            outcomes["read"] += 1
        except Refusal as refusal:
            outcomes["refused"] += 1
            for lang in ("nl", "en"):
                said = " ".join(problem_sentence(one, lang) for one in refusal.problems)
                assert not any(number in said for number in MADE.numbers)
    assert min(outcomes.values()) > DAMAGES // 20


def test_of_a_role_no_more_is_kept_than_a_pseudonym(tmp_path: Path) -> None:
    page = {"count": len(MADE.rollen), "next": None, "previous": None, "results": MADE.rollen}
    found = read(tmp_path, json.dumps(page).encode())
    people = [one for one in found if one.person]
    assert people
    assert all(len(one.person) == 20 and one.person.isalpha() and not one.party for one in people)
    again = read(tmp_path, b"not asked: it was kept")
    assert again == found


def test_a_lost_zero_is_the_same_resident_and_the_case_and_key_decide() -> None:
    def person(values: dict[str, Any], key: Key = KEY) -> str:
        role = {**MADE.rollen[0], "betrokkeneType": "natuurlijk_persoon", "betrokkeneIdentificatie": values}
        return records.rol_of(lambda number: named(number, key), {})(Fields("/rollen", "results[0]", role)).person

    assert person({"inpBsn": "012345672"}) == person({"inpBsn": "12345672"})
    assert person({"inpBsn": "012345672"}) != person({"inpBsn": "012345672"}, Key(bytes(32)))
    assert person({"anpIdentificatie": "012345672"}) != person({"inpBsn": "012345672"})
    assert person({}) == ""


@pytest.mark.parametrize("name", ["naam", "statutaireNaam"])
def test_a_name_with_a_number_of_a_person_in_it_is_not_kept(name: str) -> None:
    role = {**MADE.rollen[0], "betrokkeneType": "organisatorische_eenheid"}
    for text, kept in (("Team Noord", "Team Noord"), (f"Praktijk {MADE.numbers[0]}", "")):
        found = Fields("/rollen", "results[0]", {**role, "betrokkeneIdentificatie": {name: text}})
        assert records.rol_of(named, {})(found).party == kept


def test_pages_of_another_question_or_day_are_not_gone_on_with(tmp_path: Path) -> None:
    now = [1_000_000.0]
    first = KeptPages(tmp_path / ".kept", "one", lambda: now[0])
    first.keep("rollen-0", 0, {"url": URL, "next": "", "count": 0, "records": []})
    assert not first.is_resumed
    again = KeptPages(tmp_path / ".kept", "one", lambda: now[0] + DAY - 1)
    assert again.is_resumed
    assert again.page("rollen-0", 0, URL)
    assert again.page("rollen-0", 0, URL + "?page=2") is None
    (tmp_path / ".kept" / "rollen-0" / "000000.json").write_text('{"url": "cut', encoding="utf-8")
    assert again.page("rollen-0", 0, URL) is None
    assert not KeptPages(tmp_path / ".kept", "one", lambda: now[0] + DAY + 1).is_resumed
    assert not KeptPages(tmp_path / ".kept", "other", lambda: now[0] + DAY + 1).is_resumed


def test_a_token_is_made_anew_in_time() -> None:
    now = [1_000_000.0]
    tokens = Tokens("schakel", SECRET, lambda: now[0])
    first = tokens.header()
    now[0] += VALID - 1
    assert tokens.header() == first
    assert tokens.header(anew=True) != first
    now[0] += VALID + 1
    claims = jwt.decode(tokens.header().removeprefix("Bearer "), SECRET, ["HS256"], {"verify_iat": False})
    assert 0 <= now[0] - claims["iat"] < 3600


@pytest.mark.parametrize(
    ("text", "days"),
    [("P8W", 56), ("P2M", 60), ("P1Y2M3D", 428), ("P56D", 56), ("PT12H", 0), ("", None), ("8 weken", None)],
)
def test_durations_in_days(text: str, days: float | None) -> None:
    assert days_of(text) == days


def test_two_cases_of_two_organisations_with_one_number_stay_two(tmp_path: Path) -> None:
    from schakel.data.zgw.config import read_config

    (tmp_path / "zgw.toml").write_text(CONFIG, encoding="utf-8")
    kind = ZaakType("t", "T", "Type", "P8W", "")
    zaken = tuple(Zaak(url, "Z-1", "t", "", "2024-01-01", "", "", "", "", False) for url in ("b", "a"))
    steps = {"s": StatusType("s", "t", "Begin", 1, False, "")}
    found = Registration(Catalogue({"t": kind}, steps, {}, {}), zaken, (), (), ())
    written = rows_of(found, read_config(tmp_path / "zgw.toml"), KEY)
    assert [row.zaak for row in written.rows] == ["Z-1", "Z-1 (2)"]
    assert written.same_number == 1
    assert len({row.regel for row in written.rows}) == 2


def test_problems_of_a_page_are_told_together() -> None:
    problems: list[Problem] = []
    for place, one in enumerate(MADE.zaken[:3]):
        records.zaak_of({})(Fields("/zaken", f"results[{place}]", {**one, "startdatum": None, "zaaktype": 7}, problems))
    assert [(p.code, p.column) for p in problems] == [("zgw_value", "zaaktype"), ("zgw_null", "startdatum")] * 3

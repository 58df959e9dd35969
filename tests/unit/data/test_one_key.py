"""Messages, a registration and a partner's own file by the same two keys: one resident is one resident in all three."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from oracle.zgw_server import Running, running
from schakel.chain.problem import Refusal
from schakel.data.load import load
from schakel.data.mapping import read_mapping
from schakel.data.pseudonymise.columns import Asked
from schakel.data.pseudonymise.of_messages import EventsMade, events_of_messages
from schakel.data.pseudonymise.pseudonymise import pseudonymise
from schakel.data.zgw.config import read_config
from schakel.data.zgw.fetch import fetch_zgw
from schakel.insight.opened import open_log
from schakel.sharing.source_key import SourceKey
from schakel.sharing.source_pseudonym import AtSource
from unit.data.messages.message_texts import BSN, write
from unit.data.messages.test_message_source import CHAIN, rows_of
from unit.data.source_files import CUSTODIAN, DOMAIN, OWN, PARTNER
from unit.data.zgw_examples import artefacts, config

ID = "inwoner"


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with running(seed=7, count=20, page=20) as one:
        yield one


def written(folder: Path, key: SourceKey = PARTNER) -> EventsMade:
    return events_of_messages(write(folder / "m", CHAIN), folder / "events.csv", key, DOMAIN)


def by_custodian(file: Path, codes: tuple[str, ...], name: str) -> Path:
    out = file.with_name(name)
    pseudonymise(file, out, CUSTODIAN, DOMAIN, Asked(ids=(ID,), codes=codes))
    return out


def key_file(folder: Path, key: SourceKey) -> Path:
    path = folder / "source.key"
    path.write_text(f'role = "{key.role}"\nsecret = "{key.key.secret.hex()}"\n', encoding="utf-8")
    path.chmod(0o600)
    return path


def residents(file: Path) -> set[str]:
    header, *lines = (line.split(",") for line in file.read_text(encoding="utf-8").splitlines())
    return {line[header.index(ID)] for line in lines} - {""}


def twice(number: str) -> str:
    return AtSource(CUSTODIAN, DOMAIN).name(AtSource(PARTNER, DOMAIN).name(number))


def test_messages_by_both_keys_fit_with_a_file_of_a_partner(tmp_path: Path) -> None:
    made = written(tmp_path)
    assert BSN not in (tmp_path / "events.csv").read_text(encoding="utf-8")
    assert residents(tmp_path / "events.csv") == {AtSource(PARTNER, DOMAIN).name(BSN)}
    file = by_custodian(tmp_path / "events.csv", made.codes, "events-2.csv")
    assert residents(file) == {twice(BSN)}


@pytest.mark.parametrize("key", [PARTNER, OWN], ids=["both keys", "an own key"])
def test_what_is_loaded_tells_what_the_messages_tell(tmp_path: Path, key: SourceKey) -> None:
    made = written(tmp_path, key)
    file = tmp_path / "events.csv"
    if key is PARTNER:
        file = by_custodian(file, made.codes, "events-2.csv")
    load(file, tmp_path / "log", mapping=read_mapping(made.mapping))
    load(tmp_path / "m", tmp_path / "direct")
    assert rows_of(tmp_path / "log") == rows_of(tmp_path / "direct")
    for counted in ("SELECT count(*), count(DISTINCT resident) FROM cases", "SELECT count(*) FROM steps"):
        with open_log(tmp_path / "log") as one, open_log(tmp_path / "direct") as other:
            assert one.rows(counted) == other.rows(counted)


def test_a_file_that_skipped_the_custodian_is_refused_at_load(tmp_path: Path) -> None:
    made = written(tmp_path)
    with pytest.raises(Refusal) as found:
        load(tmp_path / "events.csv", tmp_path / "log", mapping=read_mapping(made.mapping))
    assert found.value.problems[0].code == "pseudonym_half"


def test_the_custodian_gets_no_messages(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as found:
        written(tmp_path, CUSTODIAN)
    assert found.value.problems[0].code == "source_stage_second"
    assert {path.name for path in tmp_path.iterdir()} == {"m"}


def test_a_wrong_message_leaves_nothing(tmp_path: Path) -> None:
    folder = write(tmp_path / "m", CHAIN)
    first = sorted(folder.iterdir())[0]
    first.write_text(first.read_text(encoding="utf-8").replace("2025-01-06", "2025-01-36"), encoding="utf-8")
    with pytest.raises(Refusal):
        events_of_messages(folder, tmp_path / "events.csv", PARTNER, DOMAIN)
    assert {path.name for path in tmp_path.iterdir()} == {"m"}


def test_a_registration_is_fetched_under_the_key_of_the_partners(tmp_path: Path, server: Running) -> None:
    key_file(tmp_path, PARTNER)
    asked = replace(config(tmp_path, server), key_file=None, source_key_file=tmp_path / "source.key", domain=DOMAIN)
    fetch_zgw(asked, tmp_path / "out", timeouts=(5, 1))
    numbers = {
        one["betrokkeneIdentificatie"]["inpBsn"]
        for one in server.world.rollen
        if one["omschrijvingGeneriek"] == "initiator" and one["betrokkeneIdentificatie"]["inpBsn"]
    }
    step = AtSource(PARTNER, DOMAIN)
    assert {step.name(number) for number in numbers} <= residents(tmp_path / "out" / "events.csv")
    file = by_custodian(tmp_path / "out" / "events.csv", (), "zaken-2.csv")
    assert {twice(number) for number in numbers} <= residents(file)
    load(file, tmp_path / "log", mapping=read_mapping(tmp_path / "out" / "mapping.toml"))
    secret = PARTNER.key.secret.hex().encode()
    for name, content in artefacts(tmp_path):
        assert name == "source.key" or secret not in content
        assert not any(number.encode() in content for number in numbers), name


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ('source_key_file = "source.key"', "key_file"),
        ('domain = "Lindewaard 2026"\nsource_key_file = "source.key"', "domain"),
    ],
)
def test_a_configuration_says_which_key_is_meant(tmp_path: Path, server: Running, more: str, wrong: str) -> None:
    with pytest.raises(Refusal) as found:
        config(tmp_path, server, more)
    assert wrong in {problem.column for problem in found.value.problems}


def test_the_custodian_does_not_fetch(tmp_path: Path, server: Running) -> None:
    config(tmp_path, server)
    key_file(tmp_path, CUSTODIAN)
    text = (tmp_path / "zgw.toml").read_text(encoding="utf-8")
    text = text.replace('key_file = "log/key"', f'source_key_file = "source.key"\ndomain = "{DOMAIN}"')
    (tmp_path / "zgw.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Refusal) as found:
        fetch_zgw(read_config(tmp_path / "zgw.toml"), tmp_path / "out", timeouts=(5, 1))
    assert found.value.problems[0].code == "key_role"

"""The network file: written and read again, and every wrong one refused with its line."""

from dataclasses import fields, replace
from pathlib import Path

import pytest

from schakel.chain.problem import Refusal
from schakel.orchestration.inputs import inputs
from schakel.orchestration.network import CLASSES, KINDS, Network
from schakel.orchestration.network_file import network_from, read_network
from schakel.orchestration.network_text import network_text, network_version, write_network
from schakel.orchestration.sentences import form_sentence
from schakel.orchestration.start_file import start_text
from schakel.report.terminal import problem_sentence
from schakel.texts import has
from unit.orchestration.small_network import SMALL

TEXT = network_text(SMALL)


def refused(text: str) -> set[tuple[str, int | None, str]]:
    """(code, line, path) of everything that is wrong; every problem has a sentence in both languages."""
    with pytest.raises(Refusal) as caught:
        network_from(text)
    for problem in caught.value.problems:
        for lang in ("nl", "en"):
            assert problem_sentence(problem, lang)
            if problem.code.startswith("network_"):
                assert form_sentence(problem, lang)
    return {(one.code, one.row, one.column) for one in caught.value.problems}


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_what_is_written_reads_as_it_was() -> None:
    assert network_from(TEXT) == SMALL
    assert network_text(network_from(TEXT)) == TEXT
    assert network_from(network_text(Network("Leeg"))) == Network("Leeg")


def test_every_input_serves_a_decision_and_has_minutes_and_words() -> None:
    for kind, noun in inputs().items():
        if kind != "network":
            assert noun.names == tuple(
                one for one in noun.names if one in {field.name for field in fields(CLASSES[kind])}
            )
            assert set(noun.names) == {field.name for field in fields(CLASSES[kind])}
        assert has(f"orchestration.noun.{kind}")
        for one in noun.fields:
            assert has(f"orchestration.serves.{one.serves}"), (kind, one.name)
            assert has(f"orchestration.field.{kind}.{one.name}")
            assert one.minutes > 0 or one.type == "parts"
            assert all(has(f"orchestration.option.{option}") for option in one.options)
    assert set(KINDS) <= set(inputs())


def test_pointers_may_be_given_by_name_and_keys_left_out() -> None:
    text = '[network]\nname = "X"\n[[partner]]\nname = "Loket Één"\n[[partner]]\nname = "Team"\n'
    text += '[[agreement]]\nname = "A"\npromise = "p"\nparties = ["Loket Één", "team"]\n'
    found = network_from(text)
    assert [one.key for one in found.partners] == ["loket-een", "team"]
    assert found.agreements[0].parties == ("loket-een", "team")


@pytest.mark.parametrize(
    ("old", "new", "code", "path"),
    [
        ("format = 1", "format = 2", "network_format", "network.format"),
        ('name = "Klein"', "name = 7", "network_value", "network.name"),
        ("line = 1\nmuni", "line = 7\nmuni", "network_value", "partner.1.line"),
        ("line = 1\nmuni", "lime = 1\nmuni", "network_key_unknown", "partner.1.lime"),
        ("delivers = false", 'delivers = "nee"', "network_value", "partner.2.delivers"),
        ('of = "schuldhulp"', 'of = "schuldhlp"', "network_reference", "card.1.expect.1.of"),
        ('capacity = "commissioner"', 'capacity = "comissioner"', "network_value", "hat.1.capacity"),
        ('toward = "schuldhulp"\n', "", "network_needed", "hat.1.toward"),
        ('toward = "schuldhulp"', 'toward = "wijkteam"', "network_hat_self", "hat.1.toward"),
        ('status = "not_the_same"', 'status = "agreed"', "network_needed", "word.1.agreed"),
        ('figure = "edges"', 'figure = "edge"', "network_figure", "goal.2.figure"),
        ("high = 14", "high = 14\nlow = 20", "network_range", "goal.2.high"),
        ("high = 14", "high = nan", "network_value", "goal.2.high"),
        ('where = ["activity=Melding"]', 'where = ["activity"]', "network_value", "goal.2.where"),
        ("until = 2027-01-01", 'until = "1-1-2027"', "network_value", "table.1.member.1.until"),
        ("since = 2026-01-01", "since = 2026-01-01\nuntil = 2025-12-31", "network_order", "agreement.1.until"),
        ('parties = ["wijkteam", "schuldhulp"]', 'parties = ["wijkteam"]', "network_parties", "agreement.1.parties"),
        ('key = "schuldhulp"', 'key = "wijkteam"', "network_double", "partner.2.key"),
        ('name = "Schuldhulp"', 'name = "wijkteam"', "network_double", "partner.2.name"),
        ('key = "gesprek"\n', 'key = "Gesprek!"\n', "network_key_form", "activity.1.key"),
        ('key = "thuis"\n', 'key = "thuis"\nparent = "snel"\n', "network_circle", "goal.1.parent"),
        ('phone = "06 00 00 00 00"', 'phone = "bsn 111222333"', "network_bsn", "person.1.phone"),
        ("[[hat]]", "[[hats]]", "network_key_unknown", "hats"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(old: str, new: str, code: str, path: str) -> None:
    assert TEXT.count(old) >= 1, old
    text = TEXT.replace(old, new, 1)
    found = refused(text)
    (row,) = {row for wrong, row, column in found if (wrong, column) == (code, path)}
    field = path.rpartition(".")[2]
    line = text.split("\n")[(row or 0) - 1]
    assert field in line or line.startswith("[["), (row, line)


def test_all_problems_are_told_at_once_and_no_number_of_a_person() -> None:
    text = (
        TEXT.replace("line = 1", "line = 9")
        .replace('owner = "wijkteam"', 'owner = "wijk"')
        .replace("Vertelt.", "bsn 111222333")
    )
    with pytest.raises(Refusal) as caught:
        network_from(text)
    assert {one.code for one in caught.value.problems} == {"network_value", "network_reference", "network_bsn"}
    assert not any("111222333" in problem_sentence(one, "nl") for one in caught.value.problems)


def test_a_hat_of_somebody_else_is_no_hat_of_a_member() -> None:
    bob = replace(SMALL.people[0], key="bob", name="Bob")
    member = replace(SMALL.tables[0].member[0], person="bob")
    other = replace(SMALL, people=(*SMALL.people, bob), tables=(replace(SMALL.tables[0], member=(member,)),))
    assert {code for code, _, _ in refused(network_text(other))} == {"network_hat_of_other"}


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_file_to_start_with_reads_with_and_without_its_hashes(lang: str) -> None:
    text = start_text(lang)
    assert not any(network_from(text).items(kind) for kind in KINDS)
    filled = network_from("\n".join(line.removeprefix("#:").removeprefix(" ") for line in text.split("\n")))
    assert all(filled.items(kind) for kind in KINDS)
    assert network_from(network_text(filled)) == filled


@pytest.mark.parametrize("broken", ["", "x", "[[partner", 'name = "a', "a = 0x" + "f" * 9000, "a = " + "[" * 5000])
def test_what_is_no_network_is_refused(broken: str) -> None:
    assert refused(broken)


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "network.toml"
    write_network(SMALL, file)
    assert read_network(file) == SMALL
    file.chmod(0o600)
    write_network(replace(SMALL, name="Anders"), file)
    assert read_network(file).name == "Anders"
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["network.toml"]
    (tmp_path / "folder").mkdir()
    for where in (tmp_path / "none" / "network.toml", tmp_path / "folder"):
        with pytest.raises(Refusal, match="not_writable"):
            write_network(SMALL, where)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "network.toml"]


def test_a_version_is_that_of_what_stands_in_the_file() -> None:
    assert network_version(SMALL) == network_version(network_from(TEXT))
    assert network_version(SMALL) != network_version(replace(SMALL, about="Iets anders."))

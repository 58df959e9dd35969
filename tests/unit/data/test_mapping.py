"""The mapping file: every key does what it says, and a slip is named with a suggestion."""

from datetime import date
from pathlib import Path

import pytest

from schakel.chain.attribute import Attribute
from schakel.chain.problem import Refusal
from schakel.data.mapping import Mapping, Origin, Words, free_slug, read_mapping, with_all_columns
from schakel.report.terminal import problem_sentence
from unit.data.source_examples import column, mapped, staged, write

WHOLE = """
ranks = ["Melding", "Onderzoek"]

[file]
delimiter = "tab"
encoding = "utf-8"
decimal = ","
time_zone = "UTC"
date_format = "dd-mm-yyyy"
lifecycle = "complete"
reference_date = 2024-12-31
delivered_by = "Loket"

[columns]
case_id = "Zaak"
activity = "Stap"
started = "Datum"
law = { value = "Wmo" }

[attributes]
"Aantal uren" = { as = "hours", level = "event", type = "number" }
"Sinds" = { as = "since", level = "case", type = "date" }

[case]
unit = "trajectory"
gap_days = 45
scope = "source"
closing = ["Afsluiting", "outcome=gestopt"]

[values.partner]
closed_list = true
LKT = "Loket"

[values.activity]
"01" = "Melding"
"""


def test_every_key(tmp_path: Path) -> None:
    found = mapped(tmp_path, WHOLE)
    assert (found.file.delimiter, found.file.decimal, found.file.time_zone) == ("\t", ",", "UTC")
    assert (found.file.date_format, found.file.lifecycle) == (("dd-mm-yyyy",), "complete")
    assert (found.file.reference_date, found.file.delivered_by) == (date(2024, 12, 31), "Loket")
    assert found.origin("case_id") == Origin("Zaak")
    assert found.origin("law") == Origin(value="Wmo")
    assert dict(found.attributes)["Sinds"] == Attribute("since", "Sinds", "case", "date")
    assert (found.case.unit, found.case.gap_days, found.case.scope) == ("trajectory", 45, "source")
    assert found.case.closing == ("Afsluiting", "outcome=gestopt")
    assert found.partner_words == Words((("LKT", "Loket"),), closed_list=True)
    assert found.ranks == (("Melding", 1), ("Onderzoek", 2))
    assert set(found.named()) == {"Zaak", "Stap", "Datum", "Aantal uren", "Sinds"}


def test_what_it_asks_for_is_done(tmp_path: Path) -> None:
    mapping = mapped(tmp_path, WHOLE.replace('"complete"', '"all"').replace("[columns]", '[columns]\npartner = "Wie"'))
    text = "Zaak\tStap\tDatum\tAantal uren\tSinds\tWie\tNotitie\n7\t01\t05-02-2024\t1.000,5\t01-01-2024\tLKT\tx\n"
    found, events = staged(write(tmp_path, text), mapping)
    event = events[0]
    assert (event["case_id"], event["activity"], event["partner"], event["c_law"]) == (
        "log:7",
        "Melding",
        "Loket",
        "Wmo",
    )
    assert (event["e_hours"], event["c_since"]) == (1000.5, date(2024, 1, 1))
    assert (found.unit, found.gap_days, dict(found.ranks)) == ("trajectory", 45, {"Melding": 1, "Onderzoek": 2})
    assert [(a.column, a.label) for a in found.attributes] == [
        ("c_law", "law"),
        ("e_hours", "Aantal uren"),
        ("c_since", "Sinds"),
    ]
    delivery = found.deliveries[0]
    assert (delivery.not_stored, delivery.delivered_by, delivery.reference_date) == (
        ("Notitie",),
        "Loket",
        date(2024, 12, 31),
    )


@pytest.mark.parametrize(
    ("text", "nl", "en"),
    [
        (
            "[file]\ndelimeter = ';'",
            "mapping.toml: 'file.delimeter' kennen we hier niet. Bedoelt u: delimiter?",
            "mapping.toml: 'file.delimeter' is not known here. Did you mean: delimiter?",
        ),
        (
            "[colums]\n",
            "mapping.toml: 'colums' kennen we hier niet. Bedoelt u: columns?",
            "mapping.toml: 'colums' is not known here. Did you mean: columns?",
        ),
        (
            "[columns]\ncase_id = 'a'\ncase_id = 'b'\n",
            "mapping.toml, regel 3: 'case_id' staat er twee keer. Laat er één staan.",
            "mapping.toml, line 3: 'case_id' occurs twice. Keep one of them.",
        ),
        (
            "[file]\n[case]\n[file]\n",
            "mapping.toml, regel 3: 'file' staat er twee keer. Laat er één staan.",
            "mapping.toml, line 3: 'file' occurs twice. Keep one of them.",
        ),
        (
            "[file]\ndecimal = \n",
            "mapping.toml, regel 2: dit is geen geldige TOML. Kijk of elke tekst tussen aanhalingstekens staat en elke "
            "regel naam = waarde is.",
            "mapping.toml, line 2: this is not valid TOML. See that every text stands between quotation marks and "
            "every line is name = value.",
        ),
        (
            "[case]\nscope = 'mine'",
            "mapping.toml: 'case.scope' heeft de waarde aaaa. Toegestaan: shared, source.",
            "mapping.toml: 'case.scope' has the value aaaa. Allowed: shared, source.",
        ),
        (
            "[file]\ntime_zone = 'Europe/Lindewaard'",
            "mapping.toml: 'file.time_zone' heeft de waarde Aaaaaa/Aaaaaaaaaa. Toegestaan: Europe/Amsterdam.",
            "mapping.toml: 'file.time_zone' has the value Aaaaaa/Aaaaaaaaaa. Allowed: Europe/Amsterdam.",
        ),
    ],
)
def test_a_slip_is_named_in_both_languages(text: str, nl: str, en: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        mapped(tmp_path, text)
    problem = refusal.value.problems[0]
    assert (problem_sentence(problem, "nl"), problem_sentence(problem, "en")) == (nl, en)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("[file]\ndelimiter = 'ab'", "file.delimiter"),
        ("[file]\ndelimiter = '\"'", "file.delimiter"),
        ("[file]\nencoding = 'rot13'", "file.encoding"),
        ("[file]\nencoding = 'klingon'", "file.encoding"),
        ("[file]\ndate_format = 'banana'", "file.date_format"),
        ("[file]\nreference_date = 'soon'", "file.reference_date"),
        ("[file]\nlifecycle = true", "file.lifecycle"),
        ("[columns]\ncase_id = 3", "columns.case_id"),
        ("[columns]\ncase_id = {value = 3}", "columns.case_id"),
        ("[attributes]\nUren = { as = 'Uren!' }", "attributes.Uren.as"),
        ("[attributes]\nUren = { as = 'product' }", "attributes.Uren.as"),
        ("[attributes]\nUren = { as = 'u', type = 'money' }", "attributes.Uren.type"),
        ("[attributes]\nUren = 'u'", "attributes.Uren"),
        ("[case]\ngap_days = -3", "case.gap_days"),
        ("[case]\nclosing = [3]", "case.closing"),
        ("[values.partner]\nclosed_list = 'no'", "values.partner.closed_list"),
        ("[values.partner]\nLKT = 3", "values.partner.LKT"),
        ("[ranks]\nMelding = 'first'", "ranks"),
        ("file = 3", "file"),
    ],
)
def test_a_wrong_value_is_named_by_its_path(text: str, path: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        mapped(tmp_path, text)
    assert path in [problem.column for problem in refusal.value.problems]
    assert {problem.code for problem in refusal.value.problems} == {"toml_value"}


def test_all_slips_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        mapped(tmp_path, "[file]\ndecimal = ';'\ncolour = 'red'\n[case]\nunit = 'cat'\n")
    assert refusal.value.total == 3


def test_a_mapping_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="toml_missing"):
        read_mapping(tmp_path / "no.toml")


def test_ranks_may_be_numbers(tmp_path: Path) -> None:
    assert mapped(tmp_path, "[ranks]\nMelding = 1\nStart = 1\n").ranks == (("Melding", 1), ("Start", 1))


def test_a_published_log_keeps_every_column(tmp_path: Path) -> None:
    text = "zaaknummer,activiteit,datum,org:group,case:Soort zaak,soort zaak\nZ-1,Melding,2024-02-01,Loket,spoed,x\n"
    found, events = staged(write(tmp_path, text), keep_all=True)
    assert found.deliveries[0].not_stored == ()
    assert {a.column: a.label for a in found.attributes} == {
        "c_soort_zaak": "case:Soort zaak",
        "e_soort_zaak_2": "soort zaak",
    }
    assert column(events, "c_soort_zaak") == ["spoed"]


def test_slugs_are_free_and_short() -> None:
    assert free_slug("Ünïcode & more", ()) == "n_code_more"
    assert free_slug("x" * 80, ()) == "x" * 34
    assert free_slug("naam", ("naam", "naam_2")) == "naam_3"
    assert free_slug("product", ()) == "product_2"
    everything = with_all_columns(Mapping(), [f"{'y' * 60}{i}" for i in range(300)])
    assert len({attribute.slug for _, attribute in everything.attributes}) == 300

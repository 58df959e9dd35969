"""A DPIA of a real log: what is told as a fact, what stays open, what comes back, and that nothing small is told."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from schakel.chain.problem import Refusal
from schakel.insight.opened import open_log
from schakel.report.document import Grid
from schakel.report.html import html
from schakel.report.privacy.answers_file import answers_text, read_answers, write_answers
from schakel.report.privacy.dpia import Dpia, write_dpia
from schakel.report.privacy.facts import PrivacyFacts, from_json, read_facts, to_json
from schakel.report.privacy.gathered import facts_of
from schakel.report.privacy.grants_file import read_grants
from schakel.report.privacy.question import CHAPTERS, Answer, questions
from schakel.report.typst import pdf
from schakel.sharing.grant import Grant
from unit.report.reading import paper_text

DAY = date(2026, 6, 1)
BOTH = frozenset({"GGZ Zuid", "Gemeente Voorbeeld"})
GRANT = Grant(
    "ggz",
    "GGZ Zuid",
    "Gemeente Voorbeeld",
    "wachttijden",
    frozenset({"started", "partner"}),
    date(2026, 1, 1),
    date(2026, 12, 31),
    signed=BOTH,
)


@pytest.fixture(scope="module")
def log(delivered_log: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The log with a term for one source, and a name in the register for another."""
    copy = tmp_path_factory.mktemp("terms") / "log"
    shutil.copytree(delivered_log, copy)
    said = copy / "sources.toml"
    text = said.read_text(encoding="utf-8")
    text = text.replace('delivered_by = "GGZ Zuid"', 'delivered_by = "GGZ Zuid"\nkeep_months = 24')
    said.write_text(text.replace('name = "werk"', 'name = "werk"\nprocessing_activity = "AVG-41"'), encoding="utf-8")
    return copy


def told(log: Path, *grants: Grant, threshold: int = 10) -> PrivacyFacts:
    with open_log(log) as view:
        return facts_of(view, log, grants, day=DAY, threshold=threshold)


def test_facts_are_what_is_configured_and_held(log: Path) -> None:
    facts = told(log, GRANT)
    by = {source.name: source for source in facts.sources}
    assert list(by) == ["loket", "ggz", "werk", "klein"]
    assert by["loket"].delivered_by == "Gemeente Voorbeeld"
    assert "to_partner" in by["loket"].fields
    assert "requested" in by["loket"].fields
    assert "to_partner" not in by["ggz"].fields
    assert not any("household" in source.fields for source in facts.sources)
    assert [source.keep_months for source in facts.sources] == [None, 24, None, None]
    assert [source.own_key for source in facts.sources] == [False, True, False, False]
    assert by["werk"].activity == "AVG-41"
    assert by["ggz"].since == date(2025, 1, 1)
    assert not facts.public
    assert len(facts.grants) == 1


def test_a_column_that_no_mapping_names_is_told_as_not_stored(delivered_log: Path) -> None:
    dropped = {source.name: source.dropped for source in told(delivered_log).sources}
    assert dropped["loket"] == ()
    assert all(isinstance(columns, tuple) for columns in dropped.values())


def test_only_signed_grants_that_are_not_over_have_a_recipient(log: Path) -> None:
    ahead = replace(
        GRANT, receiver="Werkbedrijf", since=date(2026, 9, 1), signed=frozenset({"GGZ Zuid", "Werkbedrijf"})
    )
    unsigned = replace(GRANT, purpose="inkoop", signed=frozenset({"GGZ Zuid"}))
    over = replace(GRANT, purpose="proef", since=date(2024, 1, 1), until=date(2025, 1, 1))
    facts = told(log, GRANT, ahead, unsigned, over)
    assert [(grant.receiver, grant.purpose) for grant in facts.grants] == [
        ("Gemeente Voorbeeld", "wachttijden"),
        ("Werkbedrijf", "wachttijden"),
    ]


def test_a_small_source_is_told_as_fewer_than_the_threshold(log: Path) -> None:
    document = Dpia(told(log)).document("nl")
    section = next(one for one in document.sections if one.id == "data")
    grid = next(block for block in section.blocks if isinstance(block, Grid))
    small = next(row for row in grid.twin.rows if row[0] == "klein")
    assert small[2:4] == ("< 10", "< 10")


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_chapter_is_there_and_every_open_question_is_marked(log: Path, lang: str) -> None:
    dpia = Dpia(told(log, GRANT))
    document = dpia.document(lang)
    assert [section.id for section in document.sections] == [*CHAPTERS, "open"]
    page = html(document)
    assert page.count('class="utrecht-paragraph schakel-ask"') == len(dpia.open) == len(dpia.asked)
    word = "Open vraag" if lang == "nl" else "Open question"
    for question in dpia.asked:
        assert f"{word} {question.id}:".replace("&", "&amp;") in page
    assert "{" not in " ".join(question.text(lang) for question in dpia.asked)


def test_what_is_configured_is_not_asked(log: Path) -> None:
    ids = {question.id for question in questions(told(log, GRANT))}
    assert {"retention:loket", "retention:werk", "retention:klein"} <= ids
    assert "retention:ggz" not in ids
    assert "activity:werk" not in ids
    assert "recipient:ggz|Gemeente Voorbeeld|wachttijden" in ids
    assert "joint" in ids
    one = replace(told(log), sources=told(log).sources[:1])
    assert "joint" not in {question.id for question in questions(one)}


def test_answers_come_back_and_one_without_a_question_stays_in_sight(log: Path, tmp_path: Path) -> None:
    facts = told(log)
    file = tmp_path / "answers.toml"
    write_answers(file, Dpia(facts).asked, "nl")
    assert not Dpia(facts, read_answers(file)).again
    assert len(Dpia(facts, read_answers(file)).open) == len(Dpia(facts).asked)
    given = {
        "basis:ggz": Answer('Toestemming "op papier"', "J. de Jurist", "2026-05-01"),
        "basis:weg": Answer("Hoort bij een bron die er niet meer is."),
    }
    gone = {name: answer for name, answer in given.items() if name == "basis:weg"}
    text = answers_text(Dpia(facts).asked, "nl", given)
    file.write_text(f'{text}\n[answers."basis:weg"]\ntext = "{gone["basis:weg"].text}"\n', encoding="utf-8")
    dpia = Dpia(facts, read_answers(file))
    assert "basis:ggz" not in {question.id for question in dpia.open}
    page = html(dpia.document("nl"))
    assert "Toestemming &quot;op papier&quot; (J. de Jurist, 1 mei 2026)" in page
    assert "Hoort bij een bron die er niet meer is." in page


def test_an_answer_is_asked_again_when_something_widened(log: Path) -> None:
    answers = {"basis:ggz": Answer("Wet."), "basis:werk": Answer("Wet.")}
    now = told(log, GRANT)
    dpia = Dpia(now, answers, told(log))
    assert dpia.again == ("basis:ggz",)
    page = html(dpia.document("nl"))
    assert page.index("Nieuwe ontvanger: Gemeente Voorbeeld ziet ggz") < page.index("1. Voorstel</h2>")
    assert "Bekijk dit antwoord opnieuw (basis:ggz)" in page
    assert "Bekijk dit antwoord opnieuw (basis:werk)" not in page


def test_equal_facts_give_equal_bytes_in_both_forms(log: Path, tmp_path: Path) -> None:
    one, other = (write_dpia(Dpia(told(log, GRANT)), tmp_path / name, pdf=True) for name in ("a.html", "b.html"))
    assert [path.suffix for path in one] == [".html", ".pdf", ".json"]
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]
    assert read_facts(one[2]) == told(log, GRANT)
    assert "Open vraag basis:ggz" in " ".join(paper_text(one[1].read_bytes()))


def test_facts_come_back_from_json_and_their_id_ignores_what_moves_by_itself(log: Path) -> None:
    facts = told(log, GRANT)
    assert from_json(to_json(facts)) == facts
    later = replace(facts, day=date(2026, 7, 1), snapshot="other")
    assert later.id == facts.id
    assert replace(facts, threshold=5).id != facts.id


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": 9, "facts": {}}', '{"format": 1, "facts": {"log": 1}}', "{"]
)
def test_other_files_are_no_facts(text: str, tmp_path: Path) -> None:
    file = tmp_path / "old.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        read_facts(file)
    assert refused.value.problems[0].code == "dpia_facts"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('[answers."basis:ggz"]\ntekst = "ja"\n', "toml_key_unknown"),
        ('[answers."basis:ggz"]\ntext = 3\n', "toml_value"),
        ('[answers."basis:ggz"]\ntext = "over 123456782"\n', "dpia_bsn"),
        ('[answers]\nbasis = "ja"\n', "toml_value"),
        ('[answers."basis:ggz"]\ntext = "ja"\non = "gisteren"\n', "toml_value"),
    ],
)
def test_a_wrong_answers_file_is_refused(text: str, code: str, tmp_path: Path) -> None:
    file = tmp_path / "answers.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        read_answers(file)
    assert [problem.code for problem in refused.value.problems] == [code]
    assert "123456782" not in str(refused.value.problems)


GRANTS = """[[grant]]
source = "ggz"
giver = "GGZ Zuid"
receiver = "Gemeente Voorbeeld"
purpose = "wachttijden"
fields = ["started", "partner"]
since = 2026-01-01
until = 2026-12-31
signed = ["GGZ Zuid", "Gemeente Voorbeeld"]
"""


def test_grants_are_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "grants.toml"
    file.write_text(GRANTS, encoding="utf-8")
    assert read_grants(file) == (GRANT,)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('giver = "GGZ Zuid"\n', "", "grant.1.giver"),
        ("until = 2026-12-31", "until = 2025-12-31", "grant.1.until"),
        ('"started", "partner"', '"Geboortedatum"', "grant.1.fields"),
        ("since = 2026-01-01\n", "", "grant.1.since"),
        ("[[grant]]", "[[grant]]\nversion = 0", "grant.1.version"),
        ("purpose =", "doel =", "grant.1.doel"),
    ],
)
def test_a_wrong_grants_file_is_refused_with_its_place(old: str, new: str, place: str, tmp_path: Path) -> None:
    file = tmp_path / "grants.toml"
    file.write_text(GRANTS.replace(old, new), encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        read_grants(file)
    assert place in [problem.column for problem in refused.value.problems]


def test_the_paper_form_has_the_same_words(log: Path) -> None:
    text = " ".join(paper_text(pdf(Dpia(told(log)).document("en"))))
    assert "Open question dpo: What does the data protection officer advise" in text
    assert "Data protection impact assessment, made from what was configured on 1 June 2026" in text

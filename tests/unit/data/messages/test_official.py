"""The official examples are read, but for the two that are invalid; and the codes that were typed are theirs."""

import csv
from collections import defaultdict
from pathlib import Path

import duckdb
import pytest
from lxml import etree

from schakel.chain.problem import Problem, Refusal
from schakel.data.messages.codes import allowed, message_code
from schakel.data.messages.message import Law
from schakel.data.messages.read_message import read_message
from schakel.data.messages.read_messages import read_messages
from schakel.data.messages.schemas import read_schemas
from schakel.data.messages.shapes import Node, shape
from unit.data.messages.message_texts import DOOR

pytestmark = pytest.mark.shared
INVALID = {"JW315.xml", "JW318.xml"}
LISTS = {
    "RedenBeeindiging",
    "RedenWijziging",
    "RedenVerzoek",
    "VerzoekAntwoord",
    "RedenAfwijzingVerzoek",
    "DebetCredit",
    "ProductCategorie",
}


def problems(path: Path, schemas: str = "") -> tuple[Problem, ...]:
    with duckdb.connect() as connection:
        try:
            read_messages(connection, path, schemas=schemas)
        except Refusal as refusal:
            return refusal.problems
        return ()


def test_all_official_examples_are_read_but_for_the_two_invalid_ones(shared_data: Path) -> None:
    files = sorted((shared_data / "iwmo" / "examples-3.2").rglob("*.xml"))
    refused = set()
    for file in files:
        try:
            read_message((file.read_bytes(),), file.name, DOOR)
        except Refusal:
            refused.add(file.name)
    assert len(files) == 21
    assert refused == INVALID


@pytest.mark.parametrize(("name", "line", "element", "rule"), [
    ("JW315.xml", 44, "ToewijzingEinddatum", "cvc-datatype-valid-1-2-1"),
    ("JW318.xml", 33, "RetourCode", "element-content"),
])  # fmt: skip
def test_the_invalid_ones_are_refused_with_line_element_and_rule(
    shared_data: Path, name: str, line: int, element: str, rule: str
) -> None:
    iwmo = shared_data / "iwmo"
    found = problems(iwmo / "examples-3.2" / "jw" / name, str(iwmo / "xsd-3.2"))
    assert (found[0].code, found[0].row, found[0].column, found[0].value) == ("message_xsd", line, element, rule)


def test_structure_alone_sees_both_of_them_too(shared_data: Path) -> None:
    folder = shared_data / "iwmo" / "examples-3.2" / "jw"
    (first, *_), (second,) = problems(folder / "JW315.xml"), problems(folder / "JW318.xml")
    assert (first.code, first.row, first.value) == ("message_value", 44, "2027-06-31")
    assert (second.code, second.row, second.column) == ("message_element", 33, "RetourCode")


def test_the_stories_keep_to_the_schemas(shared_data: Path) -> None:
    schemas = read_schemas(shared_data / "iwmo" / "xsd-3.2")
    for file in sorted((shared_data / "iwmo" / "synthetic-3.2").glob("*.xml")):
        assert schemas.problems(file.read_bytes(), file.name) == ()


def test_old_archives_are_read(shared_data: Path) -> None:
    with duckdb.connect() as connection:
        raw = read_messages(connection, shared_data / "iwmo" / "legacy-2.x" / "examples-2.0")
        found = connection.execute("SELECT activiteit, uitkomst FROM raw WHERE uitkomst IS NOT NULL").fetchall()
    assert raw.rows > 0
    assert ("Levering", "overleden") in found


def test_codes_are_those_of_the_schemas(shared_data: Path) -> None:
    official: dict[tuple[str, str], set[str]] = defaultdict(set)
    with (shared_data / "iwmo" / "codelists-3.2" / "enumerations.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            official[row["law"], row["type"].removeprefix("LDT_")].add(row["code"])
    laws: tuple[Law, ...] = ("wmo", "jw")
    for law in laws:
        for name in LISTS:
            assert set(allowed(name, law, "3.2")) == official[law, name], (law, name)
        assert official[law, "TypeVerwijzer"] <= set(allowed("TypeVerwijzer", law, "3.2"))


def test_message_codes_are_the_official_ones(shared_data: Path) -> None:
    with (shared_data / "iwmo" / "codelists-3.2" / "berichtcodes.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            law: Law = "jw" if row["law"] == "jw" else "wmo"
            assert message_code(law, row["message"].removeprefix(law.upper())) == row["berichtcode"]


XS = "{http://www.w3.org/2001/XMLSchema}"


def official_names(schema: Path) -> dict[str, set[str]]:
    """Each complex type of a message's schema with the names of its elements."""
    tree = etree.parse(schema)
    return {
        kind.get("name", ""): {one.get("name", "") for one in kind.iter(f"{XS}element")}
        for kind in tree.iter(f"{XS}complexType")
        if kind.get("name")
    }


def our_names(node: Node) -> dict[str, set[str]]:
    """Each element that holds others, with their names; those of the base schema are not told by a message's own."""
    found = {node.name: set(node.children)} if node.children else {}
    for child in node.children.values():
        found |= our_names(child)
    return found


def test_shapes_are_those_of_the_schemas(shared_data: Path) -> None:
    """Every element of every type that we look into is known to us, and we know none that is not there."""
    for schema in sorted((shared_data / "iwmo" / "xsd-3.2").rglob("*3[0-9][0-9].xsd")):
        law_kind = schema.stem
        found = shape(law_kind[-3:], "3.2")
        assert found
        official, ours = official_names(schema), our_names(found)
        for name in official.keys() & ours.keys():
            extra = ours[name] - official[name] - {"RetourCodes", "GezagsdragerBekend"}
            extra -= {"DeclaratiePeriode", "DeclaratieDagtekening", "TotaalToegekendBedrag"}
            assert not (official[name] - ours[name]), (law_kind, name)
            assert not (extra - {"Woonplaatsbeginsel"}), (law_kind, name)

"""The official schemas, where somebody gives them: they are not ours to ship. Validated by lxml, without a network."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from schakel.chain.problem import SHOWN, Problem, Refusal

_ELEMENT = re.compile(r"^Element '(?:\{[^}]*\})?([^']{1,60})'")
_EXPECTED = re.compile(r"Expected is (?:one of )?\( ([^)]{1,400}) \)")
_SPACE = re.compile(r"\{[^}]*\}")


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


@dataclass(frozen=True)
class Schemas:
    """Schemas by the namespace that they describe."""

    by_space: dict[str, etree.XMLSchema]

    def problems(self, data: bytes, file: str) -> tuple[Problem, ...] | None:
        """What a message breaks, by line, element and rule of XML Schema; None where no schema describes it.

        Only for bytes in which no document type was found. Values are never told: a schema's own words quote them.
        """
        try:
            tree = etree.fromstring(data, _parser())
        except etree.XMLSyntaxError as error:
            return (Problem("message_xml", file, error.lineno or 1),)
        schema = self.by_space.get(etree.QName(tree).namespace or "")
        if schema is None:
            return None
        if schema.validate(tree):
            return ()
        return tuple(_problem(entry, file) for entry in list(schema.error_log)[:SHOWN])  # type: ignore[call-overload]  # it is a list


def read_schemas(folder: Path) -> Schemas:
    """Every schema below a folder that describes a message. Refusal where there is none, or one cannot be read."""
    found: dict[str, etree.XMLSchema] = {}
    for path in sorted(folder.rglob("*.xsd")):
        try:
            tree = etree.parse(path, _parser())
            space = tree.getroot().get("targetNamespace", "")
            if "basisschema" not in space:
                found[space] = etree.XMLSchema(tree)
        except (etree.XMLSyntaxError, etree.XMLSchemaParseError, OSError):
            raise Refusal((Problem("xsd_broken", path.name),)) from None
    if not found:
        raise Refusal((Problem("xsd_none", folder.name),))
    return Schemas(found)


def _problem(entry: "etree._LogEntry", file: str) -> Problem:
    element = _ELEMENT.match(entry.message or "")
    expected = _EXPECTED.search(entry.message or "")
    return Problem(
        "message_xsd",
        file,
        entry.line,
        element.group(1) if element else "?",
        (entry.type_name or "").removeprefix("SCHEMAV_").lower().replace("_", "-"),
        ", ".join(_names(expected.group(1))) if expected else "–",
    )


def _names(text: str) -> Iterator[str]:
    yield from (_SPACE.sub("", name).strip() for name in text.split(",") if name.strip())

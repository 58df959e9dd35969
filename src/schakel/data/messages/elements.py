"""XML as a stream of elements, for a file that may mean harm: no document type, no entity, no network, nothing deep.

Only expat looks at the bytes. It opens no other file and fetches nothing; `xsi:schemaLocation` and XInclude are to it
attributes and elements as any other. Text is gathered only where the receiver asks for it, so that the rest of a
message never becomes a value of this program.
"""

from collections.abc import Iterable
from typing import Protocol
from xml.parsers import expat

from schakel.chain.problem import Problem, Refusal

MAX_DEPTH = 40
MAX_TEXT = 1000  # characters of one value that is read
MAX_SIZE = 32 << 20  # the standard allows 25 MB
_CUT = frozenset(
    expat.errors.codes[text]
    for text in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
    )
)
_ENCODING = frozenset(
    expat.errors.codes[text]
    for text in (expat.errors.XML_ERROR_UNKNOWN_ENCODING, expat.errors.XML_ERROR_INCORRECT_ENCODING)
)


class Receiver(Protocol):
    """What is done with elements. Both are called in the order of the file."""

    def start(self, space: str, name: str, line: int) -> bool:
        """An element begins; whether its text is wanted."""

    def end(self, text: str) -> None:
        """The element that began last ends; text is "" where it was not wanted."""


def walk(blocks: Iterable[bytes], file: str, receiver: Receiver) -> None:
    """Hand on all elements of one file. Refusal with the line for what is not well-formed or not to be trusted."""
    _Walk(file, receiver).through(blocks)


class _Walk:
    def __init__(self, file: str, receiver: Receiver) -> None:
        self.file, self.receiver = file, receiver
        self.depth, self.size, self.length = 0, 0, 0
        self.text: list[str] = []
        self.parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.XmlDeclHandler = self._declared
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end

    def through(self, blocks: Iterable[bytes]) -> None:
        try:
            for block in blocks:
                self.size += len(block)
                if self.size > MAX_SIZE:
                    raise self._refusal("message_size", limit=MAX_SIZE >> 20)
                self.parser.Parse(block, False)
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise self._refusal(_code(error), error.lineno) from None
        except LookupError:  # from Python's codecs, asked by expat for a name it does not know
            raise self._refusal("message_encoding") from None

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if (encoding or "utf-8").lower() not in ("utf-8", "utf8", "us-ascii"):
            raise self._refusal("message_encoding")

    def _doctype(self, *_parts: object) -> None:
        raise self._refusal("message_dtd")

    def _start(self, name: str, _attributes: object) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self._refusal("message_depth", limit=MAX_DEPTH)
        space, _, local = name.rpartition(" ")
        wanted = self.receiver.start(space, local, self.parser.CurrentLineNumber)
        self.text, self.length = [], 0
        self.parser.CharacterDataHandler = self._data if wanted else None

    def _data(self, text: str) -> None:
        self.length += len(text)
        if self.length > MAX_TEXT:
            raise self._refusal("message_value_long", limit=MAX_TEXT)
        self.text.append(text)

    def _end(self, _name: str) -> None:
        self.depth -= 1
        self.parser.CharacterDataHandler = None
        text, self.text = "".join(self.text), []
        self.receiver.end(text)

    def _refusal(self, code: str, line: int = 0, **more: int) -> Refusal:
        row = line or self.parser.CurrentLineNumber
        return Refusal((Problem(code, self.file, row=row, more=tuple(more.items())),))


def _code(error: expat.ExpatError) -> str:
    return "message_cut" if error.code in _CUT else "message_encoding" if error.code in _ENCODING else "message_xml"

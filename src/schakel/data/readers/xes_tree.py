"""Any XES text, parsed with expat: namespaces, nested attributes, lists, every quoting and encoding.

Refuses any document type declaration before anything in it is read: entities are the way in for files that blow up or
read what they should not.
"""

from collections.abc import Callable
from typing import Any
from xml.parsers import expat

import numpy as np

from schakel.chain.problem import Problem, Refusal
from schakel.data.readers.xes_batch import Batch, Odd, Texts
from schakel.data.readers.xes_regular import MAX_VALUE, TYPES

MAX_DEPTH = 100
# How much text expat may hold back while it looks for the end of one tag.
MAX_TAG = 8 * MAX_VALUE
FLUSH = 20_000
MOST_PREFIXES = 100
_ATTRIBUTES = frozenset(TYPES)
_NESTING = frozenset((*TYPES, "list", "container", "values"))
_CODES = {
    expat.errors.codes[expat.errors.XML_ERROR_BAD_CHAR_REF]: "xes_character",
    expat.errors.codes[expat.errors.XML_ERROR_UNDEFINED_ENTITY]: "xes_entity",
    expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN]: "xes_cut",
    expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]: "xes_cut",
    expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION]: "xes_cut",
    expat.errors.codes[expat.errors.XML_ERROR_PARTIAL_CHAR]: "xes_cut",
    expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH]: "xes_tag",
    expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING]: "xes_encoding",
    expat.errors.codes[expat.errors.XML_ERROR_INCORRECT_ENCODING]: "xes_encoding",
}


class XesTree:
    """A parser to which bytes are fed; whole traces and events are handed on as batches.

    Depths: 1 log, 2 trace, 3 event or attribute of the trace, 4 attribute of the event; what lies deeper is counted
    as nested. lines: added to every line number, for bytes that another way of reading already took.
    """

    def __init__(self, file: str, on_batch: Callable[[Batch], None], lines: int = 0) -> None:
        self.file = file
        self.lines = lines
        self.root = ""
        self.encoding = ""
        self.depth = 0
        self._on_batch = on_batch
        self._fed = 0
        self._at_end = False
        self._typed = set(TYPES)
        self._event: dict[str, str | None] | None = None
        self._trace: dict[str, str | None] | None = None
        self._start_batch()
        self._parser = self._new_parser()

    def feed(self, data: bytes, final: bool = False) -> None:
        """Parse the next bytes; final: there is no more. Refusal with the line."""
        try:
            self._fed += len(data)
            self._parser.Parse(data, final)
        except expat.ExpatError as error:
            raise self._malformed(error, data) from None
        except LookupError:  # from Python's codecs, asked by expat for a name it does not know
            raise self._refusal("xes_encoding") from None
        if self._fed - self._parser.CurrentByteIndex > MAX_TAG:
            raise self._refusal("xes_value_too_long", limit=MAX_VALUE)
        if final:
            self.flush()

    def flush(self) -> None:
        """Hand on what is complete. A trace still open goes on in the next batch."""
        if not self._events and not self._traces and self._odd == Odd():
            return
        begun = len(self._traces)
        traces = np.array(self._trace_of, dtype=np.int64)
        self._on_batch(Batch(traces, _columns(self._events), begun, _columns(self._traces), self._odd))
        self._start_batch()

    def _start_batch(self) -> None:
        self._events: list[dict[str, str | None]] = []
        self._trace_of: list[int] = []
        self._traces: list[dict[str, str | None]] = []
        self._odd = Odd()

    def _new_parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate()
        parser.ordered_attributes = True
        parser.buffer_text = True
        parser.XmlDeclHandler = self._declared
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        return parser

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        self.encoding = encoding or ""

    def _doctype(self, *_parts: Any) -> None:
        raise self._refusal("xes_dtd")

    def _start(self, name: str, pairs: list[str]) -> None:
        self.depth = depth = self.depth + 1
        row = self._event if depth == 4 else self._trace if depth == 3 else None
        # Nearly every call: an attribute with key and value. Everything else takes its time below.
        if row is not None and name in self._typed and len(pairs) == 4 and pairs[0] == "key" and pairs[2] == "value":
            key, value = pairs[1], pairs[3]
            if key and key not in row and len(value) <= MAX_VALUE and len(key) <= MAX_VALUE:
                row[key] = value
                return
        self._seldom(depth, name, pairs)

    def _seldom(self, depth: int, name: str, pairs: list[str]) -> None:
        local = name.rpartition(":")[2]
        if local in _ATTRIBUTES and len(self._typed) < MOST_PREFIXES:
            self._typed.add(name)
        if depth == 4 and self._event is not None and local in _ATTRIBUTES:
            self._attribute(self._event, pairs)
        elif depth == 3 and self._trace is not None:
            if local == "event":
                self._event = {}
            elif local in _ATTRIBUTES:
                self._attribute(self._trace, pairs)
            else:
                self._count(local)
        elif depth == 2 and local == "trace":
            self._trace = {}
        else:
            self._elsewhere(depth, local, name)

    def _end(self, _name: str) -> None:
        depth = self.depth
        self.depth = depth - 1
        if depth > 3:
            return
        if depth == 3 and self._event is not None:
            self._trace_of.append(len(self._traces))
            self._events.append(self._event)
            self._event = None
            if len(self._events) >= FLUSH:
                self.flush()
        elif depth == 2 and self._trace is not None:
            self._traces.append(self._trace)
            self._trace = None
            if len(self._traces) >= FLUSH:
                self.flush()

    def _elsewhere(self, depth: int, local: str, name: str) -> None:
        """Anything that is neither a trace, an event nor one of their own attributes."""
        if depth > MAX_DEPTH:
            raise self._refusal("xes_depth", limit=MAX_DEPTH)
        if depth == 1:
            self.root = name
            if local != "log":
                raise self._refusal("xes_root", value=local[:40])
        elif depth == 2 and local == "event":
            self._odd.loose += 1
        elif self._trace is not None:
            self._count(local)

    def _count(self, local: str) -> None:
        if local in _NESTING:
            self._odd.nested += local in _ATTRIBUTES
        else:
            self._odd.unknown += 1

    def _attribute(self, row: dict[str, str | None], pairs: list[str]) -> None:
        value: str | None
        if len(pairs) == 4 and pairs[0] == "key" and pairs[2] == "value":
            key, value = pairs[1], pairs[3]
        else:
            named: dict[str, str] = dict(zip(pairs[::2], pairs[1::2], strict=True))
            key, value = named.get("key", ""), named.get("value")
        if len(value or "") > MAX_VALUE or len(key) > MAX_VALUE:
            raise self._refusal("xes_value_too_long", limit=MAX_VALUE)
        if not key:
            raise self._refusal("xes_no_key")
        self._odd.repeated += key in row
        row[key] = value

    def _refusal(self, code: str, value: str = "", **more: str | int) -> Refusal:
        line = self._parser.CurrentLineNumber + self.lines
        return Refusal((Problem(code, self.file, row=line, value=value, more=tuple(more.items())),))

    def _malformed(self, error: expat.ExpatError, data: bytes) -> Refusal:
        code = _CODES.get(error.code, "xes_malformed")
        if error.code == expat.errors.codes[expat.errors.XML_ERROR_INVALID_TOKEN]:
            place = self._parser.ErrorByteIndex - (self._fed - len(data))
            code = "xes_character" if 0 <= place < len(data) and _is_odd(data, place) else code
        if not self.root and code in ("xes_malformed", "xes_character"):
            code = "xes_not_xml"
        return Refusal((Problem(code, self.file, row=error.lineno + self.lines),))


def _is_odd(data: bytes, place: int) -> bool:
    """Whether the byte that expat stopped at is a control character or no part of UTF-8."""
    byte = data[place]
    return byte >= 0x80 or (byte < 0x20 and byte not in b"\t\n\r")


def _columns(rows: list[dict[str, str | None]]) -> dict[str, Texts]:
    keys = dict.fromkeys(key for row in rows for key in row)
    return {key: _column([row.get(key) for row in rows]) for key in keys}


def _column(values: list[str | None]) -> Texts:
    column: Texts = np.empty(len(values), dtype=object)
    column[:] = values
    return column

"""A JSON file of one object, part by part: no more is held than a part, and a fault has its place in bytes."""

import codecs
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from schakel.chain.problem import Problem, Refusal
from schakel.data.readers.json_fault import MAX_DEPTH, Fault, find_fault
from schakel.data.readers.name import shown_name
from schakel.data.readers.xes_bytes import blocks

MAX_PART = 8 << 20  # characters of one event or object; a larger one is no event
LONGEST_NUMBER = 400
_BLANK = " \t\n\r"


class Number(str):
    """A number as it is written, so that 007.50 and 1e400 reach the check that knows what is allowed."""

    __slots__ = ()


class _Bad(Exception):
    """What the quick reader notices without knowing where; the strict one then finds the place."""


def _no_double(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Bad
    return found


def _no_constant(name: str) -> NoReturn:
    raise _Bad(name)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_no_double, parse_int=Number, parse_float=Number, parse_constant=_no_constant
)


class JsonStream:
    """The text of a file with the place up to which it was read. Refusal names file, offset in bytes and path."""

    def __init__(self, path: Path) -> None:
        self.file = path.name
        self._blocks = blocks(path)
        self._decode = codecs.getincrementaldecoder("utf-8")()
        self._bytes = 0  # read from the file
        self._text, self._at, self._begin, self._dropped = "", 0, 0, 0  # dropped: bytes before the text that is held
        self._is_over = False

    @property
    def offset(self) -> int:
        """Bytes of the file (unpacked) before what comes next."""
        return self._offset(self._at)

    @property
    def held(self) -> int:
        """Characters that are in memory."""
        return len(self._text)

    def peek(self) -> str:
        """The next sign that is no blank, "" at the end of the file."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in _BLANK:
                self._at += 1
            if self._at < len(self._text) or not self._fill():
                return self._text[self._at : self._at + 1]

    def expect(self, signs: str, path: str = "") -> str:
        """Take one of these signs. Refusal for another, or for the end of the file."""
        sign = self.peek()
        if not sign:
            self.refuse("cut", path=path)
        if sign not in signs:
            self.refuse("malformed", path=path)
        self._at += 1
        return sign

    def value(self, path: str) -> Any:
        """The next value as a whole; numbers as `Number`. Refusal also when it is larger than MAX_PART."""
        self.peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except (ValueError, _Bad, RecursionError):
                self._more_or_refuse(path)
                continue
            # A number at the very end may go on in the next block.
            if end < len(self._text) or not isinstance(value, Number) or not self._fill():
                self._begin, self._at = self._at, end
                return value

    def check_depth(self, path: str) -> None:
        """Refusal if the value that was read last has more than MAX_DEPTH layers."""
        fault = find_fault(self._text, self._begin, path)
        if fault is not None:
            self._tell(fault)

    def members(self, path: str) -> Iterator[str]:
        """The keys of the object that begins here; the caller reads the value behind each. Refusal for a double one."""
        self.expect("{", path)
        seen: set[str] = set()
        if self.peek() == "}":
            self._at += 1
            return
        while True:
            self.peek()
            place, key = self.offset, self._key(path)
            if key in seen:
                self.refuse("key_double", path=path or "$", value=key, at=place)
            seen.add(key)
            self.expect(":", path)
            yield key
            if self.expect(",}", path) == "}":
                return

    def items(self, path: str) -> Iterator[str]:
        """The path of each part of the list that begins here; the caller reads the part."""
        self.expect("[", path)
        if self.peek() == "]":
            self._at += 1
            return
        place = 0
        while True:
            yield f"{path}[{place}]"
            place += 1
            if self.expect(",]", f"{path}[{place}]") == "]":
                return

    def refuse(self, code: str, *, path: str = "", value: str = "", at: int | None = None) -> NoReturn:
        """Refusal of what stands here, or at an offset in bytes."""
        offset = self.offset if at is None else at
        more = (("offset", offset), ("path", shown_name(path) or "$"), ("limit", MAX_DEPTH))
        raise Refusal((Problem(f"json_{code}", self.file, value=shown_name(value), more=more),))

    def _key(self, path: str) -> str:
        sign = self.peek()
        if sign != '"':
            self.refuse("malformed" if sign else "cut", path=path)
        return str(self.value(path))

    def _more_or_refuse(self, path: str) -> None:
        """Hold more of the file where the value may only be unfinished; else Refusal of what is wrong with it."""
        if len(self._text) - self._at > MAX_PART:
            self.refuse("part_large", path=path, value=f"{MAX_PART >> 20} MB")
        fault = find_fault(self._text, self._at, path)
        if fault is None:
            self.refuse("malformed", path=path)
        # What is cut at the end of a block, as 12. or \ud8, can look wrong a few signs before it.
        if fault.code != "cut" and fault.at < len(self._text) - LONGEST_NUMBER:
            self._tell(fault)
        if not self._fill():
            self._tell(fault)

    def _tell(self, fault: Fault) -> NoReturn:
        self.refuse(fault.code, path=fault.path, value=fault.value, at=self._offset(fault.at))

    def _offset(self, at: int) -> int:
        return self._dropped + len(self._text[:at].encode("utf-8", "surrogatepass"))

    def _fill(self) -> bool:
        """Hold the next block as well; what was read is let go. False at the end of the file, and nothing changes."""
        if self._is_over:
            return False
        block = next(self._blocks, b"")
        try:
            more = self._decode.decode(block, final=not block)
        except UnicodeDecodeError as error:
            self.refuse("utf8", at=max(0, self._bytes - (len(error.object) - len(block))) + error.start)
        if not block:
            self._is_over = True
            return False
        if not self._bytes and more.startswith("\ufeff"):
            more, self._dropped = more[1:], 3
        self._bytes += len(block)
        if self._at > len(self._text) // 2:
            self._dropped = self._offset(self._at)
            self._text, self._at = self._text[self._at :], 0
        self._text += more
        return True

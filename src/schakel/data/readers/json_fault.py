"""Where a JSON text goes wrong and how: a strict reading without recursion, for when the quick one gave up.

Grammar: RFC 8259. A key twice in one object, NaN and Infinity, and more than MAX_DEPTH layers are faults here too.
"""

import re
from dataclasses import dataclass, field

MAX_DEPTH = 100
_BLANK = re.compile(r"[ \t\n\r]*")
_STRING = re.compile(r'"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*"')
_OPEN_STRING = re.compile(
    r'"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*(?:\\(?:u\w{0,3})?)?'
)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_HALF_NUMBER = re.compile(r"(?:\.|[eE][+-]?)\Z")
_WORD = re.compile(r"-?[A-Za-z]+")
_NOT_NUMBERS = ("NaN", "Infinity", "-Infinity")
_LITERALS = ("true", "false", "null")


@dataclass(frozen=True)
class Fault:
    """code: cut, key_double, depth, constant, sign or malformed. at: index in the text. path: as `events[3].id`."""

    code: str
    at: int
    path: str
    value: str = ""


@dataclass
class _Layer:
    """An object or a list that is open. keys: seen so far; place: the key or number of the part that is read now."""

    is_object: bool
    keys: set[str] = field(default_factory=set)
    place: str = ""
    count: int = 0

    def step(self) -> str:
        return f".{self.place}" if self.is_object else f"[{self.count}]"


def find_fault(text: str, at: int, path: str = "") -> Fault | None:
    """The first fault of the one value that begins at `at`; None if it reads well."""
    return _Reading(text, at, path).fault()


class _Reading:
    def __init__(self, text: str, at: int, path: str) -> None:
        self.text, self.at, self.base = text, at, path
        self.layers: list[_Layer] = []

    def fault(self) -> Fault | None:
        """Read on until the first value is whole."""
        wanted = "value"
        while True:
            self._skip()
            if self.at >= len(self.text):
                return self._found("cut")
            found = self._take(wanted)
            if isinstance(found, Fault):
                return found
            if found == "end":
                return None
            wanted = found

    def _take(self, wanted: str) -> "str | Fault":
        sign = self.text[self.at]
        if wanted == "key" or (wanted == "first key" and sign != "}"):
            return self._key()
        if sign in "}]" and wanted in ("first key", "first value", "more"):
            return self._close(sign)
        if wanted == "more":
            return self._comma(sign)
        if sign in "{[":
            return self._open(sign)
        return self._scalar(sign)

    def _open(self, sign: str) -> "str | Fault":
        if len(self.layers) >= MAX_DEPTH:
            return self._found("depth")
        self.layers.append(_Layer(sign == "{"))
        self.at += 1
        return "first key" if sign == "{" else "first value"

    def _close(self, sign: str) -> "str | Fault":
        if not self.layers or self.layers[-1].is_object != (sign == "}"):
            return self._found("malformed")
        self.layers.pop()
        self.at += 1
        return "more" if self.layers else "end"

    def _comma(self, sign: str) -> "str | Fault":
        if sign != ",":
            return self._found("malformed")
        self.at += 1
        layer = self.layers[-1]
        layer.count += 1
        return "key" if layer.is_object else "value"

    def _key(self) -> "str | Fault":
        begin = self.at
        string = self._string()
        if isinstance(string, Fault):
            return string
        layer = self.layers[-1]
        layer.place = string
        if string in layer.keys:
            self.at = begin
            return self._found("key_double", string)
        layer.keys.add(string)
        self._skip()
        if self.at >= len(self.text):
            return self._found("cut")
        if self.text[self.at] != ":":
            return self._found("malformed")
        self.at += 1
        return "value"

    def _scalar(self, sign: str) -> "str | Fault":
        if sign == '"':
            string = self._string()
            if isinstance(string, Fault):
                return string
            return "more" if self.layers else "end"
        word = _WORD.match(self.text, self.at)
        if word and word[0] in _NOT_NUMBERS:
            return self._found("constant", word[0])
        match = word if word and word[0] in _LITERALS else _NUMBER.match(self.text, self.at)
        if match is None:
            starts = word is not None and any(one.startswith(word[0]) for one in (*_LITERALS, *_NOT_NUMBERS))
            at_end = word is not None and word.end() == len(self.text)
            return self._found("cut" if (starts and at_end) or self.text[self.at :] == "-" else "malformed")
        self.at = match.end()
        if match.re is _NUMBER and _HALF_NUMBER.match(self.text, self.at):
            return self._found("cut")
        return "more" if self.layers else "end"

    def _string(self) -> "str | Fault":
        match = _STRING.match(self.text, self.at)
        if match:
            self.at = match.end()
            return match[0][1:-1]
        open_string = _OPEN_STRING.match(self.text, self.at)
        if open_string is None:
            return self._found("malformed")
        self.at = open_string.end()
        return self._found("cut" if self.at >= len(self.text) else "sign")

    def _skip(self) -> None:
        blank = _BLANK.match(self.text, self.at)
        self.at = blank.end() if blank else self.at

    def _found(self, code: str, value: str = "") -> Fault:
        steps = [layer.step() for layer in self.layers[: MAX_DEPTH if code != "depth" else 4]]
        more = "…" if code == "depth" else ""
        return Fault(code, self.at, (self.base + "".join(steps) + more).lstrip("."), value)

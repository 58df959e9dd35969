"""Values as a person gave them, in a file, a form or a request, made into items; every problem is noted."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from schakel.chain.problem import Problem
from schakel.insight.figure import figure_names
from schakel.orchestration.inputs import Field, Noun, inputs
from schakel.orchestration.key import is_key
from schakel.orchestration.network import CLASSES
from schakel.sharing.bsn import contains_bsn, shown

_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # turn the order of what follows
LONGEST_TEXT, LONGEST_LIST, LARGEST_NUMBER = 4000, 500, 1e12
_NAME = re.compile(r"[\w -]{1,40}")
_ALLOWED = {
    "text": '"..."',
    "prose": '"..."',
    "texts": '["...", "..."]',
    "refs": '["...", "..."]',
    "where": '["activity=...", "partner=..."]',
    "date": "2026-12-31",
    "number": "0, 0.8, 14",
    "yes": "true, false",
    "key": "a-z 0-9 -",
}


@dataclass
class Given:
    """Values made into items, and the problems met. file: its name for messages, "" for a form."""

    file: str = ""
    problems: list[Problem] = field(default_factory=list)

    def item(self, kind: str, values: Mapping[str, Any], path: str) -> Any:
        """The item, with empty values where something is wrong. path: as "partner.3", for the place of a problem."""
        noun = inputs()[kind]
        self._known(noun, values, path)
        made = {one.name: self.value(one, values.get(one.name), f"{path}.{one.name}") for one in noun.fields}
        if kind == "card":
            made.pop("key", None)
        return CLASSES[kind](**made)

    def value(self, one: Field, value: Any, path: str) -> Any:
        """A value of one input; what is blank counts as not given."""
        if value is None or value == "" or (isinstance(value, list | tuple) and not value):
            if one.needed:
                self.wrong("needed", path, "", allowed(one))
            return one.empty
        if one.type == "parts":
            return self._parts(one, value, path)
        try:
            made = _READ[one.type](one, value)
        except (TypeError, ValueError):
            self.wrong(_code(one), path, value, near(value, _words(one)) or allowed(one))
            return one.empty
        if any(contains_bsn(text) for text in _texts(made)):
            self.wrong("bsn", path, value)
            return one.empty
        if one.needed and made == one.empty:
            self.wrong("needed", path, "", allowed(one))
        return made

    def wrong(self, code: str, path: str, value: object = "", allowed: str = "") -> None:
        """Note a problem."""
        seen = shown(_said(value)) if value not in ("", None) else ""
        self.problems.append(Problem(f"network_{code}", self.file, column=path, value=seen, allowed=allowed))

    def unknown(self, before: str, name: str, words: Iterable[str]) -> None:
        """Note a name that there is not; of one that is no name only its shape is told."""
        words = tuple(words)
        told = name if _NAME.fullmatch(name) and not contains_bsn(name) else shown(name, is_id=True)
        self.wrong("key_unknown", f"{before}{told}", "", near(name, words) or ", ".join(words))

    def _known(self, noun: Noun, values: Mapping[str, Any], path: str) -> None:
        for name in values:
            if name not in noun.names:
                self.unknown(f"{path}.", name, noun.names)

    def _parts(self, one: Field, value: Any, path: str) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple) or not all(isinstance(part, Mapping) for part in value):
            self.wrong("value", path, value, f"[[{path.split('.')[0]}.{one.name}]]")
            return ()
        return tuple(self.item(one.of, part, f"{path}.{place}") for place, part in enumerate(value, 1))


def allowed(one: Field) -> str:
    """What may be given for an input, in few words."""
    if one.type in ("choice", "figure"):
        return ", ".join(_words(one))
    if one.type == "count":
        return f"0-{one.most}"
    if one.type in ("ref", "refs"):
        return _ALLOWED["text" if one.type == "ref" else "texts"] + (' / "*"' if one.has_all else "")
    return _ALLOWED.get(one.type, "")


def near(value: object, words: Iterable[str]) -> str:
    """The word most like a value, "" if none is."""
    known = {word.casefold(): word for word in words}
    found = difflib.get_close_matches(_said(value)[:200].casefold(), known, 1, 0.6)
    return known[found[0]] if found else ""


def clean(text: str, *, lines: bool = False) -> str:
    """A text without blanks around it. ValueError: it holds a control sign, or a line end where one line is asked."""
    found = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").strip()
    if any(map(_is_odd, found)) or (not lines and "\n" in found):
        raise ValueError(text)
    if len(found) > LONGEST_TEXT:
        raise ValueError(text)
    return found


def _said(value: object) -> str:
    try:
        return str(value)
    except ValueError:  # a whole number of thousands of digits
        return "9" * 20


def _is_odd(sign: str) -> bool:
    return sign != "\n" and (unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") or sign in _TURNING)


def _words(one: Field) -> tuple[str, ...]:
    return figure_names() if one.type == "figure" else one.options


def _code(one: Field) -> str:
    return {"key": "key_form", "figure": "figure"}.get(one.type, "value")


def _text(_: Field, value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return clean(value)


def _prose(_: Field, value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return clean(value, lines=True)


def _list(one: Field, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or len(value) > LONGEST_LIST:
        raise TypeError(value)
    return tuple(dict.fromkeys(text for text in (_text(one, part) for part in value) if text))


def _where(one: Field, value: Any) -> tuple[str, ...]:
    found = _list(one, value)
    if not all(all(part.strip() for part in text.partition("=")) for text in found):
        raise ValueError(value)
    return found


def _date(_: Field, value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(value)


def _count(one: Field, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError(value)
    number = int(value) if isinstance(value, int) or value.isdecimal() else -1
    if not 0 <= number <= one.most:
        raise ValueError(value)
    return number


def _number(_: Field, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError(value)
    number: float = float(value.replace(",", ".")) if isinstance(value, str) else value
    if not -LARGEST_NUMBER <= number <= LARGEST_NUMBER:  # also what is no number
        raise ValueError(value)
    return number


def _yes(_: Field, value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def _choice(one: Field, value: Any) -> str:
    if value not in _words(one):
        raise ValueError(value)
    return str(value)


def _key(_: Field, value: Any) -> str:
    if not is_key(value):
        raise ValueError(value)
    return str(value)


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(part for part in value if isinstance(part, str)) if isinstance(value, tuple) else ()


_READ = {
    "text": _text,
    "prose": _prose,
    "texts": _list,
    "ref": _text,
    "refs": _list,
    "where": _where,
    "date": _date,
    "count": _count,
    "number": _number,
    "yes": _yes,
    "choice": _choice,
    "figure": _choice,
    "key": _key,
}

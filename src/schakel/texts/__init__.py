"""Every sentence of Schakel, in Dutch and English, from `texts/<lang>/<room>.toml`.

A placeholder is `{name}` or `{name:type}` with type int, number, share (0..1 as a percentage), days (a duration in
days), weeks, euro (from cents), date or text. An entry that is a table with `one` and `other` is a plural and is
chosen by its value `n`.
"""

import os
import re
import tomllib
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("nl", "en")
LOCALES = {"nl": "nl_NL", "en": "en_GB"}
PLACEHOLDER = re.compile(r"\{([a-z_]+)(?::([a-z]+))?\}")


def language(chosen: str | None = None) -> str:
    """The language asked for, else SCHAKEL_LANG, else Dutch. ValueError names what there is."""
    lang = chosen or os.environ.get("SCHAKEL_LANG") or "nl"
    if lang not in LANGUAGES:
        raise ValueError(f"language {lang!r}: use {' or '.join(LANGUAGES)}")
    return lang


@lru_cache(maxsize=32)
def room(lang: str, name: str) -> dict[str, Any]:
    """All texts of one room as nested tables."""
    return tomllib.loads((files(__name__) / lang / f"{name}.toml").read_text(encoding="utf-8"))


def has(key: str) -> bool:
    """Whether there is a sentence under this key."""
    try:
        _entry(key, "en")
    except KeyError:
        return False
    return True


def say(key: str, lang: str, **values: object) -> str:
    """The sentence `room.key` in a language, with its values in the reader's format; KeyError if it is not there."""
    entry = _entry(key, lang)
    if isinstance(entry, dict):
        entry = entry["one" if values.get("n") == 1 else "other"]

    def fill(match: re.Match[str]) -> str:
        name, kind = match.group(1), match.group(2) or "text"
        return shown(values[name], kind, lang)

    return PLACEHOLDER.sub(fill, str(entry))


def shown(value: object, kind: str, lang: str) -> str:
    """A value as the reader writes it. None is the language's word for unknown."""
    if value is None:
        return say("terms.unknown", lang)
    if kind == "text":
        return str(value)
    return _FORMATS[kind](value, lang)


def _entry(key: str, lang: str) -> Any:
    name, _, path = key.partition(".")
    entry: Any = room(lang, name)
    for part in path.split("."):
        if not isinstance(entry, dict) or part not in entry:
            raise KeyError(f"no text {key} in {lang}")
        entry = entry[part]
    return entry


@lru_cache(maxsize=8192)  # a picture and its table say the same numbers many times
def _decimal(value: Any, lang: str, pattern: str) -> str:
    from babel.numbers import format_decimal  # 0.1 s to import: only where a number is shown

    return format_decimal(value, format=pattern, locale=LOCALES[lang])


def _date(value: Any, lang: str) -> str:
    from babel.dates import format_date

    return format_date(date.fromisoformat(str(value)[:10]), format="long", locale=LOCALES[lang])


def _measure(value: Any, lang: str, unit: str) -> str:
    rounded = round(value, 1) if abs(value) < 10 else round(value)
    number = _decimal(rounded, lang, "#,##0.#")
    return f"{number} {say('terms.' + unit + ('.one' if rounded == 1 else '.other'), lang)}"


_FORMATS = {
    "int": lambda v, lang: _decimal(round(v), lang, "#,##0"),
    "number": lambda v, lang: _decimal(v, lang, "#,##0.##"),
    "small": lambda v, lang: _decimal(v, lang, "0.####"),
    "share": lambda v, lang: _decimal(v * 100, lang, "#,##0" if v * 100 >= 9.5 or v == 0 else "0.#") + " %",
    "days": lambda v, lang: _measure(v, lang, "days"),
    "weeks": lambda v, lang: _measure(v, lang, "weeks"),
    "euro": lambda v, lang: "€ " + _decimal(v / 100, lang, "#,##0.00"),
    "date": _date,
}

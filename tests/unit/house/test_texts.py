"""Both languages say the same things with the same numbers."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from schakel.texts import PLACEHOLDER, language, say, shown

TEXTS = Path(__file__).parents[3] / "src" / "schakel" / "texts"
ROOMS = sorted(path.stem for path in (TEXTS / "nl").glob("*.toml"))


def entries(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every sentence with its dotted key."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from entries(inner, f"{path}.{key}" if path else key)
    else:
        yield path, str(value)


def texts(lang: str, room: str) -> dict[str, str]:
    """All sentences of one room in one language."""
    return dict(entries(tomllib.loads((TEXTS / lang / f"{room}.toml").read_text(encoding="utf-8"))))


def test_the_same_rooms_in_both_languages() -> None:
    assert sorted(path.stem for path in (TEXTS / "en").glob("*.toml")) == ROOMS


@pytest.mark.parametrize("room", ROOMS)
def test_same_keys_and_placeholders(room: str) -> None:
    dutch, english = texts("nl", room), texts("en", room)
    assert dutch.keys() == english.keys()
    for key, sentence in dutch.items():
        assert set(PLACEHOLDER.findall(sentence)) == set(PLACEHOLDER.findall(english[key])), key


@pytest.mark.parametrize("room", ROOMS)
def test_no_sentence_is_empty_or_left_untranslated(room: str) -> None:
    dutch, english = texts("nl", room), texts("en", room)
    assert all(sentence.strip() for sentence in (*dutch.values(), *english.values()))
    long = [key for key, sentence in dutch.items() if len(sentence) > 60 and sentence == english[key]]
    assert not long


def test_numbers_follow_the_reader() -> None:
    assert shown(1234.5, "number", "nl") == "1.234,5"
    assert shown(1234.5, "number", "en") == "1,234.5"
    assert shown(0.123, "share", "nl") == "12 %"
    assert shown(1, "days", "nl") == "1 dag"
    assert shown(65, "days", "en") == "65 days"
    assert shown("2024-02-01", "date", "nl") == "1 februari 2024"
    assert shown(None, "days", "nl") == "onbekend"
    assert shown(123456, "euro", "nl") == "€ 1.234,56"


def test_what_is_not_there_is_named() -> None:
    with pytest.raises(KeyError, match=r"terms\.nonsense"):
        say("terms.nonsense", "nl")
    with pytest.raises(ValueError, match="nl or en"):
        language("de")

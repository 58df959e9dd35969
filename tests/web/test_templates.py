"""Templates: every word comes from the texts, and nothing in them needs an exception of the content policy."""

import re
from pathlib import Path

import pytest

from schakel import web

ROOT = Path(web.__file__).parent
TEMPLATES = sorted(ROOT.rglob("templates/**/*.html"))
NAMES = {"Schakel", "English", "Nederlands"}  # the brand, and languages by their own names
_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.S)
_COMMENT = re.compile(r"\{% comment.*?%\}.*?\{% endcomment %\}|<!--.*?-->|<!DOCTYPE[^>]*>", re.S)
_CODE = re.compile(r"<code>.*?</code>", re.S)  # a command is the same in every language
_READ = re.compile(
    r"\s(?:aria-label|title|alt|placeholder|value|label|aria-description|summary)\s*=\s*(\"[^\"]*\"|'[^']*')"
)
_HTML = re.compile(r"<[^>]*>", re.S)
_WORD = re.compile(r"[^\W\d_]{2,}")
_HIDDEN = re.compile(r"<input type=\"hidden\"[^>]*>|<(?:button|option|input)[^>]*>", re.S)


def bare_words(text: str) -> list[str]:
    """Words that a person would read and that stand in the template itself."""
    left = _TAG.sub(" ", _CODE.sub(" ", _COMMENT.sub(" ", text)))
    read = " ".join(_READ.findall(_HIDDEN.sub(" ", left)))
    words = _WORD.findall(re.sub(r"&\w+;", " ", _HTML.sub(" ", left))) + _WORD.findall(read)
    return [word for word in words if word not in NAMES]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_bare_text(template: Path) -> None:
    assert not bare_words(template.read_text(encoding="utf-8"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_inline_and_nothing_unescaped(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.findall(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", _TAG.sub("", text))
    assert not re.findall(r"autoescape off", text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<p>Hallo</p>", ["Hallo"]),
        ('<a title="lees dit">{{ x }}</a>', ["lees", "dit"]),
        ('<p>{% say "web.x" %} · Schakel</p>', []),
        ('<input type="hidden" name="a" value="abc">&nbsp;', []),
    ],
)
def test_a_bare_word_is_noticed(text: str, words: list[str]) -> None:
    assert bare_words(text) == words

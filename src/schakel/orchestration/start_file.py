"""The file to start with: an example of every noun, as comment, with what it serves and its minutes."""

import textwrap
from collections.abc import Iterator

from schakel.data.deliveries.proposal.toml_text import quoted
from schakel.orchestration.inputs import inputs
from schakel.orchestration.network import FORMAT, KINDS
from schakel.texts import say

WIDTH = 110


def start_text(lang: str) -> str:
    """A network file that reads as it is, and also with the hash taken away before every line that begins with "#:"."""
    return "\n".join(_lines(lang)) + "\n"


def _lines(lang: str) -> Iterator[str]:
    yield from _comment(say("orchestration.start.head", lang))
    yield from ("", "[network]", f"format = {FORMAT}", f"name = {quoted(say('orchestration.start.name', lang))}")
    for kind in KINDS:
        noun = inputs()[kind]
        yield ""
        about = say(f"orchestration.about.{kind}", lang)
        words = {"noun": say(f"orchestration.plural.{kind}", lang), "about": about, "minutes": noun.minutes}
        yield from _comment(say("orchestration.start.noun", lang, **words))
        serves = dict.fromkeys(say(f"orchestration.serves.{field.serves}", lang) for field in noun.fields)
        yield from _comment("→ " + "; ".join(serves))
        for line in say(f"orchestration.start.example.{kind}", lang).rstrip().split("\n"):
            yield f"#: {line}".rstrip()


def _comment(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)

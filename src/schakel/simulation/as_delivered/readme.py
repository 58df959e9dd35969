"""The page beside the delivered files: what was made untidy on purpose, and what cannot be known from them."""

from collections.abc import Iterator, Sequence
from datetime import date

from schakel.simulation.as_delivered.difference import Difference
from schakel.simulation.as_delivered.names_then import (
    MUNICIPAL_MERGER,
    MUNICIPALITIES_BEFORE,
    PRODUCT_RENAMED,
    PROVIDER_MERGER,
    PROVIDERS_BEFORE,
)
from schakel.texts import say

NAMES = {"nl": "LEESMIJ.md", "en": "README.md"}
_CHANGED: tuple[tuple[str, str, Sequence[str], date], ...] = (
    ("municipalities", "Wilgenmeer", tuple(dict.fromkeys(MUNICIPALITIES_BEFORE.values())), MUNICIPAL_MERGER),
    ("partners", "Thuisbegeleiding Lindestee", PROVIDERS_BEFORE, PROVIDER_MERGER),
    ("products", "Ambulante begeleiding", ("Begeleiding individueel",), PRODUCT_RENAMED),
    ("products", "Thuisondersteuning", ("Begeleiding basis",), PRODUCT_RENAMED),
)


def readme(lang: str, *, seed: int, scale: float, sources: Sequence[str], found: Sequence[Difference]) -> str:
    """The page as Markdown. sources: those that are there."""
    lines = [
        f"# {_say('title', lang)}",
        "",
        _say("intro", lang, seed=seed, scale=f"{scale:g}"),
        *_headed("load", lang),
        _say("load_how", lang),
        *_headed("sources", lang),
        f"| {_say('source', lang)} | {_say('untidy', lang)} |",
        "|---|---|",
        *(f"| `{name}` | {say(f'simulation.source.{name}', lang)} |" for name in sources),
        *_headed("names", lang),
        *_names(lang),
        *_headed("differences", lang),
        _say("differences_intro", lang),
        "",
        f"| {_say('source', lang)} | {_say('why', lang)} | {_say('steps', lang)} | {_say('cases', lang)} |",
        "|---|---|---:|---:|",
        *(_row(one, lang) for one in found),
    ]
    return "\n".join(lines) + "\n"


def _headed(key: str, lang: str) -> tuple[str, ...]:
    return ("", f"## {_say(key, lang)}", "")


def _names(lang: str) -> Iterator[str]:
    for key, today, before, on in _CHANGED:
        both = say("report.and", lang, first=before[0], last=before[1]) if len(before) > 1 else before[0]
        yield f"- {say(f'simulation.name.{key}', lang, today=today, before=both, on=on.isoformat())}"


def _row(one: Difference, lang: str) -> str:
    names = ", ".join(f"`{name}`" for name in one.sources)
    return f"| {names} | {one.why(lang)} | {one.steps or ''} | {one.cases} |"


def _say(key: str, lang: str, **values: object) -> str:
    return say(f"simulation.readme.{key}", lang, **values)

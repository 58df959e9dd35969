"""Writes definitions.md from definitions.toml and the texts: `python docs/reference/make_definitions.py`."""

from pathlib import Path

from schakel.insight.definitions import Definition, definitions
from schakel.texts import say

PAGE = Path(__file__).parent / "definitions.md"
OPENING = """# Definitions · Definities

What counts as waiting, as a dead end or as a rhythm is a choice that partners may make otherwise. Each choice has a
name, a version and a value; all of them stand in the passport of every figure, so that two figures with other
definitions are never taken for the same. None is hidden in code: they stand in `src/schakel/insight/definitions.toml`.

With values of your own:

```python
from schakel import definitions, open_log, pinch

own = definitions({"wait_norm": 14, "repeat_normal": ("evaluatie", "huisbezoek")})
with open_log("lindewaard", chosen=own) as view:
    findings = pinch(view)
```

The version of a changed value then ends in `-own`. In SQL a definition is a column of the one-row view `params`, named
after it and its unit (`wait_norm_days`); a list of words is one text in lower case with a bar around each word.
"""
CLOSING = "*Made from the file itself; do not edit.*\n"


def page() -> str:
    """The whole page."""
    return "\n".join([OPENING, *(_section(definition) for definition in definitions()), CLOSING])


def _section(definition: Definition) -> str:
    value = ", ".join(definition.value) if isinstance(definition.value, tuple) else str(definition.value)
    return (
        f"## {definition.name}\n\n"
        f"{say(f'insight.definition.{definition.name}', 'en')}\n"
        f"*{say(f'insight.definition.{definition.name}', 'nl')}*\n\n"
        f"- value: {value} ({definition.unit}), version {definition.version}, column `{definition.column}`\n"
        f"- why: {definition.source}\n"
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

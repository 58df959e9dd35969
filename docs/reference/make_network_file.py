"""Writes network-file.md from the inputs and the texts: `python docs/reference/make_network_file.py`."""

from collections.abc import Iterator
from pathlib import Path

from schakel.orchestration.given import allowed
from schakel.orchestration.inputs import Field, Noun, inputs
from schakel.orchestration.network import KINDS
from schakel.orchestration.sentences import label
from schakel.texts import say

PAGE = Path(__file__).parent / "network-file.md"
OPENING = """# The network file · Het netwerkbestand

A network file holds what no log tells: who works together, what each wants, can do and expects, what is meant by a
word, who decides on what, which goals there are and what was agreed. It is one TOML text that people read and that
is kept in git. It needs no data: a network can start with it. Put no data about residents in it; a value that may
be a citizen service number is refused.

```shell
schakel network new network.toml
schakel network check network.toml
```

The new file reads as it is. Below every explanation stands an example behind `#:`; take that away before what you
fill in.

## How it is read

- A table per item, as `[[partner]]`; parts of it right below, as `[[card.can]]`.
- Every item has a `key`: small letters, digits and hyphens, at most 80 signs. What is left out is made of the name.
  A key stays when a name changes; other items point at it. In a file written by hand a pointer may also be the
  name.
- `"*"` stands for every partner, where the table below says so.
- What is left out is empty. What has to be there is marked *needed*.
- A list of conditions (`where`) holds texts as `"activity=Melding"`. A key that is a column of the figure chooses
  its row; any other is a condition on cases, as `--where` has it.
- All problems are told at once, with line and field, and with what was probably meant. Nothing is read of a file
  with a problem.
- Written back, the file has one order and one way to write a value: a small change is a small difference. Writing
  what was read from a written file gives the same bytes. Comments do not stay: what matters has a field.

## Beside a log

```shell
schakel network compare network.toml lindewaard
```

tells which partners, steps and handovers are in both, in the data only, or on a card only. A partner that delivers
nothing (`delivers = false`) is "not seen" and never inactive, and so is a handover with a partner that delivers
under numbers of its own. A step that a partner registers under another word (a `meaning` with `activity`) is told
as that. Numbers of residents pass the gate: a handover in the data only is not named below the threshold.

The network of the fictional region comes with `schakel region`, in `source/network.toml`; without any data with:

```shell
schakel network new lindewaard.toml --from-region
schakel network check lindewaard.toml --on 2026-01-01
```

## What is asked, and what for

Each input serves a decision; what serves none is not asked. Minutes are those of somebody who knows the answer.
"""
CLOSING = "*Made from the inputs themselves; do not edit.*\n"


def page() -> str:
    """The whole page."""
    nouns = [inputs()["network"], *(inputs()[kind] for kind in KINDS)]
    return "\n".join([OPENING, *(part for noun in nouns for part in _sections(noun)), CLOSING])


def _sections(noun: Noun) -> Iterator[str]:
    heading = "[network]" if noun.name == "network" else f"[[{noun.name}]]"
    about = f"{say(f'orchestration.about.{noun.name}', 'en')} *{say(f'orchestration.about.{noun.name}', 'nl')}*"
    yield f"### `{heading}`\n\n{about}\n"
    yield _table(noun)
    for field in noun.fields:
        if field.of:
            yield f"`[[{noun.name}.{field.name}]]`, any number:\n"
            yield _table(inputs()[field.of])


def _table(noun: Noun) -> str:
    rows = ["| field | question | takes | which decision it serves | minutes |", "|---|---|---|---|---|"]
    if noun.name == "network":
        rows.append("| `format` | – | 1 | whether this program can read the file | 0 |")
    rows += [_row(noun, field) for field in noun.fields if not field.of]
    return "\n".join(rows) + "\n"


def _row(noun: Noun, field: Field) -> str:
    asked = " · ".join(label(noun.name, field.name, lang) for lang in ("en", "nl"))
    serves = say(f"orchestration.serves.{field.serves}", "en")
    return f"| `{field.name}` | {asked} | {_takes(field)} | {serves} | {field.minutes:g} |"


def _takes(field: Field) -> str:
    words = {
        "ref": f"a {field.to}",
        "refs": f"a list of {field.to} items",
        "prose": "text, also of several lines",
        "text": "text of one line",
        "texts": "a list of texts",
        "figure": "name of a [figure](figures.md)",
        "where": "a list of conditions",
        "choice": ", ".join(f"`{option}`" for option in field.options),
        "yes": "`true`, `false`",
        "count": f"whole number, {allowed(field)}",
        "number": "number",
        "date": "date, as 2026-12-31",
        "key": "key",
    }[field.type]
    extra = [words, 'or `"*"`'] if field.has_all else [words]
    if field.default is not None:
        extra.append(f"else `{str(field.default).lower()}`")
    return " ".join(extra) + ("; *needed*" if field.needed else "")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

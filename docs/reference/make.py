"""Writes command-line.md and command-line.nl.md from the commands themselves: `python docs/reference/make.py`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from schakel.command import app

_HERE = Path(__file__).parent
_SAYS = {
    "en": {
        "title": "Command line",
        "other": "*Nederlands: [command-line.nl.md](command-line.nl.md)*",
        "made": "Made from the commands themselves; do not edit.",
        "usage": "Usage",
        "what": "what",
        "means": "what it means",
        "codes": "Exit codes: 0 done; 2 refused, with a sentence for each problem; 1 an error in Schakel itself.",
        "default": "default",
    },
    "nl": {
        "title": "Opdrachtregel",
        "other": "*English: [command-line.md](command-line.md)*",
        "made": "Gemaakt uit de opdrachten zelf; wijzig dit bestand niet.",
        "usage": "Gebruik",
        "what": "wat",
        "means": "wat het betekent",
        "codes": "Uitkomst: 0 gelukt; 2 geweigerd, met een zin per probleem; 1 een fout in Schakel zelf.",
        "default": "standaard",
    },
}


def reference(lang: str) -> str:
    """The page in one language."""
    says = _SAYS[lang]
    group = typer.main.get_command(app(lang))
    codes = f"{says['codes']} `--lang` / `SCHAKEL_LANG`: nl, en."
    parts = [f"# {says['title']}", says["other"], str(group.help), codes]
    for name, command in _commands("", group):
        parts.append(f"## schakel {name}\n\n{command.help}")
        parts.append(f"{says['usage']}: `{_usage(name, command)}`")
        rows = [f"| {says['what']} | {says['means']} |", "|---|---|"]
        rows += [_row(parameter, says) for parameter in command.params]
        parts.append("\n".join(rows))
    return "\n\n".join([*parts, f"*{says['made']}*"]) + "\n"


def _commands(before: str, group: Any) -> Iterator[tuple[str, Any]]:
    """Every command with its whole name, also those within a group."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(f"{before}{name} ", command)
        else:
            yield f"{before}{name}", command


def _usage(name: str, command: Any) -> str:
    places = [_name(one) for one in command.params if one.param_type_name == "argument"]
    needed = [_name(one) for one in command.params if one.param_type_name == "option" and one.required]
    more = ["[...]"] if len(places) + len(needed) < len(command.params) else []
    return " ".join(["schakel", name, *places, *needed, *more])


def _name(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return parameter.metavar
    names = parameter.opts[0]
    return names if parameter.is_flag else f"{names} {parameter.metavar}"


def _row(parameter: Any, says: dict[str, str]) -> str:
    shown = [] if parameter.default in (None, False, ()) or parameter.required else [str(parameter.default)]
    tail = f" ({says['default']}: {shown[0]})" if shown else ""
    name = _name(parameter).replace("|", "\\|")
    return f"| `{name}` | {getattr(parameter, 'help', '')}{tail} |"


if __name__ == "__main__":
    for language, name in (("en", "command-line.md"), ("nl", "command-line.nl.md")):
        (_HERE / name).write_text(reference(language), encoding="utf-8")

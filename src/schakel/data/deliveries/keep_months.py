"""How long a source, or the processing log, is kept, put in the sources file; all else that stands there stays."""

from dataclasses import replace
from pathlib import Path

import tomlkit

from schakel.chain.problem import Problem, Refusal
from schakel.data import log
from schakel.data.deliveries.sources import FILE
from schakel.data.deliveries.sources_file import LONGEST, read_sources
from schakel.data.deliveries.sources_text import is_ours, to_toml

KEY, OF_PROCESSING = "keep_months", "keep_processing_months"


def months_of(text: str) -> int | None:
    """Whole months as somebody wrote them; None for no text: without an end. Refusal for anything else."""
    if not (wanted := text.strip()):
        return None
    if not (wanted.isascii() and wanted.isdigit() and 1 <= int(wanted[:9]) <= LONGEST):
        raise Refusal((Problem("keep_months", FILE, value=wanted[:20], allowed=f"1, 2, ... {LONGEST}"),))
    return int(wanted)


def set_keep_months(into: Path | str, name: str, months: int | None) -> None:
    """Say how long a source is kept; None is until somebody takes it out.

    Refusal: no such source, or the log is in use. No row goes by it: the next purge does that.
    """
    target = Path(into)
    with log.locked(target):
        before = read_sources(target)
        if before.source(name) is None:
            raise Refusal((Problem("keep_source", FILE, value=name),))
        if is_ours(target):
            changed = (replace(one, keep_months=months) if one.name == name else one for one in before.sources)
            text = to_toml(replace(before, sources=tuple(changed)))
        else:
            text = _edited((target / FILE).read_text(encoding="utf-8"), name, months)
        log.replace(target / FILE, text, log.Steps())


def set_keep_processing(into: Path | str, months: int) -> None:
    """Say how long months of the processing log are kept. Refusal: the log is in use."""
    target = Path(into)
    with log.locked(target):
        before = read_sources(target)
        if is_ours(target):
            text = to_toml(replace(before, keep_processing_months=months))
        else:
            document = tomlkit.parse((target / FILE).read_text(encoding="utf-8"))
            document[OF_PROCESSING] = months
            text = tomlkit.dumps(document)
        log.replace(target / FILE, text, log.Steps())


def _edited(text: str, name: str, months: int | None) -> str:
    document = tomlkit.parse(text)
    for source in document["source"]:
        if str(source["name"]).strip() == name:
            if months is None:
                source.pop(KEY, None)
            else:
                source[KEY] = months
    return tomlkit.dumps(document)

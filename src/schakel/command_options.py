"""Options of the command line: the words that a person typed become values, or a refusal that says what is allowed.

Heavy rooms are imported inside, so that `--help` stays quick.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schakel.chain.problem import Refusal
from schakel.texts import LANGUAGES, language

if TYPE_CHECKING:
    from schakel.chain.selection import Selection
    from schakel.data.staged import Lifecycle
    from schakel.insight.naming import Names
    from schakel.insight.view import Follow


def reader_of(chosen: str | None) -> str:
    """The language of the reader. Refusal for one that there is not."""
    try:
        return language(chosen)
    except ValueError:
        raise wrong("--lang", chosen or "SCHAKEL_LANG", ", ".join(LANGUAGES)) from None


def mapping_of(path: Path | None, follow_type: str | None = None, xsd: Path | None = None) -> Any:
    """The mapping of a file, None without one.

    follow_type, xsd: which objects are followed, and the folder of schemas, in place of what it says.
    """
    if path is None and follow_type is None and xsd is None:
        return None
    from schakel.data.mapping import Mapping, read_mapping

    given = read_mapping(path) if path else Mapping()
    form = given.file
    schemas = str(xsd) if xsd else form.schemas
    return replace(given, file=replace(form, follow_type=follow_type or form.follow_type, schemas=schemas))


def lifecycle_of(name: str | None) -> "Lifecycle | None":
    """Which lifecycle rows are taken."""
    if name is None or name in ("pair", "complete", "all"):
        return name  # type: ignore[return-value]  # one of the three words, checked here
    raise wrong("--lifecycle", name, "pair, complete, all")


def names_of(name: str) -> "Names":
    """Names of today or of then."""
    if name in ("today", "then"):
        return name  # type: ignore[return-value]  # one of the two words, checked here
    raise wrong("--names", name, "today, then")


def follow_of(name: str) -> "Follow":
    """What is followed."""
    if name in ("case", "household"):
        return name  # type: ignore[return-value]  # one of the two words, checked here
    raise wrong("--follow", name, "case, household")


def count_of(text: str, option: str) -> int:
    """A whole number from one on."""
    if text.isdigit() and int(text) > 0:
        return int(text)
    raise wrong(option, text, "1, 2, 3, ... / all")


def selection_of(where: list[str] | None, period: str | None, period_by: str) -> "Selection":
    """Which cases."""
    from schakel.chain.selection import Selection

    pairs = []
    for text in where or []:
        key, equals, value = text.partition("=")
        if not (equals and key and value):
            raise wrong("--where", text, "KEY=VALUE")
        pairs.append((key.strip(), value.strip()))
    if period_by not in ("started", "ended", "active"):
        raise wrong("--period-by", period_by, "started, ended, active")
    return Selection(tuple(pairs), period_of(period), period_by)  # type: ignore[arg-type]  # checked above


def period_of(text: str | None, option: str = "--period") -> Any:
    """A period as A..B; either day may be left open."""
    from schakel.chain.selection import Period

    if text is None:
        return Period()
    since, dots, until = text.partition("..")
    try:
        if not dots:
            raise ValueError(text)
        return Period(date.fromisoformat(since) if since else None, date.fromisoformat(until) if until else None)
    except ValueError:
        raise wrong(option, text, "2025-01-01..2025-12-31") from None


def day_of(text: str | None, option: str) -> date | None:
    """A day; None where none is given."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise wrong(option, text or "", "2025-12-31") from None


def delivery_entry(covers: str | None, extracted: str | None, kind: str | None) -> Any:
    """What a delivery covers, without its files."""
    from schakel.data.deliveries.sources import DeliveryEntry

    if kind not in (None, "full", "period", "changes", "deletions"):
        raise wrong("--kind", kind, "full, period, changes, deletions")
    period = period_of(covers, "--covers")
    if kind == "period" and not (period.since and period.until):
        raise wrong("--kind", kind, "--covers A..B")
    taken = day_of(extracted, "--extracted")
    return DeliveryEntry((), kind, period.since, period.until, taken)  # type: ignore[arg-type]  # checked above


def wrong(option: str, value: str, allowed: str) -> Refusal:
    """The refusal of the value of an option."""
    from schakel.chain.problem import Problem

    return Refusal((Problem("option", column=option, value=value[:60], allowed=allowed),))


def asked_language(arguments: list[str]) -> str:
    """The language of help and refusals, which are needed before the options are read."""
    for place, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == "--lang":
            asked = value or (arguments[place + 1] if place + 1 < len(arguments) else "")
            return asked if asked in LANGUAGES else "nl"
    try:
        return language()
    except ValueError:
        return "nl"

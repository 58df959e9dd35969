"""What cannot be known from the region as delivered, and why: counted, so that a test and a reader can check it."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from schakel.simulation.as_delivered.source import CASE_FACTS, SOURCES, Source, source_of
from schakel.simulation.region.event import Event
from schakel.texts import LANGUAGES, say

CODES = ("own_numbers", "stopped", "end_unseen", "requested", "time_of_day", "length", "life_domain")


@dataclass(frozen=True)
class Difference:
    """code: its sentence in the texts of the simulation. sources: whose events are touched.

    steps, cases: how many of the truth; steps is 0, and there is no source, where a fact of whole cases is unknown.
    """

    code: str
    sources: tuple[str, ...]
    steps: int
    cases: int

    def why(self, lang: str) -> str:
        """The reason, as a sentence."""
        return say(f"simulation.difference.{self.code}", lang)


def differences(events: Sequence[Event], told: Mapping[str, Sequence[Event]]) -> tuple[Difference, ...]:
    """All of them that occur. events: the truth; told: what of it reaches us, by source."""
    of_source: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        of_source[source_of(event).name].append(event)
    touched: dict[str, list[Event]] = defaultdict(list)
    for name, source in SOURCES.items():
        for code, lost in _of_source(source, of_source[name], told.get(name, ())):
            touched[code] += lost
    return (*(_counted(code, touched[code]) for code in CODES if touched[code]), *_of_cases(told))


def to_toml(found: Sequence[Difference]) -> str:
    """The list as a TOML file."""
    return "\n".join(line for one in found for line in _lines(one))


def _lines(one: Difference) -> Iterator[str]:
    yield "[[difference]]"
    yield f"code = {_text(one.code)}"
    yield f"sources = [{', '.join(map(_text, one.sources))}]"
    yield f"steps = {one.steps}"
    yield f"cases = {one.cases}"
    yield f"why = {{ {', '.join(f'{lang} = {_text(one.why(lang))}' for lang in LANGUAGES)} }}\n"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _of_source(
    source: Source, events: Sequence[Event], reaching: Sequence[Event]
) -> Iterator[tuple[str, Sequence[Event]]]:
    """What is lost of the events of one source, by code. reaching: as they were told."""
    if source.own_numbers:
        yield "own_numbers", reaching
    if source.until:
        yield "stopped", [event for event in events if event.started.date() > source.until]
        seen = [event for event in events if event.started.date() <= source.until]
        yield "end_unseen", [event for event in seen if event.ended and event.ended.date() > source.until]
    if "requested" not in source.tells:
        yield "requested", [event for event in reaching if event.requested]
    yield "time_of_day", [event for event in events if source.loses_time(event)]
    yield "length", [event for event in reaching if event.activity in source.one_date]
    if "life_domain" not in source.tells:
        yield "life_domain", reaching


def _of_cases(told: Mapping[str, Sequence[Event]]) -> Iterator[Difference]:
    """Facts of a case that none of its sources tells; cases with numbers of their own are cases apart."""
    named: dict[tuple[str, int], set[str]] = defaultdict(set)
    for name, reaching in told.items():
        scope = name if SOURCES[name].own_numbers else ""
        for number in {event.number for event in reaching}:
            named[(scope, number)] |= SOURCES[name].tells
    lacking = Counter(fact for facts in named.values() for fact in CASE_FACTS if fact not in facts)
    yield from (Difference(fact, (), 0, lacking[fact]) for fact in CASE_FACTS if lacking[fact])


def _counted(code: str, touched: Sequence[Event]) -> Difference:
    sources = tuple(dict.fromkeys(source_of(event).name for event in touched))
    return Difference(code, sources, len(touched), len({event.number for event in touched}))

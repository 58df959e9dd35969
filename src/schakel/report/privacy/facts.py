"""What is configured, as facts: sources with their fields, grants, retention, thresholds. They become JSON and back.

Two sets of facts can be compared; what a person must judge is no part of them.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from schakel.chain.problem import Problem, Refusal
from schakel.data.people import together
from schakel.data.staged import People
from schakel.sharing.gate import Approximate

FORMAT = 1
# Fields that may say something of health, crime, debts or family, also without any free text.
TELLING = frozenset(
    {"client_group", "question", "life_domain", "product", "function", "outcome", "outcome_score", "law"}
)


@dataclass(frozen=True)
class SourceFact:
    """One source. fields: ours, and slugs of attributes, that are kept; dropped: its columns that are not stored.

    since: first day that it covers, None if nobody said so; seen_until: its reference date. keep_months: None where no
    term is set. own_key: its numbers of residents mean nothing elsewhere. activity: of the register of processing
    activities, "" where nothing is named. residents, events: as the gate tells them. people: how its residents were
    called, see `data.people`; an earlier DPIA may not say so.
    """

    name: str
    delivered_by: str
    fields: tuple[str, ...]
    dropped: tuple[str, ...] = ()
    since: date | None = None
    seen_until: date | None = None
    keep_months: int | None = None
    own_key: bool = False
    activity: str = ""
    people: People = ""
    residents: Approximate = Approximate(0)  # noqa: RUF009 -- frozen
    events: Approximate = Approximate(0)  # noqa: RUF009 -- frozen

    @property
    def telling(self) -> tuple[str, ...]:
        """Fields that may say something of health, crime or debts."""
        return tuple(field for field in self.fields if field in TELLING)


@dataclass(frozen=True)
class GrantFact:
    """A grant that both sides signed and that is not over. purpose and fields: as in `sharing.grant`."""

    source: str
    giver: str
    receiver: str
    purpose: str
    fields: tuple[str, ...]
    since: date
    until: date
    version: int = 1

    @property
    def subject(self) -> str:
        """What its versions have in common, as part of the id of a question."""
        return f"{self.source}|{self.receiver}|{self.purpose}"


@dataclass(frozen=True)
class PrivacyFacts:
    """All that is known. day: on which grants were looked at. unit: what is followed. threshold: of the gate.

    residents: "delivered", or "cases" when a case stands for one. key_id: of the log's pseudonyms, "" for a public log,
    whose ids are as they came. labels: of attributes, by slug.
    """

    log: str
    snapshot: str
    day: date
    sources: tuple[SourceFact, ...]
    grants: tuple[GrantFact, ...] = ()
    threshold: int = 10
    unit: str = "provision"
    residents: str = "delivered"
    key_id: str = ""
    labels: Mapping[str, str] | None = None

    @property
    def public(self) -> bool:
        """Whether ids stand in the log as they were delivered."""
        return not self.key_id

    @property
    def mixed(self) -> dict[People, tuple[str, ...]]:
        """Names of sources by how they call residents, where that is not the same."""
        return together((one.people, one.name) for one in self.sources if not one.own_key)

    @property
    def id(self) -> str:
        """Sixteen hexadecimal digits over what must be judged: no counts, no days that move with every delivery."""
        still = replace(
            self,
            snapshot="",
            day=date.min,
            labels=None,
            sources=tuple(
                replace(source, seen_until=None, residents=Approximate(0), events=Approximate(0))
                for source in self.sources
            ),
        )
        return hashlib.blake2b(to_json(still).encode(), digest_size=8).hexdigest()

    def source(self, name: str) -> SourceFact | None:
        """A source by its name."""
        return next((source for source in self.sources if source.name == name), None)


def to_json(facts: PrivacyFacts) -> str:
    """Canonical JSON, keys sorted: equal facts give equal bytes."""
    told = {"format": FORMAT, "facts": asdict(facts)}
    return json.dumps(told, sort_keys=True, indent=1, ensure_ascii=False, default=str) + "\n"


def from_json(text: str) -> PrivacyFacts:
    """ValueError when it is no such document."""
    try:
        told = json.loads(text)
        if told["format"] != FORMAT:
            raise ValueError(f"format {told['format']}")
        return _facts(told["facts"])
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no facts: {error}") from error


def read_facts(path: Path) -> PrivacyFacts:
    """The facts of an earlier DPIA. Refusal (`dpia_facts`) if the file is not there or is something else."""
    try:
        return from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        raise Refusal((Problem("dpia_facts", file=path.name),)) from None


def _facts(told: dict[str, Any]) -> PrivacyFacts:
    return PrivacyFacts(
        **{
            **told,
            "day": date.fromisoformat(told["day"]),
            "sources": tuple(_source(one) for one in told["sources"]),
            "grants": tuple(_grant(one) for one in told["grants"]),
        }
    )


def _source(told: dict[str, Any]) -> SourceFact:
    days = {name: date.fromisoformat(told[name]) if told[name] else None for name in ("since", "seen_until")}
    lists = {name: tuple(map(str, told[name])) for name in ("fields", "dropped")}
    counts = {name: Approximate(**told[name]) for name in ("residents", "events")}
    return SourceFact(**{**told, **days, **lists, **counts})


def _grant(told: dict[str, Any]) -> GrantFact:
    days = {name: date.fromisoformat(told[name]) for name in ("since", "until")}
    return GrantFact(**{**told, **days, "fields": tuple(map(str, told["fields"]))})

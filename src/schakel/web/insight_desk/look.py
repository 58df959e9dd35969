"""A look: which screen, of which snapshot, through which filters. Its text is the fixed address of what is seen."""

import hashlib
import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol, get_args
from urllib.parse import urlencode

from schakel.chain.problem import Problem, Refusal, refuse
from schakel.chain.selection import Period, PeriodBy, Selection
from schakel.insight.naming import Names
from schakel.insight.view import Follow
from schakel.sharing.bsn import contains_bsn
from schakel.sharing.bsn import shown as shape
from schakel.sharing.grant import Sight
from schakel.web.access.models import Network
from schakel.web.insight_desk.choices import Choices, choices
from schakel.web.insight_desk.screens import SCREENS, Screen

SNAPSHOT = re.compile(r"[0-9a-f]{16}")
MONTH = re.compile(r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])")
PURPOSE = "purpose"  # for which of its purposes somebody looks who sees by grants
OTHER = "b."  # begins the keys of the second selection, where two stand side by side
WORDS: Mapping[str, tuple[str, ...]] = {"by": get_args(PeriodBy), "follow": get_args(Follow), "names": get_args(Names)}
USUAL = {"by": "started", "follow": "case", "names": "today"}
MOST = 40  # filters in one address


class Query(Protocol):
    """What is read of an address: Django's QueryDict is one."""

    def lists(self) -> Iterable[tuple[str, list[Any]]]:
        """Keys with all their values."""


@dataclass(frozen=True)
class Look:
    """screen: a name of SCREENS. where, period, period_by: as of a Selection; options: of the screen, those not usual.
    sight: what the reader may see, None for who may see all; of it the address holds the purpose only.

    Equal looks at one version of the code give equal bytes.
    """

    screen: str
    snapshot: str
    where: tuple[tuple[str, str], ...] = ()
    period: Period = Period()  # noqa: RUF009 -- frozen
    period_by: PeriodBy = "started"
    follow: Follow = "case"
    names: Names = "today"
    options: tuple[tuple[str, str], ...] = ()
    sight: Sight | None = None

    @classmethod
    def of(cls, network: Network, screen: str, query: Query, *, sight: Sight | None = None) -> "Look":
        """The look that an address asks for; without a snapshot that which the network published.

        For a hat ask `asked.look_for`: without a sight this sees all. Through a sight there is no other snapshot than
        the published one: grants are about what the network sees now.

        KeyError for a screen that does not exist. Refusal for a key, value, month or snapshot that does not.
        """
        given = [(key, str(value).strip()) for key, values in query.lists() for value in values]
        given = [(key, value) for key, value in given if value]
        chosen = next((value for key, value in given if key == "snapshot"), network.snapshot)
        if not SNAPSHOT.fullmatch(chosen) or (sight and chosen != network.snapshot):
            raise Refusal((Problem("workbench_snapshot", value=safe(chosen)),))
        known = choices(network, chosen, sight)
        taken = {"snapshot"} if sight is None else {"snapshot", PURPOSE}
        found = _read(SCREENS[screen], chosen, [pair for pair in given if pair[0] not in taken], known)
        return replace(found, sight=sight)

    @property
    def selection(self) -> Selection:
        """Which cases it is about."""
        return Selection(self.where, self.period, self.period_by)

    @property
    def query(self) -> str:
        """The canonical text of the address after `?`: sorted, without what is usual, always with its snapshot."""
        return urlencode(self.pairs())

    @property
    def key(self) -> str:
        """Thirty-two hexadecimal digits over screen and query, and over the sight if it is through one."""
        told = f"{self.screen}?{self.query}" + (f" {self.sight.id}" if self.sight else "")
        return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()

    def pairs(self, *, filters_only: bool = False) -> list[tuple[str, str]]:
        """Keys and values of the address, in its order."""
        found = sorted(self.where)
        found += [("from", f"{self.period.since:%Y-%m}")] if self.period.since else []
        found += [("until", f"{self.period.until:%Y-%m}")] if self.period.until else []
        told = {"by": self.period_by, "follow": self.follow, "names": self.names}
        if self.period == Period():
            del told["by"]
        found += [(key, value) for key, value in told.items() if value != USUAL[key]]
        if filters_only:
            return found
        purpose = [(PURPOSE, self.sight.purpose)] if self.sight and self.sight.purpose else []
        return [*found, *sorted(self.options), *purpose, ("snapshot", self.snapshot)]

    def option(self, name: str) -> str:
        """An option of the screen, as asked or as usual."""
        return dict(self.options).get(name, SCREENS[self.screen].options[name])

    def without(self, key: str, value: str) -> "Look":
        """The same without one filter."""
        if key == "period":
            return replace(self, period=Period(), period_by="started")
        if key == "follow":
            return replace(self, follow="case")
        if key == "names":
            return replace(self, names="today")
        if key.startswith(OTHER):
            return replace(self, options=tuple(pair for pair in self.options if pair != (key, value)))
        return replace(self, where=tuple(pair for pair in self.where if pair != (key, value)))

    def on(self, screen: str, options: tuple[tuple[str, str], ...] = ()) -> "Look":
        """The same selection on another screen."""
        return replace(self, screen=screen, options=tuple(sorted(options)))

    def bare(self) -> "Look":
        """The same screen through the same sight without any filter."""
        return Look(self.screen, self.snapshot, sight=self.sight)

    def unsized(self) -> "Look":
        """The same whatever its size on the screen, which changes nothing of what is shown."""
        return replace(self, options=tuple(pair for pair in self.options if pair[0] != "size"))

    @property
    def other(self) -> "Look":
        """The second selection of two that stand side by side."""
        pairs = [(key.removeprefix(OTHER), value) for key, value in self.options if key.startswith(OTHER)]
        where = tuple(pair for pair in pairs if pair[0] not in ("from", "until", "by"))
        period, by = _period(dict(pairs))
        return replace(self, where=where, period=period, period_by=by, options=())


def _read(screen: Screen, snapshot: str, given: list[tuple[str, str]], known: Choices) -> Look:
    refuse(_problems(screen, given, known))
    asked = dict(given)
    period, by = _period(asked)
    keys = set(known.keys)
    options = {(key, value) for key, value in given if _is_option(key, screen) and screen.options.get(key) != value}
    where = {(key, value) for key, value in given if key in keys}
    told = {name: asked.get(name, USUAL[name]) for name in ("follow", "names")}
    return Look(
        screen=screen.name,
        snapshot=snapshot,
        where=tuple(sorted(where)),
        period=period,
        period_by=by,
        follow="household" if told["follow"] == "household" else "case",
        names="then" if told["names"] == "then" else "today",
        options=tuple(sorted(options)),
    )


def _is_option(key: str, screen: Screen) -> bool:
    return key in screen.options or (screen.is_double and key.startswith(OTHER))


def _period(asked: Mapping[str, str]) -> tuple[Period, PeriodBy]:
    since = date.fromisoformat(f"{asked['from']}-01") if "from" in asked else None
    until = None
    if "until" in asked:
        year, month = int(asked["until"][:4]), int(asked["until"][5:])
        until = date(year, month, monthrange(year, month)[1])
    by = asked.get("by", "started")
    if since is None and until is None:
        return Period(), "started"
    return Period(since, until), "ended" if by == "ended" else "active" if by == "active" else "started"


def _problems(screen: Screen, given: list[tuple[str, str]], known: Choices) -> Iterator[Problem]:
    if len(given) > MOST:
        yield Problem("workbench_filters", value=str(len(given)), allowed=str(MOST))
        return
    for key, value in given:
        plain = key.removeprefix(OTHER) if screen.is_double else key
        yield from _problem(screen, key, plain, value, known)
    for start in ("", OTHER):
        asked = {key.removeprefix(start): value for key, value in given if key.startswith(start)}
        since, until = asked.get("from", ""), asked.get("until", "")
        if MONTH.fullmatch(since) and MONTH.fullmatch(until) and until < since:
            yield Problem("workbench_period", value=until, allowed=since)


def _problem(screen: Screen, key: str, plain: str, value: str, known: Choices) -> Iterator[Problem]:
    """What is wrong with one filter. A value of too few residents is refused as if it did not occur."""
    if key in screen.options:
        allowed = screen.allowed(key, known)
        if value not in allowed:
            yield Problem("workbench_filter_value", column=key, value=safe(value), allowed=listed(allowed))
    elif plain in ("from", "until"):
        if not MONTH.fullmatch(value):
            yield Problem("workbench_month", column=plain, value=safe(value))
    elif plain in WORDS:
        if value not in WORDS[plain] or (plain == "follow" and value == "household" and not known.households):
            yield Problem("workbench_filter_value", column=plain, value=safe(value), allowed=listed(WORDS[plain]))
    elif plain not in known.keys:
        allowed = (*known.keys, "from", "until", *WORDS, *screen.options)
        yield Problem("workbench_filter_key", value=safe(key), allowed=", ".join(allowed))
    elif value not in known.values(plain):
        allowed = known.values(plain)
        yield Problem("workbench_filter_value", column=plain, value=safe(value), allowed=listed(allowed))


def listed(values: Iterable[str]) -> str:
    """Values as a refusal lists them: the first twenty."""
    found = list(values)
    return ", ".join(found[:20]) + (", ..." if len(found) > 20 else "")


def safe(value: str) -> str:
    """What somebody asked for, as a refusal repeats it: cut short, and of a person's number the shape only."""
    return shape(value) if contains_bsn(value) else value[:80]

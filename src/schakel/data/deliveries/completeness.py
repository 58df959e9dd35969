"""Months that still fill up: what share of a month's events usually comes with later deliveries.

The chain ladder of actuaries, T. Mack (1993), Distribution-free calculation of the standard error of chain ladder
reserve estimates, ASTIN Bulletin 23(2): C(m, k) is how many events of month m were known k months later. From one lag
to the next C grows by F(k), the sum of C(m, k + 1) over that of C(m, k), over the months that have both. At lag k the
share 1 - 1 / (F(k) F(k + 1) ...) is still to come; corrections may lower a month, then nothing is.
Which share is too large to call a month final is a definition of `insight`; here it is only measured.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from duckdb import DuckDBPyConnection

from schakel.chain.attribute import Attribute
from schakel.data.deliveries.effective import DELIVERED, ending
from schakel.data.deliveries.names import Name
from schakel.data.deliveries.naming import rename
from schakel.data.deliveries.store import Part
from schakel.data.sql import identifier, rows, run
from schakel.data.staged import PIECEMEAL, Delivery, Provisional

LIVES = "lives"
RECENT_DAYS = 31  # of a month that ended so shortly before it was taken from the system, one delivery tells nothing
ENOUGH = 30  # events; a partner with fewer at a lag grows there as its source does
DIGITS = 4

Cells = dict[int, dict[int, float]]  # month -> lag -> events known; months count from year 0


@dataclass(frozen=True)
class Seen:
    """One state of a source: after all files of one turn. first, last: the months of which it tells all that is known.

    complete: the last month that was over for the source by then. by_month None: changes, which tell of any month.
    """

    turn: int
    taken: date
    first: int | None
    last: int
    complete: int

    @property
    def month(self) -> int:
        """The month in which it was taken from the system."""
        return month_of(self.taken)


@dataclass(frozen=True)
class Life:
    """Events of one partner and month that came in one turn and went in another; ended None: they still count."""

    partner: str
    month: int
    turn: int
    ended: int | None
    n: int


def month_of(day: date) -> int:
    """Months since year 0."""
    return day.year * 12 + day.month - 1


def month_text(month: int) -> str:
    """As "2025-12"."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def last_day(month: int) -> date:
    """Last day of a month since year 0."""
    return date((month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)


def provisional(
    con: DuckDBPyConnection, parts: Sequence[Part], names: Sequence[Name], attributes: Sequence[Attribute]
) -> tuple[Provisional, ...]:
    """The months that are not final, by source: of the whole source (partner None), then by partner.

    Reads what `effective` left in the connection. A source that does not say when it was extracted is not judged.
    """
    by_source: dict[str, list[Delivery]] = defaultdict(list)
    for part in parts:
        by_source[part.delivery.name].append(part.delivery)
    judged = {name: seen for name, own in by_source.items() if (seen := states(own))}
    if not judged:
        return ()
    _make_lives(con, parts, names, attributes)
    found: list[Provisional] = []
    for number, name in enumerate(by_source):
        if name in judged:
            found += of_source(name, judged[name], _lives(con, number))
    return tuple(found)


def _make_lives(
    con: DuckDBPyConnection, parts: Sequence[Part], names: Sequence[Name], attributes: Sequence[Attribute]
) -> None:
    """Make `lives`: how many events of a partner and a day came in one turn and went in another."""
    scope = [identifier(a.column) for a in attributes if a.slug in ("municipality", "law")]
    columns = ["partner", "CAST(NULL AS VARCHAR) AS to_partner", "started_on", "ended_on", *scope]
    selected = ", ".join(column if column.startswith("CAST") else f"e.{column}" for column in columns)
    run(
        con,
        f"CREATE OR REPLACE TEMP TABLE {LIVES} AS SELECT {selected}, t.source_no, t.turn, "  # noqa: S608
        f"{ending(con, parts)} AS ended_in, count(*) AS n FROM {DELIVERED} AS e JOIN turns AS t ON t.part = e.part "
        "GROUP BY ALL",
    )
    rename(con, LIVES, [name for name in names if name.kind in ("partner", "municipality")], attributes)


def _lives(con: DuckDBPyConnection, source: int) -> list[Life]:
    on = "coalesce(started_on, ended_on)"
    found = rows(
        con,
        f"SELECT coalesce(partner, ''), year({on}) * 12 + month({on}) - 1, turn, ended_in, CAST(sum(n) AS BIGINT) "  # noqa: S608
        f"FROM {LIVES} WHERE source_no = ? GROUP BY ALL ORDER BY ALL",
        [source],
    )
    return [Life(*row) for row in found]


def states(deliveries: Iterable[Delivery]) -> list[Seen]:
    """What a source showed and when, by turn; deliveries without a day of extraction show nothing that can be dated."""
    found: dict[int, Seen] = {}
    reach: date | None = None
    for one in deliveries:
        piecemeal = one.kind in PIECEMEAL
        reach = max((day for day in (reach, one.until) if day and one.kind != "deletions"), default=reach)
        if one.extracted:
            end = min((reach if piecemeal else one.until) or one.extracted, one.extracted)
            first = None if piecemeal or one.since is None else month_of(one.since)
            complete = month_of(end + timedelta(days=1)) - 1
            found[one.turn] = Seen(one.turn, one.extracted, first, month_of(end), complete)
    return list(found.values())


def of_source(name: str, seen: Sequence[Seen], lives: Sequence[Life]) -> list[Provisional]:
    """The months of one source that are not final."""
    partners = sorted({life.partner for life in lives})
    whole = _cells(seen, lives)
    own = {partner: _cells(seen, [life for life in lives if life.partner == partner]) for partner in partners}
    of_whole = factors(whole)
    found = _shares(name, None, whole, of_whole, seen)
    for partner in partners:
        found += _shares(name, partner, own[partner], factors(own[partner], of_whole), seen)
    return found


def _cells(seen: Sequence[Seen], lives: Sequence[Life]) -> Cells:
    """How many events of each month were known in each state that tells of it, by lag."""
    if not lives:
        return {}
    first = min(life.month for life in lives)
    by_turn = {state.turn: _known(lives, state.turn) for state in seen}
    cells: Cells = {}
    for state in seen:
        begin = first if state.first is None else max(first, state.first)
        for month in range(begin, state.last + 1):
            if state.month >= month:
                cells.setdefault(month, {})[state.month - month] = by_turn[state.turn].get(month, 0)
    return cells


def _known(lives: Iterable[Life], turn: int) -> dict[int, int]:
    counts: dict[int, int] = defaultdict(int)
    for life in lives:
        if life.turn <= turn and (life.ended is None or life.ended > turn):
            counts[life.month] += life.n
    return counts


def factors(cells: Cells, instead: Mapping[int, float | None] | None = None) -> dict[int, float | None]:
    """F(k) by lag; None where there is growth from nothing, which has no size.

    Between two deliveries more than a month apart a month grows evenly. instead: the factors to take where fewer than
    ENOUGH events stand behind one's own.
    """
    before: dict[int, float] = defaultdict(float)
    after: dict[int, float] = defaultdict(float)
    for known in cells.values():
        filled = _filled(known)
        for lag in filled.keys() & {lag - 1 for lag in filled}:
            before[lag] += filled[lag]
            after[lag] += filled[lag + 1]
    found = dict(instead or {})
    for lag in sorted(before):
        if instead is None or before[lag] >= ENOUGH:
            found[lag] = after[lag] / before[lag] if before[lag] else None if after[lag] else 1.0
    return found


def _filled(known: Mapping[int, float]) -> dict[int, float]:
    lags = sorted(known)
    filled = {lag: float(known[lag]) for lag in lags}
    for low, high in pairwise(lags):
        for lag in range(low + 1, high):
            filled[lag] = known[low] + (known[high] - known[low]) * (lag - low) / (high - low)
    return filled


def still_to_come(by_lag: Mapping[int, float | None], lag: int) -> float | None:
    """The share (0..1) of a month's final number that is still to come at a lag; None where that cannot be told.

    Beyond the last lag that was seen nothing more comes.
    """
    growth = 1.0
    for later in range(lag, max(by_lag, default=-1) + 1):
        factor = by_lag.get(later)
        if factor is None:
            return None
        growth *= factor
    return max(0.0, 1.0 - 1.0 / growth) if growth > 0 else 0.0


def _shares(
    name: str, partner: str | None, cells: Cells, by_lag: Mapping[int, float | None], seen: Sequence[Seen]
) -> list[Provisional]:
    found = []
    for month in sorted(cells):
        if partner is not None and not (_now(cells, month) or _now(cells, month - 1)):
            continue  # a partner that is no longer there has nothing to come
        share = _share(month, by_lag, seen)
        if share is None or round(share, DIGITS) > 0:
            found.append(Provisional(name, partner, month_text(month), None if share is None else round(share, DIGITS)))
    return found


def _share(month: int, by_lag: Mapping[int, float | None], seen: Sequence[Seen]) -> float | None:
    """By the last state that tells of it; nothing more comes for a month that later deliveries begin after."""
    state = _tells(seen, month)
    if any((later.first or 0) > month for later in seen if later.turn > state.turn):
        return 0.0
    if by_lag:
        return still_to_come(by_lag, state.month - month)
    is_recent = (state.taken - last_day(month)).days <= RECENT_DAYS
    return None if is_recent or month > state.complete else 0.0


def _now(cells: Cells, month: int) -> float:
    known = cells.get(month, {})
    return known[max(known)] if known else 0


def _tells(seen: Sequence[Seen], month: int) -> Seen:
    """The last state that tells of a month."""
    return [state for state in seen if (state.first or 0) <= month <= min(state.last, state.month)][-1]

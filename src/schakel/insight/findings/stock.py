"""Growing stock: a queue in which more and more waits are open at the end of each month.

A queue is all links that lead to one step of a partner, or by referral to one partner, whoever sends: those who come
from one team stand in line with those of another. Waiting at the same partner is a queue of its own link.

Rule: over at least stock_months and at most stock_latest whole months, the latest ones, after the run-in, the mean
stock of the last third is at least stock_growth times that of the first third, the middle third lies between them, and
the chance that two Poisson counts of one mean differ so much is below stock_chance divided by the queues that were
tried. A month's stock hangs together with the next one's, so a third counts as one count and not as several. Run-in:
the time from the start of the case within which 9 in 10 waits in the queue end, since a log that begins empty fills up
for so long. Where the log cannot show open waits in the queue, its last months are left out too: as many as 9 in 10
waits take.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from duckdb import DuckDBPyConnection

from schakel.chain.finding import Finding, Number, Where
from schakel.insight.findings.interval import log_chance_of_rise
from schakel.insight.findings.link import Params, finding
from schakel.insight.findings.tables import records

NINE_IN_TEN = 0.9
TO_OTHERS = ("referral", "handover", "request", "inflow")  # kinds of waits for another partner
Queue = tuple[bool, str, str, str, str]


@dataclass(frozen=True)
class Stock:
    """Open waits at the end of each month that is judged. months: their first days, without gaps."""

    months: tuple[date, ...]
    counts: tuple[int, ...]

    def latest(self, months: int) -> "Stock":
        """The last so many months."""
        return Stock(self.months[-months:], self.counts[-months:])

    def thirds(self) -> tuple[float, float, float]:
        """Mean of the first, the middle and the last third of the months."""
        size = max(1, len(self.counts) // 3)
        parts = self.counts[:size], self.counts[size:-size], self.counts[-size:]
        first, middle, last = (sum(part) / max(1, len(part)) for part in parts)
        return first, middle, last


def growing_stocks(
    connection: DuckDBPyConnection, found: Mapping[int, Finding], params: Params, reference_on: date, threshold: int
) -> tuple[Finding, ...]:
    """A finding for each queue of `found` whose stock grows; from at least threshold waits on, so that none is few."""
    queues = _queues(found)
    stocks = _stocks(connection, {no: queue for queue, numbers in queues.items() for no in numbers}, reference_on)
    least, latest = float(params["stock_months"]), int(params["stock_latest_months"])
    tried = {queue: stock.latest(latest) for queue, stock in stocks.items() if len(stock.counts) >= least}
    chance = math.log(float(params["stock_chance_share"]) / max(1, len(tried)))
    growing = (
        _finding([found[no] for no in queues[queue]], stock, threshold)
        for queue, stock in sorted(tried.items())
        if _grows(stock, float(params["stock_growth_factor"]), chance)
    )
    return tuple(one for one in growing if one is not None)


def _queues(found: Mapping[int, Finding]) -> dict[Queue, list[int]]:
    """The links of `found` by the queue that they lead to."""
    queues: dict[Queue, list[int]] = defaultdict(list)
    for no, one in sorted(found.items()):
        where = one.where
        to_other = one.code in TO_OTHERS and where.next_partner
        key = ("", "", where.next_activity, where.next_partner) if to_other else _own(where)
        queues[(one.code == "referral", *key)].append(no)
    return queues


def _own(where: Where) -> tuple[str, str, str, str]:
    return where.activity, where.partner, where.next_activity, where.next_partner


def _grows(stock: Stock, growth: float, log_chance: float) -> bool:
    first, middle, last = stock.thirds()
    return first <= middle <= last and last >= growth * first and log_chance_of_rise(first, last) < log_chance


def _finding(on: Sequence[Finding], stock: Stock, threshold: int) -> Finding | None:
    """From the month with the least stock on, or the first after it with at least threshold."""
    least = max(place for place, n in enumerate(stock.counts) if n == min(stock.counts))
    enough = [place for place in range(least, len(stock.counts)) if stock.counts[place] >= threshold]
    if not enough or enough[0] == len(stock.counts) - 1:
        return None
    start, now = enough[0], len(stock.counts) - 1
    then = stock.counts[start]
    residents = max(one.residents for one in on)  # of the largest link: one resident may be counted on several
    days = sum(
        max(0, n - then) * (_next(month) - month).days
        for month, n in zip(stock.months[start:], stock.counts[start:], strict=True)
    )
    numbers = (
        ("weeks_explained", Number(min(days / 7, sum(one.number("weeks_lost").value for one in on)), unit="weeks")),
        ("stock_then", Number(then, unit="waits")),
        ("stock_now", Number(stock.counts[now], unit="waits")),
        ("growth_per_month", Number((stock.counts[now] - then) / (now - start), unit="waits")),
        ("months", Number(now - start, unit="months")),
        ("residents", Number(residents, unit="residents")),
    )
    since, until = _next(stock.months[start]), _next(stock.months[now]) - timedelta(days=1)
    where = replace(_where(on), since=since.isoformat(), until=until.isoformat())
    return replace(finding("growing_stock", numbers, where, residents), explains=tuple(one.id for one in on))


def _where(on: Sequence[Finding]) -> Where:
    """The link, or where the links lead to."""
    goal = on[0].where
    return goal if len(on) == 1 else Where(next_activity=goal.next_activity, next_partner=goal.next_partner)


def _stocks(connection: DuckDBPyConnection, queue_of: Mapping[int, Queue], reference_on: date) -> dict[Queue, Stock]:
    flows: dict[Queue, Counter[date]] = defaultdict(Counter)
    for no, month, change in records(connection, "stock"):
        if no in queue_of:
            flows[queue_of[no]][month] += change
    if not flows:
        return {}
    began = min(month for flow in flows.values() for month in flow)
    first_case: date = records(connection, "first_month")[0][0]
    seen_open = {queue_of.get(no) for (no,) in records(connection, "open_links")}
    periods = _periods(connection, queue_of)
    stocks = {}
    for queue, flow in flows.items():
        run_in, taken = periods.get(queue, (0, 0))
        last = _later(reference_on.replace(day=1), 0 if queue in seen_open else -taken)
        stocks[queue] = _judged(flow, began, _later(first_case, run_in), last, reference_on)
    return stocks


def _judged(flow: Mapping[date, int], began: date, since: date, until: date, reference_on: date) -> Stock:
    months, counts, stock, month = [], [], 0, began
    while month <= until and _next(month) - timedelta(days=1) <= reference_on:
        stock += flow.get(month, 0)
        if month >= since:
            months.append(month)
            counts.append(stock)
        month = _next(month)
    return Stock(tuple(months), tuple(counts))


def _periods(connection: DuckDBPyConnection, queue_of: Mapping[int, Queue]) -> dict[Queue, tuple[int, int]]:
    """Per queue the run-in and how long waits take, in periods of 30 days, rounded up."""
    since: dict[Queue, Counter[int]] = defaultdict(Counter)
    taken: dict[Queue, Counter[int]] = defaultdict(Counter)
    for no, after, long, n in records(connection, "run_in"):
        if no in queue_of:
            since[queue_of[no]][int(after)] += n
            taken[queue_of[no]][int(long)] += n
    return {queue: (_within(since[queue]) + 1, _within(taken[queue]) + 1) for queue in since}


def _within(counts: Mapping[int, int]) -> int:
    """The least value that nine in ten stay within."""
    passed, wanted = 0, NINE_IN_TEN * sum(counts.values())
    for value in sorted(counts):
        passed += counts[value]
        if passed >= wanted:
            return value
    return 0


def _next(month: date) -> date:
    return _later(month, 1)


def _later(month: date, months: int) -> date:
    years, rest = divmod(month.month - 1 + months, 12)
    return date(month.year + years, rest + 1, 1)

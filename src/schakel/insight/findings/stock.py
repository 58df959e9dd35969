"""Growing stock: a link on which more and more waits are open at the end of each month.

Rule: over at least stock_months whole months, after the run-in, the mean stock of the last third is at least
stock_growth times that of the first third, the middle third lies between them, and the chance that two Poisson counts
of one mean differ so much is below stock_chance divided by the links that were tried. A month's stock hangs together
with the next one's, so a third counts as one count and not as several. Run-in: the time from the start of the case
within which 9 in 10 waits on the link end, since a log that begins empty fills up for so long. Where the log cannot
show open waits on the link, its last months are left out too: as many as 9 in 10 waits take.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from duckdb import DuckDBPyConnection

from schakel.chain.finding import Finding, Number
from schakel.insight.findings.interval import log_chance_of_rise
from schakel.insight.findings.link import Params, finding
from schakel.insight.findings.tables import records

NINE_IN_TEN = 0.9


@dataclass(frozen=True)
class Stock:
    """Open waits at the end of each month that is judged. months: their first days, without gaps."""

    months: tuple[date, ...]
    counts: tuple[int, ...]

    def thirds(self) -> tuple[float, float, float]:
        """Mean of the first, the middle and the last third of the months."""
        size = max(1, len(self.counts) // 3)
        parts = self.counts[:size], self.counts[size:-size], self.counts[-size:]
        first, middle, last = (sum(part) / max(1, len(part)) for part in parts)
        return first, middle, last


def growing_stocks(
    connection: DuckDBPyConnection, found: Mapping[int, Finding], params: Params, reference_on: date, threshold: int
) -> tuple[Finding, ...]:
    """A finding for each link of `found` whose stock grows; from at least threshold waits on, so that none is few."""
    stocks = _stocks(connection, reference_on)
    tried = {key: stock for key, stock in stocks.items() if len(stock.counts) >= float(params["stock_months"])}
    chance = math.log(float(params["stock_chance_share"]) / max(1, len(tried)))
    growing = (
        _finding(found[key], stock, threshold)
        for key, stock in sorted(tried.items())
        if key in found and _grows(stock, float(params["stock_growth_factor"]), chance)
    )
    return tuple(one for one in growing if one is not None)


def _grows(stock: Stock, growth: float, log_chance: float) -> bool:
    first, middle, last = stock.thirds()
    return first <= middle <= last and last >= growth * first and log_chance_of_rise(first, last) < log_chance


def _finding(on: Finding, stock: Stock, threshold: int) -> Finding | None:
    """From the month with the least stock on, or the first after it with at least threshold."""
    least = max(place for place, n in enumerate(stock.counts) if n == min(stock.counts))
    enough = [place for place in range(least, len(stock.counts)) if stock.counts[place] >= threshold]
    if not enough or enough[0] == len(stock.counts) - 1:
        return None
    start, now = enough[0], len(stock.counts) - 1
    then = stock.counts[start]
    days = sum(
        max(0, n - then) * (_next(month) - month).days
        for month, n in zip(stock.months[start:], stock.counts[start:], strict=True)
    )
    numbers = (
        ("weeks_explained", Number(min(days / 7, on.number("weeks_lost").value), unit="weeks")),
        ("stock_then", Number(then, unit="waits")),
        ("stock_now", Number(stock.counts[now], unit="waits")),
        ("growth_per_month", Number((stock.counts[now] - then) / (now - start), unit="waits")),
        ("months", Number(now - start, unit="months")),
        ("residents", Number(on.residents, unit="residents")),
    )
    since, until = _next(stock.months[start]), _next(stock.months[now]) - timedelta(days=1)
    where = replace(on.where, since=since.isoformat(), until=until.isoformat())
    return replace(finding("growing_stock", numbers, where, on.residents), explains=(on.id,))


def _stocks(connection: DuckDBPyConnection, reference_on: date) -> dict[int, Stock]:
    flows: dict[int, dict[date, int]] = defaultdict(dict)
    for no, month, change in records(connection, "stock"):
        flows[no][month] = change
    if not flows:
        return {}
    began = min(month for flow in flows.values() for month in flow)
    first_case: date = records(connection, "first_month")[0][0]
    seen_open = {no for (no,) in records(connection, "open_links")}
    periods = _periods(connection)
    stocks = {}
    for no, flow in flows.items():
        run_in, taken = periods.get(no, (0, 0))
        last = _later(reference_on.replace(day=1), 0 if no in seen_open else -taken)
        stocks[no] = _judged(flow, began, _later(first_case, run_in), last, reference_on)
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


def _periods(connection: DuckDBPyConnection) -> dict[int, tuple[int, int]]:
    """Per link the run-in and how long waits take, in periods of 30 days, rounded up."""
    since: dict[int, Counter[int]] = defaultdict(Counter)
    taken: dict[int, Counter[int]] = defaultdict(Counter)
    for no, after, long, n in records(connection, "run_in"):
        since[no][int(after)] += n
        taken[no][int(long)] += n
    return {no: (_within(since[no]) + 1, _within(taken[no]) + 1) for no in since}


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

"""Budgets, overruns and what municipalities pay each other: for JSON, on the command line, and as a section."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from schakel.draw.picture import Twin
from schakel.draw.simulated.span import amount, signed
from schakel.report.document import Block, Grid, Paragraph, Section
from schakel.report.simulated_rights import bounds_told, told_range
from schakel.report.tell import listed
from schakel.simulation.experiment.accounts import Account, Accounts
from schakel.simulation.model.solidarity import Solidarity
from schakel.texts import say, shown

Told = Mapping[str, Any]
NamedMoney = tuple[str, Told]  # a scenario and its money
OPEN_ROWS = 15  # a longer table is folded
THOUSAND = 1000  # tables are in thousands of euros; the JSON is in euros
COLUMNS = ("budget", "spent", "overrun_before", "transfer", "overrun_after")


def money_told(found: Accounts) -> dict[str, Any]:
    """The rules, every municipality over all weeks and by year, and what all transfers add up to: zero."""
    return {
        "solidarity": [_rule_told(rule) for rule in found.rules],
        "transfers_sum": found.transfers_sum,
        "municipalities": [_account_told(one) for one in found.total],
        "years": [[_account_told(one) for one in year] for year in found.years],
    }


def show_money(scenarios: Sequence[NamedMoney], lang: str) -> None:
    """A table by municipality, with the rule under it."""
    twin = _twin(scenarios, lang)
    grid = Table(title=twin.caption, title_justify="left")
    for place, column in enumerate(twin.columns):
        grid.add_column(column, justify="right" if twin.numeric[place] else "left")
    for row in twin.rows:
        grid.add_row(*row)
    Console().print(grid)
    for text in (*_rules(scenarios[0][1], lang), _sum(scenarios, lang)):
        Console().print(text, highlight=False, markup=False, soft_wrap=True)


def money_section(scenarios: Sequence[NamedMoney], lang: str) -> Section:
    """What is agreed when a municipality runs short, and what comes of it."""
    blocks: list[Block] = [Paragraph(text, "lead") for text in _rules(scenarios[0][1], lang)]
    blocks.append(Paragraph(f"{_say('note', lang)} {_sum(scenarios, lang)}", "note"))
    twin = _twin(scenarios, lang)
    blocks.append(Grid(twin, folded=len(twin.rows) > OPEN_ROWS))
    if _has_own(scenarios):
        blocks.append(Paragraph(_say("own_note", lang), "warning"))
    return Section("money-section", _say("title", lang), tuple(blocks))


def _rule_told(rule: Solidarity) -> dict[str, Any]:
    return {
        "rule": rule.rule,
        "municipalities": list(rule.municipalities),
        "share_by": rule.share_by,
        "deductible": rule.deductible.value,
        "ceiling": rule.ceiling.value,
    }


def _account_told(one: Account) -> dict[str, Any]:
    return {
        "name": one.municipality,
        "budget": one.budget,
        "spent": bounds_told(one.spent),
        "overrun_before": bounds_told(one.before),
        "transfer": bounds_told(one.transfer),
        "overrun_after": bounds_told(one.after),
        "own_cause": None if one.own_cause is None else bounds_told(one.own_cause),
    }


def _rules(money: Told, lang: str) -> Iterator[str]:
    """Each rule in a sentence; that there is none, where there is none."""
    if not money["solidarity"]:
        yield _say("rule.none", lang)
    for rule in money["solidarity"]:
        by = _say(f"by.{rule['share_by']}", lang)
        whom = listed(rule["municipalities"], lang) if rule["municipalities"] else _say("everybody", lang)
        low, high = (shown(rule[key], "share", lang) for key in ("deductible", "ceiling"))
        yield _say(f"rule.{rule['rule']}", lang, by=by, whom=whom, deductible=low, ceiling=high)


def _sum(scenarios: Sequence[NamedMoney], lang: str) -> str:
    """What the transfers add up to, as it was computed."""
    furthest = max((money["transfers_sum"] for _, money in scenarios), key=abs)
    return _say("sum", lang, sum=amount(furthest, lang))


def _has_own(scenarios: Sequence[NamedMoney]) -> bool:
    return any(row["own_cause"] for _, money in scenarios for row in money["municipalities"])


def _twin(scenarios: Sequence[NamedMoney], lang: str) -> Twin:
    several, has_own = len(scenarios) > 1, _has_own(scenarios)
    first = (*(("scenario",) if several else ()), "municipality")
    keys = (*first, *COLUMNS, *(("own_cause",) if has_own else ()))
    rows = tuple(
        (*((name,) if several else ()), row["name"], *_cells(row, has_own, lang))
        for name, money in scenarios
        for row in money["municipalities"]
    )
    numeric = tuple(key not in first for key in keys)
    return Twin(tuple(_say(f"column.{key}", lang) for key in keys), rows, _say("caption", lang), numeric)


def _cells(row: Told, has_own: bool, lang: str) -> Iterator[str]:
    keeps_budget = row["budget"] > 0
    yield amount(row["budget"] / THOUSAND, lang) if keeps_budget else _say("no_budget", lang)
    yield _thousands(row["spent"], lang)
    yield _thousands(row["overrun_before"], lang) if keeps_budget else "–"
    yield _transfer(row["transfer"], lang)
    yield _thousands(row["overrun_after"], lang) if keeps_budget else "–"
    if has_own:
        yield _thousands(row["own_cause"], lang)


def _thousands(found: Mapping[str, float], lang: str) -> str:
    return told_range({key: value / THOUSAND for key, value in found.items()}, lang)


def _transfer(found: Mapping[str, float], lang: str) -> str:
    """With a sign: received or paid."""
    value, low, high = (signed(found[key] / THOUSAND, lang) for key in ("value", "low", "high"))
    return value if low == high else say("draw.simulated.span", lang, value=value, low=low, high=high)


def _say(key: str, lang: str, **values: Any) -> str:
    return say(f"report.simulation.money.{key}", lang, **values)

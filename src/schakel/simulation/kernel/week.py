"""What happens at the end of each week, and after each decision."""

import numpy as np

from schakel.simulation.kernel import codes as c
from schakel.simulation.kernel.arrival import plan_arrival
from schakel.simulation.kernel.compiled import inner
from schakel.simulation.kernel.desk import change_outside
from schakel.simulation.kernel.money import cents, pay_week, revise, settle_year
from schakel.simulation.kernel.slots import empty_out, fill
from schakel.simulation.kernel.state import State
from schakel.simulation.kernel.tables import Tables

MONTHS = 12
NEVER = 1e300
OPEN = 0.5  # of 0 and 1


@inner
def refresh(t: Tables, s: State) -> None:
    """After a change of numbers: arrival rates and capacities, and who may start now."""
    week = (s["week"] - s["counted_from"]) % c.WEEKS_PER_YEAR
    month = week * MONTHS // c.WEEKS_PER_YEAR
    for kind in range(t["model"]["types"]):
        of = t["type"][kind]
        for m in range(t["model"]["municipalities"]):
            rate = of["rate"][m] * of["season"][month] * of["inflow"]
            found = s["stream"][kind, m]
            if rate != found["rate"]:
                found["units"] = max(0.0, found["units"] - (s["now"] - found["since"]) * found["rate"])
                found["since"], found["rate"] = s["now"], rate
                plan_arrival(s, kind, m)
    for p in range(t["model"]["partners"]):
        _set_capacity(t, s, p, week)
    revise(t, s)
    for p in range(t["model"]["partners"]):
        fill(t, s, p)
    for p in range(t["model"]["partners"]):
        standing = s["partner"][p]["standing"]
        if standing == c.STOPPING or (standing == c.OUT and s["partner"][p]["waiting"] > 0):
            empty_out(t, s, p)


@inner
def _set_capacity(t: Tables, s: State, p: int, week: int) -> None:
    row, found = t["partner"][p], s["partner"][p]
    people = row["people"] * (1.0 - row["absence"]) * row["calendar"][week]
    capacity = int(np.floor(people * row["slots"] + 1e-9))
    is_out = found["stopped"] == 1 or row["people"] <= 0.0
    found["capacity"] = 0 if is_out else max(capacity, 0)
    found["most"] = max(found["capacity"], found["busy"])
    if not is_out:
        found["standing"] = c.ACTIVE
    elif found["standing"] == c.ACTIVE:
        found["standing"] = c.STOPPING
    if row["intake"] >= OPEN:
        found["closed_since"] = NEVER
    elif found["closed_since"] >= NEVER:
        found["closed_since"] = s["now"]


@inner
def end_week(t: Tables, s: State, series: np.ndarray) -> None:
    """Book the week, write it down, publish waits, and begin the next."""
    pay_week(t, s)
    week = s["week"]
    publishes = (week + 1) % max(1, int(t["model"]["publish_every"])) == 0
    desks = t["model"]["desks"]
    for desk in range(desks):
        _write_week(s, series, desk, desk, week)
        if publishes:
            _publish(s, desk, t["model"]["publish_every"])
    _write_week(s, series, c.DESKS, desks, week)
    _write_outside(s, series, desks, week)
    for p in range(t["model"]["partners"]):
        _balance(t, s, p)
    if (week + 1 - s["counted_from"]) % c.WEEKS_PER_YEAR == 0:
        settle_year(t, s)
    s["week"] = week + 1
    refresh(t, s)


@inner
def _write_week(s: State, series: np.ndarray, desk: int, column: int, week: int) -> None:
    d = s["desk"][desk]
    passed = s["now"] - d["since"]
    row = series[min(week, series.shape[0] - 1), column]
    row["queue"] = d["wait_area"] + passed * d["waiting"]
    row["busy"] = d["busy_area"] + passed * d["busy"]
    row["severity"] = d["severity_area"] + passed * d["severity"]
    row["arrivals"], row["starts"] = d["week_arrivals"], d["week_starts"]
    d["wait_area"], d["busy_area"], d["severity_area"] = 0.0, 0.0, 0.0
    d["week_arrivals"], d["week_starts"] = 0, 0
    d["since"] = s["now"]


@inner
def _write_outside(s: State, series: np.ndarray, column: int, week: int) -> None:
    change_outside(s, c.SAME)
    series[min(week, series.shape[0] - 1), column]["outside"] = s["outside_area"]
    s["outside_area"] = 0.0


@inner
def _publish(s: State, desk: int, weeks: float) -> None:
    """The mean wait of who started since the last time.

    Where nobody did, it is so much longer as time passed while some wait, and none when nobody waits.
    """
    d = s["desk"][desk]
    if d["starts"] > 0:
        d["published"] = d["sum_wait"] / d["starts"]
    else:
        d["published"] = d["published"] + weeks if d["waiting"] > 0 else 0.0
    d["starts"], d["sum_wait"] = 0, 0.0


@inner
def _balance(t: Tables, s: State, p: int) -> None:
    """Cash of a partner after a week; who is too long in the red stops, and has no fixed costs from then on."""
    row, found = t["partner"][p], s["partner"][p]
    costs = found["spent"] if found["stopped"] == 1 else found["spent"] + cents(row["fixed"])
    found["cash"] += found["earned"] - costs
    found["costs"] += costs
    found["earned"], found["spent"] = 0, 0
    if row["patience"] <= 0 or found["stopped"] == 1:
        return
    found["red_weeks"] = found["red_weeks"] + 1 if found["cash"] < -cents(row["credit"]) else 0
    if found["red_weeks"] >= row["patience"]:
        found["stopped"] = 1

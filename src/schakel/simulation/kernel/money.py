"""Money in whole cents, each booked once: by whom, to whom, in which year."""

import math

from schakel.simulation.kernel import codes as c
from schakel.simulation.kernel.compiled import inner
from schakel.simulation.kernel.state import State
from schakel.simulation.kernel.tables import Tables

ALLOWED, NOT_NOW, NEVER = range(3)
HEAVY = 2
CENTS = 100.0


@inner
def cents(euros: float) -> int:
    """Whole cents, halves up."""
    return int(math.floor(euros * CENTS + 0.5))  # noqa: RUF046 (numba's floor gives a float)


@inner
def year_of(s: State) -> int:
    """The year of 52 weeks that counts now; what comes after the last is booked there."""
    return min(max(s["week"] - s["counted_from"], 0) // c.WEEKS_PER_YEAR, c.YEARS - 1)


@inner
def book(t: Tables, s: State, contract: int, amount: int) -> None:
    """A municipality pays a partner under a contract."""
    m, p = t["contract"][contract]["municipality"], t["contract"][contract]["partner"]
    s["contract"][contract]["paid"][year_of(s)] += amount
    s["contract"][contract]["spent"] += amount
    s["municipality"][m]["spent"] += amount
    s["partner"][p]["earned"] += amount
    s["partner"][p]["income"] += amount


@inner
def _weeks_left(s: State, week: float) -> float:
    """Until the end of the year of 52 weeks."""
    return c.WEEKS_PER_YEAR - (week - s["counted_from"]) % c.WEEKS_PER_YEAR


@inner
def mean_weeks(t: Tables, kind: int, stage: int, severity: int) -> float:
    """How long a stage lasts for a type of client, before what lengthens it for one of them."""
    return t["stage"][stage]["weeks"][severity] * t["stage"][stage]["duration"] * t["type"][kind]["durations"][stage]


@inner
def expected(t: Tables, contract: int, kind: int, stage: int, severity: int, left: float) -> int:
    """What one more client is expected to cost this year, in cents; a task costs nothing more."""
    form = t["contract"][contract]["form"]
    price = t["contract"][contract]["price"]
    if form == c.EFFORT:
        return cents(price * min(mean_weeks(t, kind, stage, severity), left))
    return cents(price) if form == c.OUTPUT else 0


@inner
def allowed(t: Tables, s: State, client: int) -> int:
    """Whether the money rules let a client start: now, not now, or never."""
    cl = s["client"][client]
    contract = t["lane"][cl["lane"]]["contract"]
    if contract == t["model"]["contracts"] or t["contract"][contract]["form"] == c.TASK:
        return ALLOWED
    cost = expected(t, contract, cl["type"], cl["stage"], cl["severity"], _weeks_left(s, s["now"]))
    cap = t["contract"][contract]["cap"]
    cap_rule, found = t["contract"][contract]["cap_rule"], s["contract"][contract]
    if cap > 0 and cap_rule != c.NO_CAP and found["spent"] + found["committed"] + cost > cents(cap):
        return NEVER if cap_rule == c.STOP else NOT_NOW
    m = cl["municipality"]
    budget, rule = t["municipality"][m]["budget"], t["municipality"][m]["admission"]
    if (
        budget <= 0
        or rule == c.CONTINUE
        or s["municipality"][m]["spent"] + s["municipality"][m]["committed"] + cost <= cents(budget)
    ):
        return ALLOWED
    is_heavy = cl["severity"] >= HEAVY or cl["is_urgent"] == 1
    return ALLOWED if rule == c.HEAVY_ONLY and is_heavy else NOT_NOW


@inner
def commit(t: Tables, s: State, client: int) -> None:
    """Someone starts: pay what is due at the start, and expect the rest."""
    cl = s["client"][client]
    contract = t["lane"][cl["lane"]]["contract"]
    form = t["contract"][contract]["form"]
    if contract == t["model"]["contracts"] or form == c.TASK:
        return
    if form == c.OUTPUT:
        book(t, s, contract, cents(t["contract"][contract]["price"] * t["contract"][contract]["start_share"]))
        expect(t, s, cl["lane"], _due_at_result(t, contract))
        return
    left = _weeks_left(s, s["now"])
    expect(t, s, cl["lane"], expected(t, contract, cl["type"], cl["stage"], cl["severity"], left))


@inner
def _due_at_result(t: Tables, contract: int) -> int:
    """What of a trajectory's price is paid when it has a result."""
    price = t["contract"][contract]["price"]
    return cents(price) - cents(price * t["contract"][contract]["start_share"])


@inner
def revise(t: Tables, s: State) -> None:
    """See anew what running help is expected to cost still, where a budget or a cap asks for it.

    Of P*Q that is the mean duration without the weeks that are paid; help beyond its mean is expected to end now.
    """
    if not _is_watched(t):
        return
    for lane in range(t["model"]["lanes"]):
        s["lane"][lane]["committed"] = 0
        s["contract"][t["lane"][lane]["contract"]]["committed"] = 0
    for m in range(t["model"]["municipalities"]):
        s["municipality"][m]["committed"] = 0
    paid_to = float(s["week"])
    left = _weeks_left(s, paid_to)
    for client in range(s["top"]):
        cl = s["client"][client]
        if cl["where"] != c.SERVED and (cl["where"] != c.WAITING or cl["left_over"] < 0):
            continue
        contract = t["lane"][cl["lane"]]["contract"]
        form = t["contract"][contract]["form"]
        if form == c.OUTPUT:
            expect(t, s, cl["lane"], _due_at_result(t, contract))
        elif form == c.EFFORT:
            whole = mean_weeks(t, cl["type"], cl["stage"], cl["severity"])
            rest = whole - max(0.0, paid_to - cl["started"])
            expect(t, s, cl["lane"], cents(t["contract"][contract]["price"] * min(max(rest, 0.0), left)))


@inner
def _is_watched(t: Tables) -> bool:
    """Whether a budget or a cap can hold somebody back."""
    for m in range(t["model"]["municipalities"]):
        if t["municipality"][m]["budget"] > 0 and t["municipality"][m]["admission"] != c.CONTINUE:
            return True
    for contract in range(t["model"]["contracts"]):
        if t["contract"][contract]["cap"] > 0 and t["contract"][contract]["cap_rule"] != c.NO_CAP:
            return True
    return False


@inner
def expect(t: Tables, s: State, lane: int, amount: int) -> None:
    """Add to what the running help of a lane is expected to cost still; never below zero."""
    found = s["lane"][lane]
    contract = t["lane"][lane]["contract"]
    amount = max(amount, -found["committed"])
    found["committed"] += amount
    s["municipality"][t["lane"][lane]["municipality"]]["committed"] += amount
    s["contract"][contract]["committed"] += amount


@inner
def pay_result(t: Tables, s: State, client: int) -> None:
    """The rest of the price of a trajectory with a result."""
    contract = t["lane"][s["client"][client]["lane"]]["contract"]
    if contract < t["model"]["contracts"] and t["contract"][contract]["form"] == c.OUTPUT:
        book(t, s, contract, _due_at_result(t, contract))


@inner
def free(t: Tables, s: State, client: int) -> None:
    """Help by result ended: its rest is no longer expected. What P*Q still costs is seen anew when the week ends."""
    lane = s["client"][client]["lane"]
    contract = t["lane"][lane]["contract"]
    if t["contract"][contract]["form"] == c.OUTPUT:
        expect(t, s, lane, -_due_at_result(t, contract))


@inner
def pay_week(t: Tables, s: State) -> None:
    """Book a week: slots used under P*Q, a 52nd of each task, costs of partners and benefits."""
    n = t["model"]["contracts"]
    for lane in range(t["model"]["lanes"]):
        found = s["lane"][lane]
        found["area"] += (s["now"] - found["since"]) * found["busy"]
        found["since"] = s["now"]
        used = found["area"]
        found["area"] = 0.0
        p = t["desk"][t["lane"][lane]["desk"]]["partner"]
        s["partner"][p]["spent"] += cents(t["partner"][p]["variable"] * used)
        contract = t["lane"][lane]["contract"]
        s["contract"][contract]["volume"] += used
        if contract < n and t["contract"][contract]["form"] == c.EFFORT and used > 0:
            book(t, s, contract, cents(t["contract"][contract]["price"] * used))
    for contract in range(n):
        if (
            t["contract"][contract]["form"] == c.TASK
            and s["partner"][t["contract"][contract]["partner"]]["stopped"] == 0
        ):
            book(t, s, contract, _weekly(t["contract"][contract]["price"], s["week"] - s["counted_from"]))
    _pay_benefits(t, s)


@inner
def _weekly(price: float, week: int) -> int:
    """Of a price a year, what is due in one week; 52 weeks add up to the price, to the cent."""
    week = week % c.WEEKS_PER_YEAR
    return cents(price * (week + 1) / c.WEEKS_PER_YEAR) - cents(price * week / c.WEEKS_PER_YEAR)


@inner
def _pay_benefits(t: Tables, s: State) -> None:
    for k in range(t["model"]["types"]):
        for m in range(t["model"]["municipalities"]):
            group = s["group"][k, m]
            weeks = group["benefit_area"] + (s["now"] - group["benefit_since"]) * group["drawing"]
            group["benefit_area"], group["benefit_since"] = 0.0, s["now"]
            group["benefit_weeks"] += weeks
            group["paid"][year_of(s)] += cents(t["type"][k]["benefit"] * weeks)


@inner
def settle_year(t: Tables, s: State) -> None:
    """End of a year of 52 weeks: settle volumes of tasks outside their bandwidth, and begin anew."""
    for contract in range(t["model"]["contracts"]):
        row, found = t["contract"][contract], s["contract"][contract]
        if row["form"] == c.TASK and row["settle"] > 0:
            above = max(0.0, found["volume"] - row["volume"] * (1 + row["bandwidth"]))
            below = max(0.0, row["volume"] * (1 - row["bandwidth"]) - found["volume"])
            book(t, s, contract, cents(row["settle"] * row["unit_price"] * (above - below)))
        found["volume"], found["spent"] = 0.0, 0
    for m in range(t["model"]["municipalities"]):
        s["municipality"][m]["spent"] = 0

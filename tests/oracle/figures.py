"""Every figure from its definition: rows as dictionaries, in no order."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from oracle.events import DAY_US, local_day
from oracle.numbers import kaplan_meier_median, mean, three
from oracle.sight import month_of
from oracle.steps import Case, Step, days_between

Row = dict[str, Any]
PARTS = ("p10", "p50", "p90")


def of_steps(cases: Sequence[Case]) -> list[Step]:
    """All steps of all cases."""
    return [step for case in cases for step in case.steps]


def grouped(items: Iterable[Any], key: Callable[[Any], Any]) -> Iterator[tuple[Any, list[Any]]]:
    """Groups by a key, of any order."""
    found: dict[Any, list[Any]] = defaultdict(list)
    for item in items:
        found[key(item)].append(item)
    yield from found.items()


def residents(items: Iterable[Any]) -> int:
    """How many different people these steps or cases are about."""
    return len({item.resident for item in items})


def distinct(values: Iterable[Any]) -> int:
    """How many different values, without the unknown."""
    return len({value for value in values if value is not None})


def quantiles(prefix: str, values: Iterable[int], suffix: str = "_us") -> Row:
    """Three columns."""
    return {f"{prefix}{part}{suffix}": value for part, value in zip(PARTS, three(values), strict=True)}


def known(values: Iterable[int | None]) -> list[int]:
    """Without the unknown."""
    return [value for value in values if value is not None]


def counts(cases: Sequence[Case]) -> list[Row]:
    """See counts.sql."""
    steps = of_steps(cases)
    return [
        {
            "cases": len(cases),
            "residents": residents(cases),
            "households": distinct(case.household for case in cases),
            "events": len(steps),
            "activities": distinct(s.event.activity for s in steps),
            "partners": distinct(s.event.partner for s in steps),
            "variants": distinct(case.route for case in cases),
            "edges": len({(s.event.activity, s.next.activity) for s in steps if s.next}),
            "ties": sum(s.is_tied for s in steps),
            "open_cases": sum(case.is_open for case in cases),
            "open_steps": sum(s.event.runs for s in steps),
            "without_partner": sum(s.event.partner is None for s in steps),
        }
    ]


def edges(cases: Sequence[Case]) -> list[Row]:
    """See edges.sql."""
    rows = []
    followed = [s for s in of_steps(cases) if s.next]
    for (activity, following), steps in grouped(followed, lambda s: (s.event.activity, s.next.activity)):
        unknown = sum(s.wait_us is None and not s.is_parallel for s in steps)
        parallel = sum(bool(s.is_parallel) for s in steps)
        rows.append(
            {
                "activity": activity,
                "next_activity": following,
                "steps": len(steps),
                "residents": residents(steps),
                "n_unknown": unknown,
                "n_parallel": parallel,
                "share_unknown": unknown / len(steps),
                "share_parallel": parallel / len(steps),
                **quantiles("wait_", known(s.wait_us for s in steps)),
            }
        )
    return rows


def handovers(cases: Sequence[Case]) -> list[Row]:
    """See handovers.sql."""
    rows = []
    over = [s for s in of_steps(cases) if _hands_over(s)]
    for (partner, following), steps in grouped(over, lambda s: (s.event.partner, s.next.partner)):
        unknown = sum(s.wait_us is None for s in steps)
        rows.append(
            {
                "partner": partner,
                "next_partner": following,
                "steps": len(steps),
                "cases": distinct(s.case for s in steps),
                "residents": residents(steps),
                "n_declared": sum(s.event.to_partner == following for s in steps),
                "n_unknown": unknown,
                "share_unknown": unknown / len(steps),
                **quantiles("wait_", known(s.wait_us for s in steps)),
            }
        )
    return rows


def _hands_over(step: Step) -> bool:
    if step.next is None or step.is_parallel:
        return False
    here, there = step.event.partner, step.next_partner
    return here is not None and there is not None and here != there


def starts(cases: Sequence[Case]) -> list[Row]:
    """See starts.sql."""
    return [
        {"activity": name, "cases": len(own), "residents": residents(own), "share": len(own) / len(cases)}
        for name, own in grouped([case.steps[0] for case in cases], lambda s: s.event.activity)
    ]


def ends(cases: Sequence[Case]) -> list[Row]:
    """See ends.sql."""
    return [
        {
            "activity": name,
            "cases": len(own),
            "residents": residents(case.steps[-1] for case in own),
            "share": len(own) / len(cases),
            "open_cases": sum(case.is_open for case in own),
            "out_of_sight": sum(case.sight_until_on is not None for case in own),
        }
        for name, own in grouped(cases, lambda c: c.steps[-1].event.activity)
    ]


def _worked(cases: Sequence[Case], key: str) -> list[Row]:
    rows = []
    steps = [s for s in of_steps(cases) if getattr(s.event, key) is not None]
    for name, own in grouped(steps, lambda s: getattr(s.event, key)):
        before = [s.wait_us for s in of_steps(cases) if s.next and getattr(s.next, key) == name]
        row = {
            key: name,
            "steps": len(own),
            "cases": distinct(s.case for s in own),
            "residents": residents(own),
            "open_steps": sum(s.event.runs for s in own),
        }
        for kind, values in (
            ("touch", [s.touch_us for s in own]),
            ("own_wait", [s.own_wait_us for s in own]),
            ("wait_before", before),
        ):
            row |= {f"{kind}_known": len(known(values)), **quantiles(f"{kind}_", known(values))}
        rows.append(row)
    return rows


def activities(cases: Sequence[Case]) -> list[Row]:
    """See activities.sql."""
    return _worked(cases, "activity")


def partners(cases: Sequence[Case]) -> list[Row]:
    """See partners.sql."""
    return _worked(cases, "partner")


def outcomes(cases: Sequence[Case]) -> list[Row]:
    """See outcomes.sql. No event of ours tells an outcome, so of every closed case it was not recorded."""
    closed = [case for case in cases if not case.is_open]
    row = {"outcome": None, "kind": "not recorded", "cases": len(closed), "residents": residents(closed)}
    return [row] if closed else []


def throughput(cases: Sequence[Case]) -> list[Row]:
    """See throughput.sql."""
    durations = known(case.duration_us for case in cases)
    times = [(case.observed_us, not case.is_open) for case in cases]
    return [
        {
            "cases": len(cases),
            "residents": residents(cases),
            "open_cases": sum(case.is_open for case in cases),
            "mean_us": mean(durations),
            **quantiles("", durations),
            "kaplan_meier_p50_us": kaplan_meier_median(times),
        }
    ]


def lead_times(cases: Sequence[Case]) -> list[Row]:
    """See lead_times.sql."""
    return [
        {
            "day": day,
            "cases": len(own),
            "residents": residents(own),
            "closed": sum(not case.is_open for case in own),
            "open_cases": sum(case.is_open for case in own),
        }
        for day, own in grouped(cases, lambda c: c.observed_us // DAY_US)
    ]


def _routes(cases: Sequence[Case]) -> list[Row]:
    sizes = Counter(case.route for case in cases)
    return [
        {
            "variant": own[0].variant,
            "length": len(route),
            "cases": len(own),
            "residents": residents(own),
            "open_cases": sum(case.is_open for case in own),
            "share": len(own) / len(cases),
            "cumulative_share": sum(n for n in sizes.values() if n >= len(own)) / len(cases),
        }
        for route, own in grouped(cases, lambda c: c.route)
    ]


def routes(cases: Sequence[Case]) -> list[Row]:
    """See routes.sql."""
    return _routes(cases)


def routes_by_group(cases: Sequence[Case]) -> list[Row]:
    """See routes_by_group.sql."""
    rows = []
    for (group, question), own in grouped(cases, lambda c: (_told(c, "client_group"), _told(c, "question"))):
        for row in _routes(own):
            del row["open_cases"]
            rows.append({"client_group": group, "question": question, **row})
    return rows


def _told(case: Case, name: str) -> str | None:
    """What the first of its events that knows says."""
    known = [getattr(step.event, name) for step in case.steps]
    return next((value for value in known if value is not None), None)


def route_steps(cases: Sequence[Case], dominant: float = 0.01) -> list[Row]:
    """See route_steps.sql."""
    rows = []
    for _, own in grouped(cases, lambda c: c.route):
        if len(own) < dominant * len(cases):
            continue
        for place in range(len(own[0].steps)):
            steps = [case.steps[place] for case in own]
            by_partner = Counter(s.event.partner for s in steps if s.event.partner is not None)
            main = min(by_partner, key=lambda name: (-by_partner[name], name), default=None)
            rows.append(
                {
                    "variant": own[0].variant,
                    "pos": place + 1,
                    "activity": steps[0].event.activity,
                    "main_partner": main,
                    "cases": len(steps),
                    "residents": residents(steps),
                    "main_partner_cases": by_partner[main] if main is not None else 0,
                    "partners": len(by_partner),
                    "n_parallel": sum(bool(s.is_parallel) for s in steps),
                    **quantiles("touch_", known(s.touch_us for s in steps)),
                    **quantiles("wait_", known(s.wait_us for s in steps)),
                }
            )
    return rows


def referrals(cases: Sequence[Case]) -> list[Row]:
    """See referrals.sql."""
    made = [(case, step) for case in cases for step in case.steps if step.event.to_partner is not None]
    rows = []
    for (partner, to_partner), own in grouped(made, lambda m: (m[1].event.partner, m[1].event.to_partner)):
        arrivals = [(case, step, _arrival(case, step)) for case, step in own]
        unseen = sum(arrival is None and _is_untold(case, step) for case, step, arrival in arrivals)
        missing = [case for case, step, arrival in arrivals if arrival is None and not _is_untold(case, step)]
        arrived = len(own) - len(missing) - unseen
        days = [_days(step, arrival) for _, step, arrival in arrivals if arrival is not None]
        rows.append(
            {
                "partner": partner,
                "to_partner": to_partner,
                "steps": len(own),
                "cases": distinct(case.case for case, _ in own),
                "residents": residents(step for _, step in own),
                "arrived": arrived,
                "arrived_next": sum(a is not None and a.pos == s.pos + 1 for _, s, a in arrivals),
                "not_arrived_open": sum(case.is_open for case in missing),
                "not_arrived_ended": sum(not case.is_open for case in missing),
                "not_seen": unseen,
                "share_arrived": arrived / (len(own) - unseen) if len(own) > unseen else None,
                **quantiles("", known(days), "_days"),
            }
        )
    return rows


def _is_untold(case: Case, step: Step) -> bool:
    """Whether nobody could show where it led; a parallel step of nobody does not give that away."""
    if step.next is None:
        return case.sight_until_on is not None
    return step.is_untold and (step.next.partner is not None or step.is_parallel is False)


def _arrival(case: Case, step: Step) -> Step | None:
    later = [s for s in case.steps if s.pos > step.pos and s.event.partner == step.event.to_partner]
    return later[0] if later else None


def _days(step: Step, arrival: Step) -> int | None:
    left = step.event.ended if step.event.ended is not None else step.event.started
    if left is None or arrival.event.started is None:
        return None
    return max(0, days_between(left, arrival.event.started))


def rework(cases: Sequence[Case]) -> list[Row]:
    """See rework.sql."""
    rows = []
    for activity, steps in grouped(of_steps(cases), lambda s: s.event.activity):
        per_case = [own for _, own in grouped(steps, lambda s: s.case)]
        repeated = [own for own in per_case if len(own) > 1]
        if repeated:
            rows.append(
                {
                    "activity": activity,
                    "cases": len(per_case),
                    "cases_repeated": len(repeated),
                    "residents": residents(s for own in repeated for s in own),
                    "repeats": sum(len(own) - 1 for own in per_case),
                    "self_loops": sum(s.next is not None and s.next.activity == activity for s in steps),
                    "share_repeated": len(repeated) / len(per_case),
                }
            )
    return rows


def loops(cases: Sequence[Case]) -> list[Row]:
    """See loops.sql."""
    found = []
    for case in cases:
        for first, middle, last in zip(case.steps, case.steps[1:], case.steps[2:], strict=False):
            for kind in ("activity", "partner"):
                here, via, back = (getattr(s.event, kind) for s in (first, middle, last))
                unclear = kind == "partner" and any(s.is_parallel or s.is_untold for s in (first, middle))
                if here == back and here != via and None not in (here, via) and not unclear:
                    found.append(((kind, here, via), first))
    return [
        {
            "kind": kind,
            "back_to": here,
            "via": via,
            "loops": len(own),
            "cases": distinct(s.case for _, s in own),
            "residents": residents(s for _, s in own),
        }
        for (kind, here, via), own in grouped(found, lambda f: f[0])
    ]


def dead_ends(cases: Sequence[Case]) -> list[Row]:
    """See dead_ends.sql."""
    stopped = [(kind, case.steps[-1]) for case in cases if (kind := _stop(case))]
    rows = []
    for key, own in grouped(stopped, lambda s: (s[0], s[1].event.activity, s[1].event.partner, s[1].event.to_partner)):
        kind, activity, partner, to_partner = key
        there = [s for s in of_steps(cases) if (s.event.activity, s.event.partner) == (activity, partner)]
        came = distinct(s.case for s in there)
        rows.append(
            {
                "kind": kind,
                "activity": activity,
                "partner": partner,
                "to_partner": to_partner,
                "cases": len(own),
                "residents": residents(s for _, s in own),
                "cases_there": came,
                "share": len(own) / came,
            }
        )
    return rows


def _stop(case: Case) -> str:
    last = case.steps[-1].event
    if case.sight_until_on is not None:
        return ""
    if last.to_partner is not None:
        return "referral"
    return "open question" if case.is_open and not last.runs else ""


def own_strength(cases: Sequence[Case], resident: Sequence[str], informal: Sequence[str]) -> list[Row]:
    """See own_strength.sql."""

    def party(step: Step) -> str:
        if step.event.partner is None:
            return "not recorded"
        name = step.event.partner.strip().lower()
        return "resident" if name in resident else "informal" if name in informal else "professional"

    steps = of_steps(cases)
    return [
        {
            "party": name,
            "steps": len(own),
            "cases": distinct(s.case for s in own),
            "residents": residents(own),
            "share": len(own) / len(steps),
        }
        for name, own in grouped(steps, party)
    ]


def ties(cases: Sequence[Case]) -> list[Row]:
    """See ties.sql."""
    rows = []
    for (activity, is_day), steps in grouped(of_steps(cases), lambda s: (s.event.activity, s.event.is_day)):
        tied = [s for s in steps if s.is_tied]
        if tied:
            rows.append(
                {
                    "activity": activity,
                    "precision": "day" if is_day else "instant",
                    "steps": len(steps),
                    "ties": len(tied),
                    "residents": residents(tied),
                    "share_tied": len(tied) / len(steps),
                }
            )
    return rows


def months(cases: Sequence[Case], seen_until: date, since: date | None = None, until: date | None = None) -> list[Row]:
    """See months.sql."""
    first = max(min(month_of(local_day(case.started)) for case in cases), month_of(since) if since else 0)
    last = month_of(until or seen_until)
    rows = []
    for month in range(first, last + 1):
        flows: dict[str, list[Case]] = {"inflow": [], "outflow": [], "out of sight": [], "stock": []}
        for case in cases:
            began = month_of(local_day(case.started))
            ended = None if case.is_open else month_of(local_day(case.ended))
            gone = month_of(case.sight_until_on) if case.sight_until_on else None
            flows["inflow"] += [case] if began == month else []
            flows["outflow"] += [case] if ended == month else []
            flows["out of sight"] += [case] if gone == month else []
            still = all(left is None or left > month for left in (ended, gone))
            flows["stock"] += [case] if began <= month and still else []
        name = f"{month // 12}-{month % 12 + 1:02d}"
        rows += [
            {"month": name, "flow": flow, "cases": len(own), "residents": residents(own)} for flow, own in flows.items()
        ]
    return rows

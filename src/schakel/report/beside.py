"""Sources with keys of their own beside the rest: how many are referred to their partner, and how many start there."""

from dataclasses import dataclass

from schakel.chain.selection import Period
from schakel.insight.side_by_side import Beside, beside, referred_residents, started
from schakel.report.delivered_months import letters, months_of_all
from schakel.report.material import Material


@dataclass(frozen=True)
class Side:
    """One source. partner: to whom others refer most, else who acts most in it.

    referring: the steps with which others refer, first: those with which its own cases start, most first.
    out_per_month, in_per_month: referrals and own starts as means over `months`, the months that both sides wholly
    delivered; None where these are none or too few residents stand behind them.
    """

    source: str
    partner: str
    referring: tuple[str, ...]
    firsts: tuple[str, ...]
    months: int
    out_per_month: float | None
    in_per_month: float | None


def sides(material: Material) -> tuple[Side, ...]:
    """The sources that stand beside the rest, in the order of their names."""
    return tuple(_side(one, material) for one in beside(material.view))


def _side(one: Beside, material: Material) -> Side:
    to: dict[str, int] = {}
    by: dict[str, int] = {}
    for referral in one.referrals:
        to[referral.to_partner] = to.get(referral.to_partner, 0) + referral.n
        by[referral.activity] = by.get(referral.activity, 0) + referral.n
    partner = next(iter(_most(to)), one.partners[0] if one.partners else "")
    months = _months(one, partner, material)
    return Side(
        one.source,
        partner if partner in {*material.partner_names, *material.unseen} else "",
        _most(by),
        one.firsts,
        len(months),
        _referred(one, months, material),
        _started(one, months, material),
    )


def _most(counts: dict[str, int]) -> tuple[str, ...]:
    return tuple(sorted(counts, key=lambda name: (-counts[name], name)))


def _months(one: Beside, partner: str, material: Material) -> tuple[str, ...]:
    """A partner that refers too few to be told, and is told nowhere, does not decide."""
    told = set(material.partner_names)
    referring = sorted({referral.partner for referral in one.referrals if referral.partner in told})
    found = letters(material.manifest, material.view.names)
    months = months_of_all(material.manifest.coverage, found, [partner, *referring])
    return tuple(month for month in months if _within(month, material.view.selection.period))


def _within(month: str, period: Period) -> bool:
    since, until = period.since, period.until
    return (since is None or f"{since:%Y-%m}" <= month) and (until is None or month <= f"{until:%Y-%m}")


def _referred(one: Beside, months: tuple[str, ...], material: Material) -> float | None:
    n = sum(referral.n for referral in one.referrals if referral.month in months)
    return _per_month(n, referred_residents(material.view, one, months), months, material)


def _started(one: Beside, months: tuple[str, ...], material: Material) -> float | None:
    return _per_month(*started(material.view, one, months), months, material)


def _per_month(n: int, residents: int, months: tuple[str, ...], material: Material) -> float | None:
    """A mean of a count as it may be told."""
    told = material.gate.count(n, residents)
    return None if told.sign or not months else told.value / len(months)

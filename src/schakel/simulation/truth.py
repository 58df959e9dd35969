"""What was put into the region on purpose, so that it can be checked whether a figure finds it."""

from dataclasses import asdict, dataclass

from schakel.simulation.facts import Facts


@dataclass(frozen=True)
class Planted:
    """One planted truth. finding_code: the finding that should tell it; empty fields say nothing.

    A finding matches when its code and all filled fields agree and the periods overlap by half. since and until are
    local dates; in the file they are called from and to.
    """

    plant: str
    finding_code: str
    since: str
    until: str
    activity: str = ""
    next_activity: str = ""
    partner: str = ""
    next_partner: str = ""
    municipality: str = ""


def planted(facts: Facts) -> tuple[Planted, ...]:
    """All planted truths of the region."""
    first, last = facts.first_day.isoformat(), facts.reference_date.isoformat()
    fewer_from = facts.plants.treatment_fewer_from.isoformat()
    team = {m.name: m.team for m in facts.municipalities}[facts.plants.lost_referral_municipality]
    mental, youth = facts.partners["mental"].name, facts.partners["youth"].name
    return (
        Planted("meeting that batches decisions", "batching", first, last, activity="Beschikking"),
        Planted(
            "referrals that do not arrive",
            "dead_end",
            first,
            last,
            activity="Verwijzing aanbieder",
            partner=team,
            next_partner=youth,
        ),
        Planted(
            "fewer starts of treatment",
            "growing_stock",
            fewer_from,
            last,
            activity="Wachtlijst",
            next_activity="GGZ-behandeling",
            partner=mental,
            next_partner=mental,
        ),
        Planted(
            "longest wait of the chain",
            "wait",
            first,
            last,
            activity="Wachtlijst",
            next_activity="GGZ-behandeling",
            partner=mental,
            next_partner=mental,
        ),
    )


def truth(facts: Facts) -> list[dict[str, str]]:
    """The same as plain values for `truth.json`."""
    return [_plain(one) for one in planted(facts)]


def _plain(one: Planted) -> dict[str, str]:
    fields: dict[str, str] = asdict(one)
    fields["from"], fields["to"] = fields.pop("since"), fields.pop("until")
    return fields

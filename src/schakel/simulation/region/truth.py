"""What was put into the region on purpose, so that it can be checked whether a figure finds it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Truth:
    """One planted truth. finding_code: the finding that should tell it, empty where no finding can; empty fields say
    nothing. from_week, to_week: when it holds, in weeks from the first day; None is until the end.
    """

    plant: str
    finding_code: str = ""
    activity: str = ""
    next_activity: str = ""
    partner: str = ""
    next_partner: str = ""
    municipality: str = ""
    from_week: float = 0
    to_week: float | None = None


def truth_text(truths: Sequence[Truth], first_day: date, last_day: date) -> str:
    """`truth.json`: one object per truth, with local dates `from` and `to`, both included.

    A finding matches when its code and all filled fields agree and the periods overlap by half.
    """
    return json.dumps([_plain(one, first_day, last_day) for one in truths], ensure_ascii=False, indent=2) + "\n"


def _plain(one: Truth, first_day: date, last_day: date) -> dict[str, str]:
    fields = asdict(one)
    since, until = fields.pop("from_week"), fields.pop("to_week")
    ends = last_day if until is None else first_day + timedelta(days=round(until * 7) - 1)
    return {
        **fields,
        "from": (first_day + timedelta(days=round(since * 7))).isoformat(),
        "to": min(ends, last_day).isoformat(),
    }

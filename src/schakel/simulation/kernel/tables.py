"""What the kernel reads: one record, made from a model by `layout`.

All numbers are 8 bytes, so that the record is also a flat array of numbers, and a decision is no more than (week,
place, value). numba passes a record as one pointer; sizes are fixed, so that one compiled kernel serves every model.
"""

from typing import Any, NamedTuple, TypeAlias

import numpy as np

from schakel.simulation.kernel import codes as c

Tables: TypeAlias = Any  # a record of TABLES

Fields: TypeAlias = list[Any]  # as numpy.dtype takes them


def _record(numbers: str, whole: str = "", more: Fields | None = None) -> np.dtype:
    fields: Fields = [(name, "f8") for name in numbers.split()]
    fields += [(name, "i8") for name in whole.split()]
    return np.dtype(fields + (more or []), align=True)


MODEL = _record(
    "referral_spread extra_intake fragmentation choice_beta publish_every class_weeks",
    "municipalities types stages partners desks lanes contracts domains",
)
MUNICIPALITY = _record("budget threshold admission")
# rate: clients a week by municipality; severity, questions, companions and share are cumulative; to, up_to: -1 none;
# durations: factor on the weeks of a stage
TYPE = _record(
    "inflow lead benefit score score_loss term question_gap returns return_after deterioration",
    "is_regular start priority domain",
    [
        ("rate", "f8", (c.MUNICIPALITIES,)),
        ("season", "f8", (12,)),
        ("severity", "f8", (c.SEVERITIES,)),
        ("questions", "f8", (c.QUESTIONS,)),
        ("companions", "f8", (c.TYPES,)),
        ("share", "f8", (c.STAGES, c.ROUTES)),
        ("to", "i8", (c.STAGES, c.ROUTES)),
        ("up_to", "i8", (c.STAGES,)),
        ("durations", "f8", (c.STAGES,)),
    ],
)
# duration: factor on weeks, which are means by severity; domain -1: the client's own; *_from, *_n: places in a list
STAGE = _record(
    "duration every places helps gain deterioration leaving patience returns return_after priority norm sigma",
    "work law escalates_to domain is_help is_result pays_benefit quantiles_from quantiles_n meetings_from meetings_n",
    [("weeks", "f8", (c.SEVERITIES,)), ("escalates", "f8", (c.SEVERITIES,))],
)
PARTNER = _record(
    "people absence slots intake reserved weight fixed variable credit patience cash",
    "preempts lanes_from lanes_n",
    [("calendar", "f8", (c.WEEKS_PER_YEAR,))],
)
HANDOVER = _record("delay lost kept broker_factor", "broker")
CONTRACT = _record(
    "price start_share longer selects volume bandwidth settle unit_price cap",
    "form cap_rule partner municipality",
)
# a desk is a partner's stage, helps a factor on that of the stage; a lane is a desk's municipality; the contract after
# the last is none
DESK = _record("helps", "partner stage", [("lanes", "i8", (c.MUNICIPALITIES,))])
LANE = _record("", "desk municipality contract")
TABLES = np.dtype(
    [
        ("model", MODEL),
        ("municipality", MUNICIPALITY, (c.MUNICIPALITIES,)),
        ("type", TYPE, (c.TYPES,)),
        ("stage", STAGE, (c.STAGES,)),
        ("partner", PARTNER, (c.PARTNERS,)),
        ("handover", HANDOVER, (c.PARTNERS, c.PARTNERS)),
        ("contract", CONTRACT, (c.CONTRACTS + 1,)),
        ("desk", DESK, (c.DESKS,)),
        ("lane", LANE, (c.LANES,)),
        ("partner_lanes", "i8", (c.LANES,)),
        ("offers", "i8", (c.LANES,)),
        ("offers_from", "i8", (c.STAGES, c.MUNICIPALITIES)),
        ("offers_n", "i8", (c.STAGES, c.MUNICIPALITIES)),
        ("quantiles", "f8", (c.QUANTILES,)),
        ("meetings", "f8", (c.MEETINGS,)),
    ],
    align=True,
)


class Decisions(NamedTuple):
    """Rows in order of week: at `week` (f8), the number at `place` (i8) of the flat tables becomes `value` (f8)."""

    week: np.ndarray
    place: np.ndarray
    value: np.ndarray

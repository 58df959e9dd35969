"""A number that the log cannot tell."""

from dataclasses import dataclass
from typing import Literal

Reason = Literal[
    "no_severity",  # severity, and what help and waiting do to it, are in no event
    "no_money",  # prices, budgets and cash are in no event
    "no_population",  # inhabitants are in no event; only new clients a week are
    "no_information",  # what one partner knows of what another did is in no event
    "no_household",  # no household is delivered
    "no_resident",  # nobody can be recognised in a second case
    "no_request",  # without a date of request a handover and a wait are one gap
    "no_lead",  # who holds the lead in a household is in no event
    "no_referral",  # nobody is referred there, as before a first step: who gives up leaves no event
    "no_leaving_event",  # who gave up leaves no event, so that coming back cannot be told from a new question
    "nobody_waits",  # how much more could be done shows only while somebody waits
    "waits_for_else",  # people wait while the number helped goes up and down: not for room
    "referrals_missing",  # of too many handovers nobody wrote down the referral, so that who never came is not known
    "several_stages",  # the partner does several kinds of work, and the referral does not say which was meant
    "out_of_sight",  # the partner does not deliver, so that nobody could see who arrived
    "too_few",  # too few events
    "waits_alike",  # waits differ too little to see what they do
    "no_leaving",  # how fast people give up is not known, so that what becomes of them is not either
    "still_running",  # too many had not ended when they were last seen
    "ending_unknown",  # of too many cases that stand still nobody knows whether they ended
    "one_partner",  # where there is no choice, attraction shows nothing
    "no_effect_seen",  # published waits and what they do to choices are in no event
]


@dataclass(frozen=True)
class NotIdentified:
    """noun, name, field: of the model, as in a scenario's keys; name is "" where it holds for all of them.

    share: of what was looked at that made it so, where that says something, else None.
    """

    noun: str
    name: str
    field: str
    reason: Reason
    share: float | None = None

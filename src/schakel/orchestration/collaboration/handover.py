"""A handover that partners agreed, whether or not it happens."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Handover:
    """From an activity at one of `partners` to the next at one of `next_partners`; activities by name, partners by key.

    what: what goes along. within_days: None where no term was agreed. is_warm: given in person. agreement: key or "".
    """

    key: str
    activity: str
    partners: tuple[str, ...]
    next_activity: str
    next_partners: tuple[str, ...]
    what: str = ""
    within_days: int | None = None
    is_warm: bool = False
    agreement: str = ""

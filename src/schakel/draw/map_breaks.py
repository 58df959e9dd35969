"""Where a chain cannot be followed: parts without a shared key, and trails that go out of sight."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SideBySide:
    """Two parts of a chain that cannot be joined, because their sources share no key.

    source: the step in which others refer to the partner, "" if no step does; target: the step with which the
    partner's own cases start. out_per_month and in_per_month: how many are referred and how many start in a month, as
    means, None if unknown. They stand side by side and count nowhere.
    """

    source: str
    target: str
    out_per_month: float | None
    in_per_month: float | None
    partner: str = ""


@dataclass(frozen=True)
class UnseenEnd:
    """After this step the trail of `number` (of `scope.unit`) is out of sight: the next partner delivers nothing.

    That is no end of a case, so these do not stand among the edges to the end. partner: whom they went to, "" if
    unknown.
    """

    step: str
    number: int
    partner: str = ""


def check_breaks(sides: tuple[SideBySide, ...], unseen: tuple[UnseenEnd, ...], steps: set[str]) -> None:
    """ValueError when one names a step that the map does not have, or is given twice."""
    named = {side.target for side in sides} | {side.source for side in sides if side.source}
    named |= {end.step for end in unseen}
    if strange := sorted(named - steps):
        raise ValueError(f"the map has no step {strange[0]!r}")
    if len({(side.source, side.target) for side in sides}) != len(sides):
        raise ValueError("two parts are set side by side twice")
    if len({(end.step, end.partner) for end in unseen}) != len(unseen):
        raise ValueError("a trail goes out of sight twice at the same step and partner")

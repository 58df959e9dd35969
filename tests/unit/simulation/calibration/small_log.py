"""Logs of a few steps as calibration sees them."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from schakel.simulation.calibration.observed import Observed

Row = tuple[int, str, str, str, float, float, float]  # case, stage, partner, to_partner, requested, started, ended


def small_log(rows: Sequence[Row], until: float, closed: dict[int, float] | None = None) -> Observed:
    """NaN is unknown, or running; "" is no referral. Cases from 0, by case and place."""
    stages = tuple(sorted({row[1] for row in rows}))
    partners = tuple(sorted({name for row in rows for name in row[2:4] if name}))
    cases = max(row[0] for row in rows) + 1
    column = list(zip(*rows, strict=True))
    known = closed or {}
    return Observed(
        case=np.array(column[0]),
        stage=np.array([stages.index(name) for name in column[1]]),
        partner=np.array([partners.index(name) for name in column[2]]),
        to_partner=np.array([partners.index(name) if name else -1 for name in column[3]]),
        requested=np.array(column[4], dtype=float),
        started=np.array(column[5], dtype=float),
        ended=np.array(column[6], dtype=float),
        untold=np.zeros(len(rows), dtype=bool),
        type=np.zeros(cases, dtype=np.int64),
        municipality=np.zeros(cases, dtype=np.int64),
        resident=np.arange(cases),
        household=np.full(cases, -1),
        closed=np.array([known.get(case, np.inf) for case in range(cases)]),
        stages=stages,
        partners=partners,
        types=("all",),
        municipalities=("all",),
        lines=(1,) * len(stages),
        first_on=date(2024, 1, 1),
        until=until,
        declares_endings=True,
    )

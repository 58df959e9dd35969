"""What the partners wrote down of a run: its steps, and where a case was closed."""

from importlib.resources import files

import duckdb
import numpy as np

from schakel.data.sql import run as carry_out
from schakel.simulation.event_log import running_steps
from schakel.simulation.kernel import codes as c
from schakel.simulation.model.model import Model
from schakel.simulation.region.facts import Facts
from schakel.simulation.region.luck import units
from schakel.simulation.region.office_clock import DAY, office_minutes
from schakel.simulation.run import Run

SAMPLED, _REQUESTED, _ASKED = range(3)  # what draws are for
EPISODES, STAGES = 1024, 64
RESIDENT_BITS = 3  # of a key, below the number of its household
_OLDEST_QUESTION = 9  # days that a question is old at most when it is reported
_NOT_PROFESSIONAL = ("inwoner", "informeel netwerk")
_COLUMNS = "number cases type municipality stage partner to_partner requested started ended outcome"


def registered(model: Model, run: Run, known: Facts, *, seed: int, share: float) -> dict[str, np.ndarray]:
    """What was registered of cases that began since the warm-up, in a share of the households, to the reference date.

    Columns of equal length, by day and then by case: number of the case, from 0; cases as `case_of`; type,
    municipality, stage and partner by their places in the model, stage -1 for a closing; to_partner, -1 for none;
    requested, started and ended in minutes of `office_clock`, -1 where unknown; outcome as text.
    """
    steps = _kept(np.concatenate([run.steps(), running_steps(run)]), run, seed, share)
    departures = run.departures()
    departures = departures[(departures["outcome"] == c.O_LEFT) & np.isin(case_of(departures), case_of(steps))]
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.register("logged_arrays", _logged(steps, model, run, known, seed))
        connection.register("left_arrays", _left(departures, run, len(steps)))
        carry_out(connection, "CREATE TABLE logged AS SELECT * FROM logged_arrays")
        carry_out(connection, "CREATE TABLE left_behind AS SELECT * FROM left_arrays")
        _hand_over_facts(connection, model, known)
        until = ((known.reference_date - known.first_day).days + 1) * DAY
        query = (files(__package__) / "registered.sql").read_text(encoding="utf-8")
        found = connection.execute(query, {"until": until}).fetchnumpy()
    return {name: np.asarray(found[name]) for name in _COLUMNS.split()}


def case_of(rows: np.ndarray) -> np.ndarray:
    """One whole number per stay of a client; `// EPISODES` gives the key of the client back."""
    cases: np.ndarray = rows["key"] * EPISODES + rows["episode"]
    return cases


def _kept(steps: np.ndarray, run: Run, seed: int, share: float) -> np.ndarray:
    """Steps of cases that began since the warm-up, of so many households."""
    named, at = np.unique(case_of(steps), return_inverse=True)
    began = np.full(len(named), np.inf)
    np.minimum.at(began, at, steps["started"])
    kept = (began >= run.warm_up)[at]
    if share < 1:
        kept &= units(seed, SAMPLED, steps["key"] >> RESIDENT_BITS) < share
    return steps[kept]


def _logged(steps: np.ndarray, model: Model, run: Run, known: Facts, seed: int) -> dict[str, np.ndarray]:
    cases = case_of(steps)
    partners = [known.partners.get(row.name) for row in model.partners]
    shares = np.array([one.requested if one else 0.0 for one in partners])
    is_referred_to = np.array([bool(one and one.is_referred_to) for one in partners])
    draws = units(seed, _REQUESTED, cases * STAGES + steps["stage"])
    return {
        "cases": cases,
        "line": np.arange(len(steps), dtype=np.float64),
        "type": np.ascontiguousarray(steps["type"]),
        "municipality": np.ascontiguousarray(steps["municipality"]),
        "stage": np.ascontiguousarray(steps["stage"]),
        "partner": np.ascontiguousarray(steps["partner"]),
        "to_partner": np.ascontiguousarray(steps["to_partner"]),
        "is_referral": (steps["to_partner"] >= 0) & is_referred_to[steps["to_partner"]],
        "is_better": steps["outcome"] == c.O_BETTER,
        "ends_route": (steps["to_stage"] < 0) & np.isin(steps["outcome"], (c.O_DONE, c.O_BETTER)),
        "knows_request": draws < shares[steps["partner"]],
        "requested": _asked(steps, model, run, cases, seed),
        "started": office_minutes(steps["started"] - run.warm_up),
        "ended": office_minutes(steps["ended"] - run.warm_up),
    }


def _asked(steps: np.ndarray, model: Model, run: Run, cases: np.ndarray, seed: int) -> np.ndarray:
    """When it was asked for: when the resident came there; some days before whoever is the first of all."""
    asked = office_minutes(steps["requested"] - run.warm_up)
    starts = {row.start for row in model.types}
    is_start = np.isin(steps["stage"], [place for place, row in enumerate(model.stages) if row.name in starts])
    days = np.floor(_OLDEST_QUESTION * units(seed, _ASKED, cases) ** 3).astype(np.int64)
    return np.where(is_start & (asked >= days * DAY), asked - days * DAY, asked)


def _left(departures: np.ndarray, run: Run, n: int) -> dict[str, np.ndarray]:
    return {
        "cases": case_of(departures),
        "line": n + np.arange(len(departures), dtype=np.float64),
        "partner": np.ascontiguousarray(departures["partner"]),
        "ended": office_minutes(departures["ended"] - run.warm_up),
    }


def _hand_over_facts(connection: duckdb.DuckDBPyConnection, model: Model, known: Facts) -> None:
    """Tables partner_facts and stage_facts. A partner without facts never acts in a log: a broker."""
    facts = [known.partners.get(row.name) for row in model.partners]
    partners = {
        "place": np.arange(len(facts)),
        "delivers": np.array([bool(one and one.delivers) for one in facts]),
        "is_professional": np.array([bool(one and one.function not in _NOT_PROFESSIONAL) for one in facts]),
    }
    stages = {"place": np.arange(len(model.stages)), "is_help": np.array([row.is_help for row in model.stages])}
    connection.register("partner_arrays", partners)
    connection.register("stage_arrays", stages)
    carry_out(connection, "CREATE TABLE partner_facts AS SELECT * FROM partner_arrays")
    carry_out(connection, "CREATE TABLE stage_facts AS SELECT * FROM stage_arrays")

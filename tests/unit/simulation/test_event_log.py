"""A simulated chain in the house's event format: the figures of the log are the counts of the run."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from schakel.chain.problem import Refusal
from schakel.data.snapshot import Snapshot
from schakel.insight.opened import open_log
from schakel.insight.pinch import pinch
from schakel.insight.view import LogView
from schakel.simulation.event_log import CLOSING, make_simulated_log, running_steps, write_simulated
from schakel.simulation.kernel import codes as c
from schakel.simulation.layout import lay_out
from schakel.simulation.model.quantity import given
from schakel.simulation.result import Result, result_of
from schakel.simulation.run import Run
from unit.simulation.calibration.known_chain import START, known_chain

WEEKS = 60
WEEK_US = 7 * 86_400_000_000
MODEL = known_chain()


def run_of(**options: object) -> Run:
    """From an empty chain, so that everything that is counted is in the log."""
    return Run(lay_out(MODEL), 3, weeks=WEEKS, **{"keeps_log": True, **options}).go()  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def run() -> Run:
    return run_of()


@pytest.fixture(scope="module")
def result(run: Run) -> Result:
    return result_of(run)


@pytest.fixture(scope="module")
def snapshot(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return make_simulated_log(MODEL, run, tmp_path_factory.mktemp("instants") / "log")


@pytest.fixture(scope="module")
def view(snapshot: Snapshot) -> Iterator[LogView]:
    with open_log(snapshot) as found:
        yield found


def by_stage(run: Run, values: np.ndarray) -> dict[str, float]:
    found: dict[str, float] = {}
    for (desk, _), value in zip(run.layout.lanes, values, strict=True):
        stage = run.layout.desks[desk][1]
        found[stage] = found.get(stage, 0.0) + float(value)
    return found


def test_starts_and_open_steps_per_stage_are_those_of_the_run(run: Run, result: Result, view: LogView) -> None:
    rows = view.rows("SELECT activity, count(*), count(*) FILTER (is_open) FROM steps GROUP BY activity")
    found = {name: (n, running) for name, n, running in rows if name != CLOSING}
    started, done = by_stage(run, result.flow["started"]), by_stage(run, result.flow["done"])
    assert found == {name: (n, n - done[name]) for name, n in started.items()}
    assert view.manifest.counts["open_cases"] > 0


def test_the_figure_of_activities_says_the_same(run: Run, result: Result, view: LogView) -> None:
    steps = {str(row["activity"]): row["steps"] for row in view.figure("activities").records()}
    started = by_stage(run, result.flow["started"])
    assert {name: steps[name] for name in started} == started


def test_waits_add_up_to_those_of_the_run(run: Run, result: Result, view: LogView) -> None:
    rows = view.rows(
        "SELECT activity, sum(own_wait_us) / CAST(? AS DOUBLE) FROM steps WHERE activity <> ? GROUP BY 1",
        [WEEK_US, CLOSING],
    )
    assert dict(rows) == pytest.approx(by_stage(run, result.flow["wait"]), abs=1e-6)


def test_handovers_that_were_announced_are_those_of_the_run(run: Run, result: Result, view: LogView) -> None:
    referrals = list(view.figure("referrals").records())
    assert sum(int(str(row["steps"])) for row in referrals) == result.flow["passed"].sum()
    lost = sum(int(str(row["steps"])) - int(str(row["arrived"])) for row in referrals)
    waiting = int((run.state["client"]["where"] == c.WAITING).sum() + (run.state["client"]["where"] == c.COMING).sum())
    never = result.outcome["ended_lost"].sum() + result.outcome["ended_left"].sum()
    assert never <= lost <= never + waiting


def test_a_case_is_closed_when_its_route_ended_and_not_when_its_client_vanished(result: Result, view: LogView) -> None:
    ended = {name: result.outcome[name].sum() for name in ("ended", "ended_left", "ended_refused", "ended_lost")}
    closed = view.rows("SELECT count(*) FROM steps WHERE activity = ?", [CLOSING])[0][0]
    assert closed == ended["ended"] - ended["ended_left"] - ended["ended_refused"] - ended["ended_lost"]
    assert view.rows("SELECT count(*) FROM cases WHERE NOT is_open")[0][0] == closed
    assert ended["ended_left"] > 0 < ended["ended_lost"]


def test_a_return_is_a_case_of_the_same_resident_and_a_household_has_its_questions(
    result: Result, view: LogView
) -> None:
    back = view.rows("SELECT count(*) - count(DISTINCT resident_no) FROM cases")[0][0]
    assert 0 < back <= result.outcome["came_back"].sum()
    assert view.rows(
        "SELECT max(n) FROM (SELECT count(DISTINCT resident_no) AS n FROM cases GROUP BY household_no)"
    ) == [(2,)]


def test_findings_are_made_of_it(view: LogView) -> None:
    assert {finding.code for finding in pinch(view)} & {"referral", "dead_end", "wait", "request", "handover"}


def test_days_are_the_days_of_the_instants(run: Run, snapshot: Snapshot, tmp_path: Path) -> None:
    days = make_simulated_log(MODEL, run, tmp_path / "days", precision="day")
    text = "SELECT activity, partner, started_on, ended_on, requested_on, to_partner FROM steps ORDER BY ALL"
    with open_log(days) as one, open_log(snapshot) as other:
        assert one.manifest.counts["days"] == one.manifest.counts["events"]
        assert one.rows(text) == other.rows(text)
        assert one.manifest.reference_on == START + timedelta(weeks=WEEKS) - timedelta(days=1)


def test_csv_says_the_same_as_parquet(run: Run, view: LogView, tmp_path: Path) -> None:
    from schakel.data.load import load
    from schakel.data.mapping import read_mapping

    path = write_simulated(MODEL, run, tmp_path / "csv", form="csv")
    loaded = load(path, tmp_path / "log", mapping=read_mapping(tmp_path / "csv" / "mapping.toml"))
    with open_log(loaded) as other:
        text = "SELECT pos, activity, partner, to_partner, started, ended, requested, e_outcome FROM steps ORDER BY ALL"
        assert other.rows(text) == view.rows(text)


def test_equal_runs_give_equal_bytes(run: Run, tmp_path: Path) -> None:
    one, other = (write_simulated(MODEL, one, tmp_path / name) for one, name in ((run, "a"), (run_of(), "b")))
    assert one.read_bytes() == other.read_bytes()


def test_after_a_warm_up_all_that_still_ran_is_there_and_nothing_that_had_ended(tmp_path: Path) -> None:
    run = run_of(warm_up=30)
    with open_log(make_simulated_log(MODEL, run, tmp_path / "log")) as view:
        first, before = view.rows(
            "SELECT min(coalesce(ended_on, DATE '2100-01-01')), count(*) FILTER (started_on < ?) FROM steps", [START]
        )[0]
        assert first >= START
        began, ended = (np.append(run.steps()[name], running_steps(run)[name]) for name in ("started", "ended"))
        assert before == ((began < 30) & ~(ended < 30)).sum() > 0


def test_names_may_hold_anything(tmp_path: Path) -> None:
    odd = tuple(replace(one, name=f'{one.name}; "a", ü') for one in MODEL.municipalities)
    types = tuple(replace(one, factors={'Bee; "a", ü': given(2)} if one.factors else {}) for one in MODEL.types)
    model = replace(MODEL, municipalities=odd, types=types)
    run = Run(lay_out(model), 1, weeks=20, keeps_log=True).go()
    with open_log(make_simulated_log(model, run, tmp_path / "log")) as view:
        assert view.rows("SELECT DISTINCT c_municipality FROM cases ORDER BY 1") == [(one.name,) for one in odd]


def test_a_run_without_a_log_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no log"):
        write_simulated(MODEL, run_of(keeps_log=False), tmp_path)


def test_a_folder_with_other_things_is_refused_and_left(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(Refusal):
        make_simulated_log(MODEL, run, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]

"""The report of causes: rights in both scenarios first, where each cause sits, and what lies outside the chain."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from oracle.chain_model import LESS_CARE, LOWER_THRESHOLD, MODEL, REFERENCE, SLOWER_INTAKE
from schakel.report.simulated_files import write_causes_files
from schakel.report.simulated_material import cause_map_of, scope_of
from schakel.report.simulated_tables import causes_document, show_causes
from schakel.simulation.causes.scenario_causes import ScenarioCauses, causes_of
from schakel.simulation.experiment.seeds import seeds
from schakel.simulation.scenario import Scenario

SEED, REPLICATIONS = 4, 4
WENT = Scenario("as it went", (LESS_CARE, LOWER_THRESHOLD, SLOWER_INTAKE))


@cache
def _found() -> ScenarioCauses:
    return causes_of(MODEL, REFERENCE, WENT, "severity_weeks", seeds(SEED, REPLICATIONS))


@cache
def _document() -> dict[str, Any]:
    return causes_document(MODEL, REFERENCE, WENT, _found(), SEED, REPLICATIONS)


def test_a_cause_is_marked_at_the_stages_where_it_is_made() -> None:
    data = cause_map_of(_found(), WENT, MODEL, scope_of(MODEL, REPLICATIONS, SEED), "en")
    assert data is not None
    own = {(row.cause, row.station) for row in data.rows if row.is_own}
    assert own == {("care loses people", "Help"), ("slower intake", "Intake")}  # a threshold sits at no stage
    assert "outside the chain" in {row.station for row in data.rows}


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_rights_and_money_of_both_scenarios_are_told(
    lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = _document()
    assert [one["name"] for one in document["scenarios"]] == [REFERENCE.name, WENT.name]
    assert all(one["money"]["transfers_sum"] == 0 for one in document["scenarios"])
    write_causes_files(MODEL, REFERENCE, WENT, _found(), document, tmp_path, lang)
    text = (tmp_path / "simulation.html").read_text(encoding="utf-8")
    places = [text.index(f'id="{name}"') for name in ("rights-section", "causes-section", "money-section", "model")]
    assert places == sorted(places)
    assert {"nl": "‘Buiten de keten’", "en": "‘Outside the chain’"}[lang] in text
    show_causes(document, lang)
    out = capsys.readouterr().out
    assert out.index(REFERENCE.name) < out.index({"nl": "Verschil in", "en": "Difference in"}[lang])

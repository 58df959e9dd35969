"""What was planted in the fictional region is found, where it was planted."""

import json
from pathlib import Path

from schakel.insight.opened import open_log
from schakel.insight.pinch import ADDITIVE, pinch
from schakel.simulation.region.region_log import make_region_log


def test_every_plant_is_found_and_the_longest_wait_stands_first(tmp_path: Path) -> None:
    make_region_log(tmp_path / "log", seed=1)
    with open_log(tmp_path / "log") as view:
        findings = [finding for finding in pinch(view) if not finding.hidden]
    for plant in json.loads((tmp_path / "log" / "source" / "truth.json").read_text(encoding="utf-8")):
        place = {name: plant[name] for name in ("activity", "next_activity", "partner", "next_partner") if plant[name]}
        found = [
            finding
            for finding in findings
            if finding.code == plant["finding_code"]
            and all(getattr(finding.where, name) == word for name, word in place.items())
        ]
        assert found, plant["plant"]
    additive = [finding for finding in findings if finding.code in ADDITIVE]
    assert (additive[0].where.activity, additive[0].where.next_activity) == ("Wachtlijst", "GGZ-behandeling")
    assert [finding.code for finding in findings if finding.code == "batching"] == ["batching"]
    lost = [f for f in findings if f.code == "dead_end"]
    assert [f.where.partner for f in lost] == ["Wijkteam Ravenzande"]

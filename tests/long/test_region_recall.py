"""What was planted is found in ten regions of ten seeds: how much of it, and what is found that is not there.

`make test-long` prints the tables; docs/background/a-known-truth.md tells what they said last.
"""

import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from oracle.planted import false_findings, matches, planted
from oracle.seen_plants import SEEN
from schakel.insight.opened import open_log
from schakel.insight.pinch import pinch
from schakel.orchestration.lindewaard import network_beside
from schakel.simulation.region.lived import Lived, lived
from schakel.simulation.region.plants.plants_file import lindewaard_plants
from schakel.simulation.region.region_log import make_lived_log

SEEDS = range(1, 11)


@dataclass(frozen=True)
class Recall:
    """told: by what was planted, whether it was seen. false: codes of findings that are not there."""

    told: dict[str, bool]
    false: tuple[str, ...]


def _recall(log: Path, made: Lived) -> Recall:
    truths = planted(log)
    with open_log(log) as view:
        findings = pinch(view)
    told = {
        f"{one['finding_code']}: {one['next_partner'] or one['activity']}": any(matches(one, f) for f in findings)
        for one in truths
        if one["finding_code"]
    }
    for plant in lindewaard_plants():
        if seen := SEEN.get(type(plant)):
            told[f"figure: {type(plant).__name__}"] = seen(log, plant)
    return Recall(told, tuple(finding.code for finding in false_findings(made, truths, findings)))


def _regions(folder: Path, *, planted: bool) -> dict[int, Recall]:
    found = {}
    for seed in SEEDS:
        made = lived(lindewaard_plants() if planted else (), seed=seed)
        make_lived_log(made, folder / str(seed), beside=network_beside)
        found[seed] = _recall(folder / str(seed), made)
    return found


def _table(heading: str, regions: dict[int, Recall]) -> Counter[str]:
    counts = Counter({name: 0 for one in regions.values() for name in one.told})
    for one in regions.values():
        counts.update(name for name, is_seen in one.told.items() if is_seen)
    lines = ["", heading]
    for name, n in counts.items():
        seeds = " ".join(str(seed) for seed, one in regions.items() if one.told.get(name))
        lines.append(f"{name:<45} {n:>2} of {len(regions)}   seeds {seeds}")
    lines.append(f"false findings by seed: { {seed: one.false for seed, one in regions.items()} }")
    sys.stdout.write("\n".join(lines) + "\n")
    return counts


def test_what_was_planted_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    regions = _regions(tmp_path, planted=True)
    with capsys.disabled():
        counts = _table("planted", regions)
    assert sum(counts.values()) >= 0.9 * len(SEEDS) * len(counts)
    assert min(n for name, n in counts.items() if not name.startswith("growing_stock")) >= 8
    assert sum(len(one.false) for one in regions.values()) <= 2 * len(SEEDS)


def test_what_was_not_planted_is_not_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    regions = _regions(tmp_path, planted=False)
    with capsys.disabled():
        counts = _table("not planted", regions)
    assert sum(counts.values()) <= 0.1 * len(SEEDS) * len(counts)
    assert sum(len(one.false) for one in regions.values()) <= 2 * len(SEEDS)

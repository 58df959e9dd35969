"""Damaged copies of every TOML file that people write: read, or refused with a sentence, and never anything else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from schakel.chain.problem import Problem, Refusal
from schakel.data.deliveries.names import read_names
from schakel.data.deliveries.sources_file import read_sources
from schakel.data.mapping import read_mapping
from schakel.data.zgw.config import read_config
from schakel.orchestration.network_file import read_network
from schakel.report.terminal import problem_sentence
from schakel.simulation.model.model_file import read_model
from unit.data.damage import damaged
from unit.data.test_mapping import WHOLE
from unit.data.test_zgw_addresses import CONFIG
from unit.orchestration.test_network_file import TEXT as NETWORK
from unit.simulation.model.model_example import TEXT as MODEL

SOURCES = """\
[[source]]
name = "toegang"
mapping = "mapping.toml"
keep_months = 24

[[source.delivery]]
files = "toegang-*.csv"
kind = "period"
from = 2024-01-01
until = 2024-12-31

[case]
unit = "trajectory"
"""
NAMES = "soort,code,begrip,geldig_tot,opvolger\npartner,LKT,Loket,2024-06-30,\nactiviteit,01,Melding,,Aanmelding\n"
FILES: dict[str, tuple[str, str, Callable[[Path], object]]] = {
    "mapping": ("mapping.toml", WHOLE, read_mapping),
    "sources": ("sources.toml", SOURCES, lambda path: read_sources(path.parent)),
    "names": ("names.csv", NAMES, lambda path: read_names(path.parent)),
    "registration": ("zgw.toml", CONFIG, read_config),
    "network": ("network.toml", NETWORK, read_network),
    "model": ("model.toml", MODEL, read_model),
}


@pytest.mark.parametrize("what", FILES)
def test_a_damaged_file_is_read_or_refused(what: str, tmp_path: Path) -> None:
    name, text, read = FILES[what]
    path, problems = tmp_path / name, list[Problem]()
    path.write_text(text, encoding="utf-8")
    read(path)  # whole, it is read
    for data in damaged(text.encode()):
        path.write_bytes(data)
        try:
            read(path)
        except Refusal as refusal:
            problems += refusal.problems
    assert len(problems) > 5
    assert all(problem_sentence(one, lang) for one in problems for lang in ("nl", "en"))

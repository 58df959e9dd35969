"""The region as delivered and the tidy region tell the same, but for what stands in differences.toml."""

import os
from collections import Counter
from collections.abc import Collection
from pathlib import Path

import pytest

from oracle.delivered_region import loaded
from oracle.made_region import share
from schakel.chain.selection import Selection
from schakel.data.deliveries.load_log import load_log
from schakel.insight.figure import figure_names
from schakel.insight.opened import open_log
from schakel.insight.view import LogView
from schakel.orchestration.compare import compare
from schakel.orchestration.lindewaard import lindewaard_network
from schakel.orchestration.seen import seen_in
from schakel.sharing.gate import Gate
from unit.simulation.tidy_delivery import write_tidy

SCALE = float(os.environ.get("SCHAKEL_REGION_SCALE", "0.1"))
# Who comes back starts at a provider, and providers do not tell what a case is about; the desk does. In Lindehage a
# decision, a referral and an evaluation have one date, so that what followed on them seems to have waited longer.
UNTOUCHED = Selection(
    (
        *(("question", q) for q in ("Opvoeden en opgroeien", "Zelfstandig wonen", "Ouder worden thuis", "Geldzorgen")),
        ("activity", "Melding"),
        *(("municipality", name) for name in ("Wilgenmeer", "Ravenzande")),
    )
)
# A single date does not tell how long the work took. Households, censoring and returns see cases of other questions (a
# return after a case that went out of sight is not known), and the tidy region is one source: nothing is linked.
NOT_COMPARED = {"touch_known", "touch_p10_us", "touch_p50_us", "touch_p90_us"}
OF_MORE_CASES = {"concurrency", "lead_times", "link_rates", "returns"}
OF_LAST_DAYS = {
    "kaplan_meier_p50_us"
}  # until when an open case was seen, which one source knows of all partners at once


def rows(view: LogView, name: str, *, without: Collection[str] = ()) -> Counter[tuple[object, ...]]:
    table = view.figure(name)
    kept = [column.name for column in table.columns if column.name not in {*NOT_COMPARED, *without}]
    return Counter(tuple(_rounded(record[column]) for column in kept) for record in table.records())


def _rounded(value: object) -> object:
    return round(value, 6) if isinstance(value, float) else value


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return loaded(tmp_path_factory, SCALE)


@pytest.mark.parametrize("name", figure_names())
def test_untidiness_changes_no_figure(name: str, delivered: Path, tidy: Path) -> None:
    with open_log(delivered) as one, open_log(tidy) as other:
        assert rows(one, name) == rows(other, name)


@pytest.fixture(scope="module")
def tidy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tidy")
    write_tidy(folder, seed=1, scale=SCALE)
    (folder / "clean").rename(folder.with_name("clean"))
    load_log(folder)
    return folder


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return share(tmp_path_factory, SCALE).log


@pytest.mark.parametrize("name", sorted(set(figure_names()) - OF_MORE_CASES))
def test_questions_that_no_loss_touches_are_told_as_in_the_tidy_region(name: str, delivered: Path, clean: Path) -> None:
    with open_log(delivered, selection=UNTOUCHED) as one, open_log(clean, selection=UNTOUCHED) as other:
        assert rows(one, name, without=OF_LAST_DAYS) == rows(other, name, without=OF_LAST_DAYS)


def test_of_who_delivers_under_its_own_numbers_no_handover_is_said_never_to_happen(delivered: Path) -> None:
    with open_log(delivered) as view:
        seen = seen_in(view, Gate())
    found = compare(lindewaard_network(), seen)
    assert seen.apart == ("GGZ Lindewaard",)
    assert not any("GGZ Lindewaard" in match.names for match in found.of("only_card").handovers)
    assert not found.of("only_log").partners
    assert ("Verblijf", "Evaluatie") in {match.names for match in found.of("only_card").links}

"""The region as delivered through the desk: an Excel of one partner and the milestones of another become one log."""

import shutil
from collections.abc import Iterator

import pytest

from schakel.simulation.as_delivered.folder import as_delivered
from schakel.simulation.region.lived import lived
from schakel.simulation.region.plants.plants_file import lindewaard_plants
from schakel.web.access.models import Network
from schakel.web.data_desk.examples import FAULTY, FAULTY_OF, examples, write_examples
from schakel.web.workspace import current_workspace
from web.place import As
from web.sending_in import DESK, Sender, last_job

FOLDER = current_workspace().network("lindewaard")


@pytest.fixture(scope="module")
def delivered() -> Iterator[dict[str, bytes]]:
    """Every example by its name; they stand in the network's folder too."""
    write_examples(FOLDER, as_delivered(lived(lindewaard_plants(), seed=1, scale=0.02)))
    yield {one.name: (FOLDER / "examples" / one.name).read_bytes() for one in examples(FOLDER)}
    shutil.rmtree(FOLDER, ignore_errors=True)


def test_excel_and_milestones_become_one_log(delivered: dict[str, bytes], network: Network, signed_in: As) -> None:
    analyst = Sender(signed_in("analyst"))
    assert all(name in analyst.page(f"{DESK}/examples/") for name in delivered)
    incoming = analyst.send({name: delivered[name] for name in ("loket-2024.xlsx", FAULTY_OF)})
    page = analyst.page(f"{incoming.address('mapping')}?source=loket")
    assert "Klantnr" in page
    assert "Twijfel:" in page
    steps = analyst.page(f"{incoming.address('mapping')}?source=wijkteam-lindehage-aanvragen")
    assert 'value="Keukentafelgesprek"' in steps
    incoming = analyst.save_mapping(incoming, name_1="Gesprek aan tafel")
    incoming = analyst.load(incoming, "proef")
    assert incoming.loaded, last_job(incoming).problems
    text = analyst.page(f"{DESK}/log/proef/deliveries")
    assert "loket-2024.xlsx" in text
    assert "wijkteam-lindehage-aanvragen" in text
    assert analyst.page(f"{DESK}/").count("proef") > 0


def test_a_year_in_which_a_column_was_renamed(delivered: dict[str, bytes], network: Network, signed_in: As) -> None:
    analyst = Sender(signed_in("analyst"))
    incoming = analyst.send({"loket-2024.xlsx": delivered["loket-2024.xlsx"]})
    analyst.load(incoming, "jaren", **{"name-0": "loket"})
    again = analyst.send({"loket-2025.xlsx": delivered["loket-2025.xlsx"]}, "jaren/loket")
    page = analyst.page(again.address("mapping"))
    assert "de kolom heette eerder" in page
    assert "13 punten" not in page
    faulty = analyst.send({FAULTY: delivered[FAULTY]})
    assert "31-02-2024" in analyst.page(faulty.address("check"))

"""What partners say and take back, and who keeps order: manager, privacy officer and administrator in a browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser.visit import HOME, Seen, lindewaard, somebody
from oracle.made_region import Made
from web.processes import schakel
from web.serving import WITHIN_S, Served, python, serve

pytestmark = pytest.mark.browser

OWN, SHARING, PEOPLE = f"{HOME}sharing/own", f"{HOME}sharing/", f"{HOME}people/"
TEXT = "Wij sluiten een stap vaak pas een maand na het laatste gesprek af."
CORRECTION = "Reken tot het laatste gesprek."
ANSWER = "Dat klopt. Vanaf de volgende levering rekenen wij tot het laatste gesprek."
WHY = "De grondslag is vervallen."
GONE = "Teruggetrokken; de cijfers zijn niet meer te zien."
PUBLISHED = """
import sys
from pathlib import Path
from schakel.web.database import open_workspace
open_workspace(Path(sys.argv[1]))
from schakel.web.access.models import Network
from schakel.web.sharing_desk.demo_publications import fill_sharing
fill_sharing(Network.objects.get())
"""


@pytest.fixture(scope="module")
def workbench(tenth_of_region: Made, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Lindewaard with a tenth of the region, and what the demo publishes of it: one open, one first to partners."""
    root = tmp_path_factory.mktemp("partners") / "workspace"
    lindewaard(root, tenth_of_region)
    python(PUBLISHED, str(root))
    with serve(root) as served:
        yield served


def test_manager_disputes_a_figure_and_reads_the_answer_beside_it(browser: Browser, workbench: Served) -> None:
    with somebody(browser, workbench, "Fatima El Amrani") as manager:
        page = manager.go(OWN)
        figure = page.locator("article").filter(has=page.locator("#text-touch"))
        figure.locator("summary", has_text="Iets zeggen bij dit cijfer").click()
        page.fill("#text-touch", TEXT)
        page.check("#disputed-touch")
        page.fill("#correction-touch", CORRECTION)
        manager.fine()
        figure.get_by_role("button", name="Plaatsen").click()
        page.wait_for_url("**/own#own-touch")
        assert "Betwist door Jeugdhulp Oeverlinde" in figure.inner_text()
        assert CORRECTION in figure.inner_text()
        _answered(browser, workbench)
        manager.go(HOME)
        manager.fine()
        page.get_by_role("link", name=re.compile("Gemeente Lindehage.* gaf antwoord")).first.click()
        page.wait_for_url("**/sharing/own")
        assert "Antwoord van Gemeente Lindehage" in figure.inner_text()
        assert ANSWER in figure.inner_text()
        manager.fine()


def _answered(browser: Browser, workbench: Served) -> None:
    """The analyst finds the question on the start screen and answers it."""
    with somebody(browser, workbench, "Sem Oudejans") as analyst:
        page = analyst.go(HOME)
        asked = page.get_by_role("link", name="Antwoord geven aan Jeugdhulp Oeverlinde over: Uw eigen pagina")
        assert asked.count() == 1
        asked.click()
        page.wait_for_url("**/answers#comment-*")
        card = page.locator("li.schakel-card").filter(has_text=CORRECTION)
        assert TEXT in card.inner_text()
        analyst.fine()
        card.get_by_label("Uw antwoord").fill(ANSWER)
        card.get_by_role("button", name="Antwoord plaatsen").click()
        card.wait_for(state="detached")
        assert ANSWER in page.locator("main").inner_text()
        assert analyst.go(HOME).get_by_role("link", name="over: Uw eigen pagina").count() == 0


def test_administrator_withdraws_a_hat_and_brings_everything_back_elsewhere(
    browser: Browser, workbench: Served, tmp_path: Path
) -> None:
    with somebody(browser, workbench, "Joost Brandsma") as joost, somebody(browser, workbench, "Petra Smeets") as petra:
        joost.go(OWN)
        petra.go(HOME)
        petra.follow("Mensen")
        petra.fine()
        petra.follow("Joost Brandsma")
        petra.fine()
        petra.press("Intrekken professional")
        petra.reads("De pet van Joost Brandsma is ingetrokken.")
        assert "Niet gevonden" in joost.go(OWN, 404).locator("main").inner_text()
        assert "U hebt hier nog geen rol" in joost.go("/").locator("main").inner_text()
        before = _people(petra)
        assert "Joost Brandsma" in before[1]
    file, back = tmp_path / "kopie.zip", tmp_path / "terug"
    assert "Reservekopie gemaakt" in schakel("workspace", "backup", workbench.root, file)
    assert "Iedereen meldt zich opnieuw aan" in schakel("workspace", "restore", file, back)
    with serve(back) as elsewhere, somebody(browser, elsewhere, "Petra Smeets") as petra:
        assert _people(petra) == before
        petra.fine()


def _people(seen: Seen) -> tuple[str, str]:
    """Who wears which hat, and who wears none any more."""
    page = seen.go(PEOPLE)
    return page.locator("main table").inner_text(), page.locator("main p", has_text="Zonder pet").inner_text()


def test_privacy_officer_takes_a_source_back_and_what_rests_on_it_closes(browser: Browser, workbench: Served) -> None:
    """The last one of this workbench: after it the network sees no data."""
    with (
        somebody(browser, workbench, "Hakan Yildiz") as privacy,
        somebody(browser, workbench, "Ruben Kamphuis") as reader,
    ):
        page = privacy.go(SHARING)
        source = page.locator("section[aria-labelledby=in] tbody th").inner_text()
        out = page.locator("section[aria-labelledby=out]")
        assert "Iedereen in het netwerk kan dit zien sinds" in out.inner_text()
        assert re.search(r"Eerst te zien voor: .*reageren tot", out.inner_text())
        opened, first = (
            out.locator("li", has_text=state).locator("h3 a").get_attribute("href") or ""
            for state in ("kan dit zien sinds", "Eerst te zien voor")
        )
        privacy.fine()
        reader.go(opened)
        reader.go(first, 404)
        privacy.follow("Een bron terugtrekken")
        privacy.fine()
        privacy.follow(source)
        assert page.locator("main li").count() == 2
        page.fill("#why", WHY)
        privacy.fine()
        privacy.press("Bron terugtrekken")
        page.wait_for_url(f"**{SHARING}")
        assert out.inner_text().count(GONE) == 2
        for address in (opened, first):
            assert f"De bron '{source}' is teruggetrokken" in privacy.go(address, 410).locator("main").inner_text()
        assert f"De bron '{source}' is teruggetrokken" in reader.go(opened, 410).locator("main").inner_text()
        reader.go(first, 404)
        _until_there_is_no_data(privacy)


def _until_there_is_no_data(seen: Seen) -> None:
    """The worker loads the data again without its only source."""
    for _ in range(2 * WITHIN_S):
        if "Er zijn nog geen gegevens." in seen.go(SHARING).locator("section[aria-labelledby=in]").inner_text():
            return
        seen.page.wait_for_timeout(500)
    pytest.fail("the source is still there")

"""What the insight desk shows: the numbers of the report, through the gate, kept and made again the same."""

from collections.abc import Iterator

import pytest
from django.http import QueryDict

from oracle.made_region import Made
from schakel.chain.problem import Refusal
from schakel.insight.opened import open_log
from schakel.report.chain_report import chain_report
from schakel.report.document import Block, Figure, Findings, Grid, Legend, Paragraph, Section
from schakel.web.access.models import Network
from schakel.web.insight_desk.choices import choices, snapshot_of
from schakel.web.insight_desk.look import Look
from schakel.web.insight_desk.rendered import rendered
from schakel.web.insight_desk.shown import shown
from web.insight_log import lay_log

SELECTIONS = (
    "",
    "law=Jeugdwet",
    "from=2023-01&until=2024-06&by=active",
    "partner=GGZ Lindewaard",
    "municipality=Ravenzande&municipality=Lindehage&question=Geldzorgen",
    "line=1",
    "follow=household",
)
SECTION = {
    "map": "map",
    "routes": "routes",
    "waits": "time",
    "handovers": "handovers",
    "punctuality": "punctuality",
    "findings": "pinch",
    "flow": "months",
    "partners": "partners",
}


@pytest.fixture
def region(network: Network, tenth_of_region: Made) -> Network:
    """The network with a tenth of the region."""
    lay_log(network, tenth_of_region.log)
    return network


def look(network: Network, screen: str, query: str = "") -> Look:
    """The look that an address asks for."""
    return Look.of(network, screen, QueryDict(query))


def told(section: Section) -> Iterator[object]:
    """Everything that a section says in words and tables."""
    for block in section.blocks:
        yield from _of(block)


def _of(block: Block) -> Iterator[object]:
    if isinstance(block, Figure):
        yield from ((twin.columns, twin.rows) for twin in block.picture.twins)
    elif isinstance(block, Grid):
        yield block.twin.columns, block.twin.rows
    elif isinstance(block, Paragraph):
        yield block.text, block.origin
    elif isinstance(block, Findings):
        yield block.items
    elif isinstance(block, Legend):  # colours may differ: here a partner keeps its own whatever the selection
        yield [(item.name, item.lines, item.unseen) for item in block.items]


@pytest.mark.parametrize("query", SELECTIONS[1:3])
def test_the_numbers_are_those_of_the_report(query: str, region: Network) -> None:
    one = look(region, "map", query)
    snapshot = snapshot_of(region, one.snapshot)
    with open_log(snapshot, selection=one.selection, follow=one.follow) as view:
        document = chain_report(view, threshold=region.threshold)
    for screen, name in SECTION.items():
        (section,) = shown(region, look(region, screen, query), "nl").sections
        (expected,) = [one for one in document.sections if one.id == name]
        assert list(told(section)) == list(told(expected)), screen


@pytest.mark.parametrize("query", SELECTIONS)
def test_what_is_counted_by_cells_is_what_the_files_say(query: str, region: Network) -> None:
    quick = shown(region, look(region, "map", query), "nl")
    slow = shown(region, look(region, "map", query), "nl", from_files=True)
    assert not quick.few
    assert quick == slow


@pytest.mark.parametrize("query", ["law=Jeugdwet&b.law=Wmo", "municipality=Ravenzande&b.from=2023-01"])
def test_two_selections_and_their_difference(query: str, region: Network) -> None:
    found = shown(region, look(region, "beside", query), "en")
    assert found == shown(region, look(region, "beside", query), "en", from_files=True)
    residents = next(row for row in found.tables[0].rows if row[0] == "Residents")
    a, b, difference = (int(cell.replace(",", "").replace("−", "-")) for cell in residents[1:])
    assert difference == b - a
    assert a % 10 == b % 10 == 0
    assert len(found.pictures) == 2


def test_the_same_twice_comes_from_the_cache_byte_for_byte(region: Network) -> None:
    one = look(region, "map", "law=Wmo&from=2022-02")
    first, second = rendered(region, one, "nl"), rendered(region, one, "nl")
    assert second.is_cached
    assert (first.html, first.digest, first.partners) == (second.html, second.digest, second.partners)
    assert rendered(region, one, "en").html != first.html


def test_another_threshold_is_another_figure(region: Network) -> None:
    one = look(region, "map", "law=Wmo")
    first = rendered(region, one, "nl")
    region.threshold = 25
    other = rendered(region, look(region, "map", "law=Wmo"), "nl")
    assert other.html != first.html


def test_the_address_says_it_all_and_says_it_one_way(region: Network) -> None:
    one = look(region, "map", "until=2024-12&law=Wmo&from=2024-01&by=started&activities=50&paths=100&law=Jeugdwet")
    assert one.query == f"law=Jeugdwet&law=Wmo&from=2024-01&until=2024-12&activities=50&snapshot={one.snapshot}"
    assert look(region, "map", one.query) == one
    assert look(region, "map", one.query).key == one.key
    double = look(region, "beside", "law=Wmo&b.law=Jeugdwet&b.from=2024-01")
    assert look(region, "beside", double.query) == double
    assert double.other.where == (("law", "Jeugdwet"),)


def test_fewer_activities_and_paths_draw_less_and_say_so(region: Network) -> None:
    few = shown(region, look(region, "map", "activities=20&paths=20"), "nl")
    many = shown(region, look(region, "map"), "nl")
    assert few.html.count('class="schakel-map-line"') < many.html.count('class="schakel-map-line"')
    assert [(twin.columns, len(twin.rows)) for twin in few.tables] == [
        (twin.columns, len(twin.rows)) for twin in many.tables
    ]


def test_only_what_enough_residents_share_is_offered(region: Network) -> None:
    region.threshold = 100
    one = look(region, "map")
    known = choices(region, one.snapshot)
    with open_log(snapshot_of(region, one.snapshot)) as view:
        partners = dict(view.rows("SELECT partner, COUNT(DISTINCT resident_no) FROM steps GROUP BY partner"))
    rare = [name for name, n in partners.items() if name and n < 100]
    assert rare
    assert set(known.values("partner")) == {name for name, n in partners.items() if name and n >= 100}
    with pytest.raises(Refusal) as refused:
        look(region, "map", f"partner={rare[0]}")
    assert not set(rare) & set(refused.value.problems[0].allowed.split(", "))


def test_partners_that_are_named_or_revealed_are_told(region: Network) -> None:
    found = shown(region, look(region, "partners"), "nl")
    assert "GGZ Lindewaard" in found.partners
    about = shown(region, look(region, "flow", "partner=GGZ Lindewaard"), "nl")
    assert "GGZ Lindewaard" in about.partners

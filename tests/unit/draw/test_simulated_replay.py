"""The replay: it moves as the log says, stands still where asked, stays small, and counts what its tables count."""

import re
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from lxml import etree

from schakel.draw.picture import Picture
from schakel.draw.simulated.replay import MOST_BYTES, replay
from schakel.draw.simulated.replay_counts import period_counts, stage_counts
from schakel.draw.simulated.replay_data import ReplayClient, ReplayData, ReplayStage, Visit
from schakel.draw.simulated.replay_path import HOLD, cells, frames, keyframes, stays
from schakel.draw.simulated.scope import SimulatedScope
from unit.draw import simulated_chain as chain
from unit.draw.reading import SVG, all_words, canvas, inside, parsed

SCOPE = SimulatedScope("Klein", 26, 1, 1)
STAGES = (ReplayStage("a", "Intake", "Team"), ReplayStage("b", "Hulp", "Zorg"))
CLIENTS = (
    ReplayClient((Visit("a", 1.0, 3.0, 5.0), Visit("b", 6.0, 6.0, 20.0)), "done"),
    ReplayClient((Visit("a", 2.0, 4.0, 6.0), Visit("b", 7.0, 14.0)), "running"),
    ReplayClient((Visit("a", 2.5, None, 9.0),), "gone"),
    ReplayClient((Visit("b", -3.0, -1.0, 30.0),), "running"),
)
SMALL = ReplayData(STAGES, CLIENTS, SCOPE)


def still(picture: Picture) -> Picture:
    """The picture as a program shows it that knows no stylesheet: without what is only there to move."""
    root = parsed(picture)
    for node in list(root.iter(f"{SVG}g")):
        if node.get("display") == "none":
            parent = node.getparent()
            assert parent is not None
            parent.remove(node)
    return replace(picture, svg=etree.tostring(root).decode())


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("data", [SMALL, chain.replayed()], ids=["small", "chain"])
def test_the_still_has_words_that_do_not_overlap_and_stay_inside(data: ReplayData, lang: str) -> None:
    picture = still(replay(data, lang))
    words = all_words(picture)
    assert [(a.text, b.text) for a, b in combinations(words, 2) if a.area.meets(b.area)] == []
    assert [word.text for word in words if not inside(word.area, canvas(picture))] == []


def test_it_needs_no_script_and_fetches_nothing() -> None:
    svg = replay(chain.replayed(), "nl").svg
    assert "<script" not in svg
    assert not re.search(r'(?:src|xlink:href|href)="(?!#)', svg)
    assert "url(" not in svg


def test_it_stops_when_asked_and_moves_only_where_movement_is_welcome() -> None:
    picture = replay(SMALL, "nl")
    style = parsed(picture).findtext(f".//{SVG}style") or ""
    inside_media = style.split("@media screen and (prefers-reduced-motion:no-preference){")[1]
    assert "animation-duration" not in style.split("@media")[0]
    assert "#replay-paused:target" in inside_media
    assert "animation-play-state:paused" in inside_media
    targets = {str(link.get("href"))[1:] for link in parsed(picture).iter(f"{SVG}a")}
    assert targets == {"replay-paused", "replay-playing"}
    assert targets <= {node.get("id") for node in parsed(picture).iter()}


def test_it_is_small_and_shows_at_most_150_clients() -> None:
    data = chain.replayed()
    picture = replay(data, "nl")
    assert len(picture.svg.encode()) < 500_000
    assert picture.svg.count('class="replay-m"') == 150
    told = " ".join(word.text for word in all_words(still(picture)))
    assert f"150 van {len(data.clients)} cliënten" in told


def test_with_very_many_steps_fewer_clients_are_shown() -> None:
    """Each client goes to and fro a hundred times."""
    visits = tuple(Visit("ab"[n % 2], n / 4, n / 4 + 0.1, n / 4 + 0.2) for n in range(100))
    data = ReplayData(STAGES, tuple(ReplayClient(visits) for _ in range(90)), SCOPE)
    picture = replay(data, "nl")
    assert len(picture.svg.encode()) <= MOST_BYTES
    assert 1 < picture.svg.count('class="replay-m"') < 90


def test_the_sample_is_even() -> None:
    data = chain.replayed()
    came = [client.came for client in data.sampled]
    assert came == sorted(came)
    halves = [sum(client.came < 52 for client in clients) / len(clients) for clients in (data.sampled, data.clients)]
    assert halves[0] == pytest.approx(halves[1], abs=0.02)


def test_the_numbers_of_the_still_are_those_of_the_last_quarter() -> None:
    data = chain.replayed()
    picture = replay(data, "nl")
    words = [word.text for word in all_words(still(picture))]
    last = [row for row in picture.more[0].rows if row[0] == "92–104"]
    assert len(last) == len(data.stages)
    for stage, row in zip(data.stages, last, strict=True):
        found = [place for place, word in enumerate(words) if word == stage.partner]
        assert found
        assert {row[3], row[4]} <= set(words)
    done = sum(int(row[2].replace(".", "")) for row in picture.twin.rows)
    assert str(done) in words


def test_the_tables_count_every_client() -> None:
    quarters = period_counts(SMALL)
    assert [(q.new, q.done, q.gone) for q in quarters] == [(3, 0, 1), (0, 1, 0)]
    first, second = quarters
    assert (first.stages["a"].waiting, first.stages["a"].helped, first.stages["a"].started) == (0, 0, 2)
    assert first.stages["a"].mean_wait == 2.0
    assert (first.stages["b"].waiting, first.stages["b"].helped) == (1, 2)
    assert (second.stages["b"].waiting, second.stages["b"].helped, second.stages["b"].mean_wait) == (0, 2, 7.0)
    assert stage_counts(SMALL, 0, 0)["b"].helped == 1


def test_everybody_who_came_went_or_is_there() -> None:
    data = chain.replayed()
    start = sum(s.waiting + s.helped for s in stage_counts(data, 0, 0).values())
    counts = period_counts(data)
    inside_now = sum(s.waiting + s.helped for s in counts[-1].stages.values())
    on_the_way = sum(client.outcome == "running" for client in data.clients) - inside_now
    before = sum(client.came <= 0 for client in data.clients) - start
    came, went = (sum(values) for values in zip(*((q.new, q.done + q.gone) for q in counts), strict=True))
    assert start + before + came - went == inside_now + on_the_way


def test_no_two_marks_share_a_cell_at_once() -> None:
    clients = chain.replayed().sampled
    given, most = cells(clients)
    held: dict[tuple[str, str, int], list[tuple[float, float]]] = {}
    for place, client in enumerate(clients):
        for turn, (since, until, stage, kind) in enumerate(stays(client)):
            cell = given[place, turn]
            assert cell < most[stage]
            held.setdefault((stage, kind, cell), []).append((since, float("inf") if until is None else until))
    for spans in held.values():
        spans.sort()
        assert all(one[1] <= other[0] for one, other in pairwise(spans))


def test_a_mark_is_where_the_log_says() -> None:
    """At the middle of each stay the mark stands at its cell."""
    client, weeks = CLIENTS[0], 26.0
    places = {("a", "wait"): (1.0, 1.0), ("a", "help"): (2.0, 2.0), ("b", "help"): (4.0, 4.0)}
    found = frames(client, weeks, 0.002, lambda _, stay: places[stay[2], stay[3]], ((0.0, 0.0), (9.0, 9.0)))
    assert [frame.at for frame in found] == sorted(frame.at for frame in found)
    for since, until, stage, kind in stays(client):
        assert until is not None
        middle = (since + until) / 2 / weeks * HOLD
        before = max((frame for frame in found if frame.at <= middle), key=lambda frame: frame.at)
        after = min((frame for frame in found if frame.at > middle), key=lambda frame: frame.at)
        assert before.point == after.point == places[stage, kind]
    assert found[0].point == (0.0, 0.0)
    assert found[-1].point == (9.0, 9.0)
    css = keyframes("k", found)
    assert re.findall(r"([\d.]+)%\{", css) == sorted(re.findall(r"([\d.]+)%\{", css), key=float)
    assert css.startswith("@keyframes k{0%{transform:translate(0px,0px);opacity:0}")
    assert css.endswith("100%{transform:translate(9px,9px);opacity:0}}")


def test_who_is_there_already_does_not_come_in() -> None:
    found = frames(CLIENTS[3], 26.0, 0.002, lambda *_: (5.0, 5.0), ((0.0, 0.0), (9.0, 9.0)))
    assert found[0].point == (5.0, 5.0)
    assert "opacity:0" not in keyframes("k", found)


def test_a_large_chain_keeps_its_busiest_stages_and_one_for_the_others() -> None:
    stages = tuple(ReplayStage(f"s{n}", f"Stap {n}") for n in range(30))
    clients = tuple(
        ReplayClient((Visit(f"s{n}", n / 9, n / 9 + 1, n / 9 + 2), Visit(f"s{n % 5}", n / 9 + 3)), "running")
        for n in range(30)
        for _ in range(3)
    )
    picture = replay(ReplayData(stages, clients, SCOPE), "en")
    assert len([word for word in all_words(still(picture)) if word.text.startswith("Stap ")]) == 13
    assert "other steps" in {word.text for word in all_words(picture)}
    assert len(picture.more[0].rows) == 2 * 30


def test_equal_input_gives_equal_bytes_and_wrong_input_is_refused() -> None:
    assert replay(SMALL, "nl").svg == replay(SMALL, "nl").svg
    assert "Te weinig" in replay(ReplayData(STAGES, (), SCOPE), "nl").svg
    with pytest.raises(ValueError, match="60 to 90"):
        replace(SMALL, seconds=20)
    with pytest.raises(ValueError, match="no stage 'x'"):
        ReplayData(STAGES, (ReplayClient((Visit("x", 1.0),)),), SCOPE)
    with pytest.raises(ValueError, match="at least one visit"):
        ReplayData(STAGES, (ReplayClient(()),), SCOPE)

"""A load that is killed, runs out of disk or finds a door closed leaves the old snapshot or the new one."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from faults.kills import kill
from faults.loading import Loader, check_whole, leftovers, write_source
from schakel.chain.problem import Refusal
from schakel.data.load import load
from schakel.data.log import FAIL_AT, LOCK, Steps, locked

MOST_STEPS = 60
EVERY = 1 if os.environ.get("SCHAKEL_KILLS") else 3  # write steps; `make kills` takes each


@pytest.fixture(scope="module")
def loader() -> Iterator[Loader]:
    """Something that loads in processes of their own."""
    made = Loader()
    yield made
    made.close()


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two logs that differ in their times."""
    folder = tmp_path_factory.mktemp("bronnen")
    return [write_source(folder / f"{shift}.parquet", 600, shift) for shift in (0, 1)]


def test_killed_at_every_write_step(loader: Loader, sources: list[Path], tmp_path: Path) -> None:
    log = tmp_path / "log"
    old, seen = loader.load_whole(sources[0], log), []
    for number in range(1, MOST_STEPS, EVERY):
        code, _ = loader.load(sources[1], log, **{FAIL_AT: str(number)})
        found = check_whole(log).id
        seen.append(found != old)
        if code == 0:
            break
        assert code == -9
    else:
        pytest.fail("the load has more write steps than were tried")
    assert number > 15
    # Once the pointer has moved it stays so, and it moves only near the end.
    assert seen == sorted(seen)
    assert seen.count(True) <= 3
    assert leftovers(log) == []


def test_killed_first_load_leaves_no_log_that_can_be_opened(
    loader: Loader, sources: list[Path], tmp_path: Path
) -> None:
    log = tmp_path / "log"
    for number in (1, 4, 9):
        assert loader.load(sources[0], log, **{FAIL_AT: str(number)})[0] == -9
        with pytest.raises(Refusal) as refused:
            check_whole(log)
        assert refused.value.problems[0].code == "log_missing"
    loader.load_whole(sources[0], log)
    assert check_whole(log).manifest.counts["events"] == 600
    assert leftovers(log) == []


def _code(source: Path, log: Path) -> str:
    try:
        load(source, log, public=True)
    except Refusal as refusal:
        return refusal.problems[0].code
    return "loaded"


@pytest.mark.parametrize(("error", "code"), [("ENOSPC", "disk_full"), ("EIO", "not_writable")])
def test_a_failing_disk_is_told_at_every_write_step(
    sources: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: str, code: str
) -> None:
    log = tmp_path / "log"
    old = load(sources[0], log, public=True).id
    for number in range(1, MOST_STEPS, EVERY):
        monkeypatch.setenv(FAIL_AT, f"{number}:{error}")
        said = _code(sources[1], log)
        if said == "loaded":
            break
        assert said == code
        assert leftovers(log) == []
        check_whole(log)
    assert number > 15
    assert check_whole(log).id != old


def test_no_room_for_a_file(loader: Loader, sources: list[Path], tmp_path: Path) -> None:
    log = tmp_path / "log"
    old = loader.load_whole(sources[0], log)
    assert loader.load(sources[1], log, file_size=4096) == (2, "refused not_writable")
    assert (check_whole(log).id, leftovers(log)) == (old, [])


def test_a_folder_that_may_not_be_written_to(loader: Loader, sources: list[Path]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "bron.parquet").write_bytes(sources[1].read_bytes())
        log = folder / "log"
        old = loader.load_whole(sources[0], log)
        for path in (log, log / "snapshots"):
            path.chmod(0o555)
        nobody = {"user": 65534} if os.geteuid() == 0 else {}
        assert loader.load(folder / "bron.parquet", log, **nobody) == (2, "refused not_writable")
        assert loader.load(folder / "bron.parquet", folder / "nieuw", **nobody) == (2, "refused not_writable")
        for path in (log, log / "snapshots"):
            path.chmod(0o755)
        assert check_whole(log).id == old


def test_two_loads_at_once(loader: Loader, sources: list[Path], tmp_path: Path) -> None:
    log = tmp_path / "log"
    old = loader.load_whole(sources[0], log)
    with locked(log):
        assert loader.load(sources[1], log) == (2, "refused log_busy")
        assert check_whole(log).id == old
    assert loader.load_whole(sources[1], log) != old
    assert (log / LOCK).exists()


def test_steps_are_counted_from_one() -> None:
    steps = Steps("2:EIO")
    steps.step()
    with pytest.raises(OSError, match="Input/output"):
        steps.step()
    steps.step()
    assert steps.count == 3


def test_kills_at_random_moments(tmp_path: Path) -> None:
    times = int(os.environ.get("SCHAKEL_KILLS", "6"))  # `make kills` asks for a hundred
    counted = kill(tmp_path, times)
    assert counted["old"] + counted["new"] == times
    assert counted["finished"] < times

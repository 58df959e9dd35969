"""A load of several sources that is killed or runs out of disk leaves the old snapshot or the new one, whole."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from faults.loading import Loader, check_whole, leftovers
from schakel.chain.problem import Refusal
from schakel.data.deliveries.load_log import load_log
from schakel.data.log import FAIL_AT
from unit.data.log_building import EVENTS, csv_of, write

MOST_STEPS = 90
EVERY = 1 if os.environ.get("SCHAKEL_KILLS") else 4  # write steps; `make kills` takes each
SOURCES = "".join(
    f'[[source]]\nname = "{name}"\nmapping = "m.toml"\nfiles = "{name}.csv"\n' for name in ("een", "twee")
)


@pytest.fixture(scope="module")
def loader() -> Iterator[Loader]:
    """Something that loads in processes of their own."""
    made = Loader()
    yield made
    made.close()


def files(day: int) -> dict[str, str]:
    rows = csv_of(*(f"p{n},r{n},Help,Care,2024-01-{day:02d},2024-02-01" for n in range(20)))
    return {"sources.toml": SOURCES, "m.toml": EVENTS, "een.csv": rows, "twee.csv": rows.replace("Care", "Clinic")}


def test_killed_at_every_write_step(loader: Loader, tmp_path: Path) -> None:
    write(tmp_path, files(1))
    old, seen = loader.load_whole(None, tmp_path), []
    write(tmp_path, files(2))
    for number in range(1, MOST_STEPS, EVERY):
        code, _ = loader.load(None, tmp_path, **{FAIL_AT: str(number)})
        seen.append(check_whole(tmp_path).id != old)
        if code == 0:
            break
        assert code == -9
    else:
        pytest.fail("the load has more write steps than were tried")
    assert number > 20
    assert seen == sorted(seen)
    assert leftovers(tmp_path) == []


def _code(log: Path) -> str:
    try:
        load_log(log)
    except Refusal as refusal:
        return refusal.problems[0].code
    return "loaded"


@pytest.mark.parametrize(("error", "code"), [("ENOSPC", "disk_full"), ("EIO", "not_writable")])
def test_a_failing_disk_is_told_at_every_write_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: str, code: str
) -> None:
    write(tmp_path, files(1))
    old = load_log(tmp_path).id
    kept = {path.name for path in (tmp_path / "deliveries").iterdir()}
    write(tmp_path, files(2))
    for number in range(1, MOST_STEPS, EVERY):
        monkeypatch.setenv(FAIL_AT, f"{number}:{error}")
        said = _code(tmp_path)
        if said == "loaded":
            break
        assert said == code
        assert leftovers(tmp_path) == []
        assert kept <= {path.name for path in (tmp_path / "deliveries").iterdir()}
        check_whole(tmp_path)
    assert number > 20
    assert check_whole(tmp_path).id != old

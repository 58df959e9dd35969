"""A log of two sources that is corrected a month later, with every correction known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from schakel.data.deliveries.load_log import load_log
from schakel.data.snapshot import Snapshot
from schakel.sharing.pseudonym import Key

KEY = Key(bytes(range(32)))
CASES = 75  # one every second day from 1 January 2025
MAPPING = """[columns]
case_id = "zaak"
resident = "klant"
partner = "wie"
activity = "wat"
started = "van"
ended = "tot"
"""


@dataclass(frozen=True)
class Row:
    """One row of a file."""

    case: int
    who: str
    what: str
    since: date
    until: date


def desk(cases: Iterable[int]) -> list[Row]:
    """What the front office has: a report, and three weeks later the end."""
    return [row for case in cases for row in (_at(case, "Melding", 0), _at(case, "Afsluiting", 34))]


def team(cases: Iterable[int]) -> list[Row]:
    """What the team has: help from the tenth day on, for twenty days."""
    return [Row(case, "Team", "Hulp", _day(case, 10), _day(case, 30)) for case in cases]


def longer(rows: Sequence[Row], cases: Iterable[int], days: int) -> list[Row]:
    """The same with help of these cases that lasted so many days longer."""
    chosen = set(cases)
    return [replace(r, until=r.until + timedelta(days=days)) if r.case in chosen else r for r in rows]


def _at(case: int, what: str, after: int) -> Row:
    return Row(case, "Loket", what, _day(case, after), _day(case, after))


def _day(case: int, after: int) -> date:
    return date(2025, 1, 1) + timedelta(days=2 * case + after)


def write(path: Path, rows: Iterable[Row]) -> str:
    """The rows as a file; its name."""
    lines = [f"Z{r.case};K{r.case};{r.who};{r.what};{r.since};{r.until}" for r in rows]
    path.write_text("\n".join(["zaak;klant;wie;wat;van;tot", *lines]) + "\n", encoding="utf-8")
    return path.name


def write_sources(log: Path, files: dict[str, str], *, until: date, taken: date, more: str = "") -> None:
    """A sources file in which each source has one file. more: lines before the sources."""
    lines = [more or '[case]\ncontinued_days = 0\nclosing = ["Afsluiting"]']
    for name, file in files.items():
        lines += ["[[source]]", f'name = "{name}"', 'mapping = "m.toml"', f'files = "{file}"']
        lines += ["from = 2025-01-01", f"until = {until}", f"extracted = {taken}"]
    (log / "sources.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def first_load(log: Path) -> Snapshot:
    """All that was known at the end of June; case 70 and later came too late for the team."""
    log.mkdir(parents=True)
    (log / "m.toml").write_text(MAPPING, encoding="utf-8")
    files = {
        "loket": write(log / "loket-1.csv", desk(range(CASES))),
        "team": write(log / "team-1.csv", team(range(70))),
    }
    write_sources(log, files, until=date(2025, 6, 30), taken=date(2025, 8, 15))
    return load_log(log, key=KEY)


def second_load(log: Path, *, more: str = "") -> Snapshot:
    """Five rows of help came late, three last five days longer, and the desk withdrew case 0."""
    files = {
        "loket": write(log / "loket-2.csv", desk(range(1, CASES))),
        "team": write(log / "team-2.csv", longer(team(range(CASES)), (10, 11, 12), 5)),
    }
    write_sources(log, files, until=date(2025, 6, 30), taken=date(2025, 9, 15), more=more)
    return load_log(log, key=KEY)

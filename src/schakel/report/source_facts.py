"""The sources of a log, each with its deliveries together."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from schakel.chain.problem import Notice
from schakel.data.manifest import Manifest
from schakel.data.staged import Delivery, People
from schakel.report.material import Material
from schakel.report.tell import amount

RESIDENTS = "SELECT CAST(source AS VARCHAR), COUNT(DISTINCT resident_no) FROM steps GROUP BY ALL"
# Notices that count sheets, files or signs, so that no number of them is a number of people.
OF_FILES = frozenset({"delimiter_found", "excel_hidden_sheets", "excel_links", "excel_sheets", "zip_others"})
OF_DATES = frozenset({"dates_infinite", "dates_unknown"})
NAMES_FILE = frozenset({"join_alone"})  # notices whose sentence names the file


@dataclass(frozen=True)
class SourceFacts:
    """One source. files: its deliveries in the order in which they came; a delivery may be several files."""

    name: str
    files: tuple[Delivery, ...]

    @property
    def delivered_by(self) -> str:
        """Who delivers it, "" if nobody said so."""
        return next((file.delivered_by for file in self.files if file.delivered_by), "")

    @property
    def turns(self) -> int:
        """How many deliveries there were."""
        return len({file.turn for file in self.files})

    @property
    def rows(self) -> int:
        """Rows of all files."""
        return sum(file.rows for file in self.files)

    @property
    def counted(self) -> int:
        """Events that no later delivery took the place of."""
        return sum(counted(file) for file in self.files)

    @property
    def people(self) -> People:
        """How its residents are called, see `data.people`."""
        found = {file.people for file in self.files if file.people}
        return "several" if len(found) > 1 else next(iter(found), "")

    @property
    def own_key(self) -> bool:
        """Whether its numbers of residents mean nothing elsewhere."""
        return any(file.own_key for file in self.files)

    @property
    def not_stored(self) -> tuple[str, ...]:
        """Columns that no mapping names."""
        return tuple(dict.fromkeys(column for file in self.files for column in file.not_stored))

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What was taken in under a rule; the same of several files together."""
        return together(notice for file in self.files for notice in file.notices)


def sources_of(manifest: Manifest) -> tuple[SourceFacts, ...]:
    """The sources in the order of the log."""
    found: dict[str, list[Delivery]] = {}
    for file in manifest.sources:
        found.setdefault(file.name, []).append(file)
    return tuple(SourceFacts(name, tuple(files)) for name, files in found.items())


def counted(file: Delivery) -> int:
    """Events of a file that count."""
    return file.events if file.counted < 0 else file.counted


def together(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Notices that say the same of several files, or of several columns of dates, as one with the sum."""
    found: dict[Notice, list[Notice]] = {}
    for notice in notices:
        file = notice.file if notice.code in NAMES_FILE else ""
        column = "" if notice.code in OF_DATES else notice.column
        found.setdefault(replace(notice, n=0, file=file, column=column), []).append(notice)
    return tuple(
        replace(key, n=sum(one.n for one in own), column=", ".join(dict.fromkeys(one.column for one in own)))
        for key, own in found.items()
    )


def residents_of(material: Material) -> dict[str, int]:
    """Distinct residents of each source, as they are: before the gate."""
    return dict(material.view.rows(RESIDENTS))


def told_rows(n: int, residents: int, material: Material) -> str:
    """Rows or events of a source with so many residents: as they are where these are many, else as any count."""
    return amount(material.gate.total(n, residents), material.lang, short=True)

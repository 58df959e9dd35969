"""The mapping: which column of a source is what, and how its dates, numbers and words are written."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from schakel.chain.attribute import Attribute
from schakel.data.staged import STANDARD_ATTRIBUTES, CaseUnit, Lifecycle

TEXT_COLUMNS = ("case_id", "resident", "household", "activity", "partner", "to_partner")
TIME_COLUMNS = ("started", "ended", "requested")
OTHER_COLUMNS = ("source", "lifecycle", "instance", "row_id")
COLUMNS = (*TEXT_COLUMNS, *TIME_COLUMNS, *(a.slug for a in STANDARD_ATTRIBUTES), *OTHER_COLUMNS)
AMOUNTS = ("cost_cents",)
AMSTERDAM = "Europe/Amsterdam"


@dataclass(frozen=True)
class Origin:
    """Where a column comes from: a column of the source, by its name, or one value for every row.

    others: names that the column has in other months; the first name that is there counts.
    """

    name: str = ""
    value: str | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class FileForm:
    """How the file is written. None and () are: find out from the file.

    decimal: the decimal sign. date_format: as `dd-mm-yyyy`, `jjjj-mm-dd uu:mm` or strptime's own. sheet: of a
    workbook. skip_rows: rows above the heading. infinite_dates, unknown_dates: texts that mean "no end yet" and
    "nobody knows"; both are read as empty. drop_rows, deleted_rows: (their heading, values) of rows that are no rows,
    such as a total, and of rows that say that an earlier one is gone. follow_type: which type of object of an OCEL
    file is the case. schemas: folder with the official schemas of messages (iWmo, iJw), to validate against.
    """

    delimiter: str | None = None
    encoding: str | None = None
    decimal: str = "."
    time_zone: str = AMSTERDAM
    date_format: tuple[str, ...] = ()
    lifecycle: Lifecycle | None = None
    reference_date: date | None = None
    delivered_by: str = ""
    sheet: str = ""
    skip_rows: int = 0
    infinite_dates: tuple[str, ...] = ()
    unknown_dates: tuple[str, ...] = ()
    drop_rows: tuple[tuple[str, tuple[str, ...]], ...] = ()
    deleted_rows: tuple[tuple[str, tuple[str, ...]], ...] = ()
    follow_type: str = ""
    schemas: str = ""


@dataclass(frozen=True)
class CaseRule:
    """What a case is. None: a resident where the case column is the resident's, else a provision.

    scope, residents "source": numbers of cases, or of residents and households, mean nothing outside this source, so
    its name is set before them. continued_days: help that ends and is taken up again by the same partner within so
    many days is one step; 0 joins nothing.
    """

    unit: CaseUnit | None = None
    gap_days: int = 31
    continued_days: int = 1
    scope: str = "shared"
    residents: str = "shared"
    closing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Milestone:
    """One event that each row of a source may hold: an activity, and the columns that are its own.

    columns: as those of a Mapping, before which they go. A row in which its dates are empty has no such event.
    """

    activity: str
    columns: tuple[tuple[str, Origin], ...]


@dataclass(frozen=True)
class Join:
    """Files of a source (a pattern on their names) whose columns are set beside the rows of its main files.

    key: heading of the column there; to: heading of the column that holds the same in the main file.
    """

    files: str
    key: str
    to: str


@dataclass(frozen=True)
class Words:
    """Their code = our word. closed_list: a code that is not named is refused."""

    words: tuple[tuple[str, str], ...] = ()
    closed_list: bool = False


@dataclass(frozen=True)
class Mapping:
    """All that must be told about a source. `Mapping()` names nothing: then a mapping is proposed from the file.

    columns: (our name, where it comes from). attributes: (the source's name, what it becomes). milestones: without
    them a row is one event. ranks: order of activities within one day. path: of the file it was read from.
    """

    file: FileForm = field(default_factory=FileForm)
    columns: tuple[tuple[str, Origin], ...] = ()
    attributes: tuple[tuple[str, Attribute], ...] = ()
    milestones: tuple[Milestone, ...] = ()
    joins: tuple[Join, ...] = ()
    case: CaseRule = field(default_factory=CaseRule)
    partner_words: Words = field(default_factory=Words)
    activity_words: Words = field(default_factory=Words)
    ranks: tuple[tuple[str, int], ...] = ()
    path: str = ""

    def origin(self, column: str) -> Origin | None:
        """Where one of our columns comes from; None when it is not delivered."""
        return dict(self.columns).get(column)

    def named(self) -> tuple[str, ...]:
        """Every column of the source that this mapping names."""
        columns = [*self.columns, *(column for milestone in self.milestones for column in milestone.columns)]
        named = [name for _, origin in columns for name in (origin.name, *origin.others) if name]
        marks = [name for name, _ in (*self.file.drop_rows, *self.file.deleted_rows)]
        keys = [name for join in self.joins for name in (join.key, join.to)]
        return tuple(dict.fromkeys((*named, *(name for name, _ in self.attributes), *marks, *keys)))


def read_mapping(path: Path | str) -> Mapping:
    """The mapping in a TOML file. Refusal with the path of every key that is unknown, double or has a wrong value."""
    from schakel.data.mapping_file import read_file  # it builds on the nouns of this module

    found = read_file(Path(path))
    schemas = str(Path(path).parent / found.file.schemas) if found.file.schemas else ""
    return replace(found, file=replace(found.file, schemas=schemas), path=str(path))


def settled(mapping: Mapping, header: Iterable[str]) -> Mapping:
    """The mapping for one file: of a column with several names, the first that the file has."""
    there = set(header)

    def chosen(columns: tuple[tuple[str, Origin], ...]) -> tuple[tuple[str, Origin], ...]:
        return tuple((ours, _chosen(origin, there)) for ours, origin in columns)

    milestones = tuple(replace(milestone, columns=chosen(milestone.columns)) for milestone in mapping.milestones)
    return replace(mapping, columns=chosen(mapping.columns), milestones=milestones)


def _chosen(origin: Origin, there: set[str]) -> Origin:
    if not origin.others:
        return origin
    return Origin(next((name for name in (origin.name, *origin.others) if name in there), origin.name))


def completed(mapping: Mapping, proposal: Mapping) -> Mapping:
    """A mapping that names no columns, with those of a proposal; one that names any is taken at its word."""
    if mapping.columns or mapping.milestones:
        return mapping
    kept = dict(mapping.attributes)
    columns = tuple((ours, origin) for ours, origin in proposal.columns if origin.name not in kept)
    rule, proposed = mapping.case, proposal.case
    case = replace(rule, unit=rule.unit or proposed.unit, closing=rule.closing or proposed.closing)
    attributes = (*mapping.attributes, *(one for one in proposal.attributes if one[0] not in kept))
    ranks = mapping.ranks or proposal.ranks
    return replace(mapping, columns=columns, attributes=attributes, case=case, ranks=ranks)


def with_all_columns(mapping: Mapping, header: Iterable[str], numbers: Iterable[str] = ()) -> Mapping:
    """The mapping with every other column kept as an attribute, for a published log.

    A name that starts with `case:` becomes an attribute of the case. numbers: columns that hold numbers.
    """
    known, numeric = set(mapping.named()), set(numbers)
    taken = {attribute.column for _, attribute in mapping.attributes}
    added: list[tuple[str, Attribute]] = []
    for name in header:
        if name in known:
            continue
        level = "case" if name.startswith("case:") else "event"
        slug = free_slug(name.removeprefix("case:"), {column[2:] for column in taken})
        attribute = Attribute(slug, name, level, "number" if name in numeric else "text")  # type: ignore[arg-type]
        taken.add(attribute.column)
        added.append((name, attribute))
    return replace(mapping, attributes=mapping.attributes + tuple(added))


def free_slug(name: str, taken: Iterable[str]) -> str:
    """A slug for a column name that no other attribute has."""
    used = set(taken) | {attribute.slug for attribute in STANDARD_ATTRIBUTES}
    letters = "".join(c if c.isascii() and c.isalnum() else "_" for c in name.lower())
    slug = "_".join(part for part in letters.split("_") if part)[:34] or "column"
    candidate, number = slug, 2
    while candidate in used:
        candidate, number = f"{slug}_{number}", number + 1
    return candidate

"""The mapping: which column of a source is what, and how its dates, numbers and words are written."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from schakel.chain.attribute import Attribute
from schakel.data.staged import STANDARD_ATTRIBUTES, CaseUnit, Lifecycle

TEXT_COLUMNS = ("case_id", "resident", "household", "activity", "partner", "to_partner")
TIME_COLUMNS = ("started", "ended", "requested")
OTHER_COLUMNS = ("source", "lifecycle", "instance")
COLUMNS = (*TEXT_COLUMNS, *TIME_COLUMNS, *(a.slug for a in STANDARD_ATTRIBUTES), *OTHER_COLUMNS)
AMOUNTS = ("cost_cents",)
AMSTERDAM = "Europe/Amsterdam"


@dataclass(frozen=True)
class Origin:
    """Where a column comes from: a column of the source, by its name, or one value for every row."""

    name: str = ""
    value: str | None = None


@dataclass(frozen=True)
class FileForm:
    """How the file is written. None and () are: find out from the file.

    decimal: the decimal sign. date_format: as `dd-mm-yyyy`, `jjjj-mm-dd uu:mm` or strptime's own.
    """

    delimiter: str | None = None
    encoding: str | None = None
    decimal: str = "."
    time_zone: str = AMSTERDAM
    date_format: tuple[str, ...] = ()
    lifecycle: Lifecycle | None = None
    reference_date: date | None = None
    delivered_by: str = ""


@dataclass(frozen=True)
class CaseRule:
    """What a case is. None: a resident where the case column is the resident's, else a provision.

    scope "source": ids of this source mean nothing elsewhere, so its name is set before them.
    """

    unit: CaseUnit | None = None
    gap_days: int = 31
    scope: str = "shared"
    closing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Words:
    """Their code = our word. closed_list: a code that is not named is refused."""

    words: tuple[tuple[str, str], ...] = ()
    closed_list: bool = False


@dataclass(frozen=True)
class Mapping:
    """All that must be told about a source. `Mapping()` names nothing: then a mapping is proposed from the file.

    columns: (our name, where it comes from). attributes: (the source's name, what it becomes). ranks: order of
    activities within one day.
    """

    file: FileForm = field(default_factory=FileForm)
    columns: tuple[tuple[str, Origin], ...] = ()
    attributes: tuple[tuple[str, Attribute], ...] = ()
    case: CaseRule = field(default_factory=CaseRule)
    partner_words: Words = field(default_factory=Words)
    activity_words: Words = field(default_factory=Words)
    ranks: tuple[tuple[str, int], ...] = ()

    def origin(self, column: str) -> Origin | None:
        """Where one of our columns comes from; None when it is not delivered."""
        return dict(self.columns).get(column)

    def named(self) -> tuple[str, ...]:
        """Every column of the source that this mapping names."""
        return (*(o.name for _, o in self.columns if o.name), *(name for name, _ in self.attributes))


def read_mapping(path: Path | str) -> Mapping:
    """The mapping in a TOML file. Refusal with the path of every key that is unknown, double or has a wrong value."""
    from schakel.data.mapping_file import read_file  # it builds on the nouns of this module

    return read_file(Path(path))


def completed(mapping: Mapping, proposal: Mapping) -> Mapping:
    """A mapping that names no columns, with those of a proposal; one that names any is taken at its word."""
    if mapping.columns:
        return mapping
    kept = dict(mapping.attributes)
    columns = tuple((ours, origin) for ours, origin in proposal.columns if origin.name not in kept)
    case = replace(mapping.case, unit=mapping.case.unit or proposal.case.unit)
    return replace(mapping, columns=columns, case=case)


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

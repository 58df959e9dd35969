"""A source as it was understood: its files, what each column is, and what a row is."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from duckdb import DuckDBPyConnection

from schakel.data.deliveries.proposal.activity_column import activity_by_values
from schakel.data.deliveries.proposal.column_look import ColumnLook, look_at_column
from schakel.data.deliveries.proposal.column_roles import Roles, find_roles
from schakel.data.deliveries.proposal.dates_found import DatesFound, DatesOfSource, find_dates
from schakel.data.deliveries.proposal.row_shape import RowShape, row_shape
from schakel.data.deliveries.proposal.same_source import FileGroup, make_view
from schakel.data.sql import one


@dataclass(frozen=True)
class JoinFound:
    """A file that is set beside a source. key: its column; to: place of the column in the source; share found there."""

    group: FileGroup
    key: str
    to: int
    share: float


@dataclass(frozen=True)
class SourceFound:
    """relation: view with file, row, c0, c1, ...; kind: of its deliveries, "" where it is one heap of files.

    days, events: table and view of `events_found`. number: place of the column that numbers the rows. ids_from: our
    name -> share, of a column that was recognised by its values in other sources.
    """

    group: FileGroup
    relation: str
    columns: tuple[ColumnLook, ...]
    dates: DatesOfSource
    roles: Roles
    shape: RowShape
    joins: tuple[JoinFound, ...] = ()
    name: str = ""
    kind: str = ""
    days: str = ""
    events: str = ""
    number: int | None = None
    ids_from: dict[str, float] = field(default_factory=dict)

    @property
    def is_usable(self) -> bool:
        """Whether it can be loaded: something happened, to someone or in some case."""
        return self.shape.kind != "none" and self.key is not None

    @property
    def key(self) -> int | None:
        """Place of the column that says what is followed: the case, else the resident, else the household."""
        columns = self.roles.columns
        return next((columns[ours] for ours in ("case_id", "resident", "household") if ours in columns), None)

    def column(self, ours: str) -> ColumnLook | None:
        """The column that is one of ours."""
        place = self.roles.columns.get(ours)
        return None if place is None else self.columns[place]

    def dated(self, place: int | None) -> DatesFound | None:
        """The dates of a column."""
        return None if place is None else self.dates.by_place.get(place)

    @property
    def has_times(self) -> bool:
        """Whether any of its events has a time of day."""
        return any(self.dates.by_place[place].has_time for place in self.roles.dates)


def understand(connection: DuckDBPyConnection, group: FileGroup, relation: str) -> SourceFound:
    """Look at all columns of a group of files and say what they are."""
    make_view(connection, group, relation)
    (count,) = one(connection, f"SELECT count(*) FROM {relation}")  # noqa: S608
    columns = [
        replace(look_at_column(connection, relation, f"c{place}", heading, count), others=others)
        for place, (heading, others) in enumerate(group.columns)
    ]
    return of_columns(connection, group, relation, columns)


def of_columns(
    connection: DuckDBPyConnection, group: FileGroup, relation: str, columns: Sequence[ColumnLook]
) -> SourceFound:
    """The same from columns that were looked at."""
    dates = find_dates(connection, relation, columns)
    roles = find_roles(connection, relation, columns, dates)
    told = None
    if "activity" not in roles.columns and roles.dates:
        told = activity_by_values(connection, relation, columns, roles)
    return SourceFound(group, relation, tuple(columns), dates, roles, row_shape(columns, roles, told))

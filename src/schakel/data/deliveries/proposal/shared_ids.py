"""Whether sources speak of the same residents: their numbers are compared, and only counts are told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from duckdb import DuckDBPyConnection

from schakel.data.deliveries.proposal.column_look import ColumnLook
from schakel.data.deliveries.proposal.row_shape import row_shape
from schakel.data.deliveries.proposal.source_found import SourceFound
from schakel.data.sql import one, run

HARDLY = 0.05  # below this part of its residents found elsewhere, a source numbers its own
SURE = 0.5  # from this part on a column holds the residents of another source
BY_CHANCE = 1.5  # a share up to so many times what chance gives proves nothing


@dataclass(frozen=True)
class Sharing:
    """Of one source's ids: how many there are, the largest part found in one other source and its name.

    bare: the part that would be found there without letters, signs and leading zeros. chance: the part that would be
    found there if both had numbers of their own. own: both number from one on, and share what chance gives.
    """

    n: int = 0
    share: float = 0.0
    other: str = ""
    bare: float = 0.0
    own: bool = False
    chance: float = 0.0

    @property
    def is_sure(self) -> bool:
        """Whether more numbers are shared than chance explains."""
        return self.share > BY_CHANCE * self.chance + HARDLY


def share_ids(connection: DuckDBPyConnection, sources: Sequence[SourceFound], ours: str) -> dict[str, Sharing]:
    """Compare a column of ours (resident, household, case_id) between all sources that have it, by their names."""
    having = [source for source in sources if ours in source.roles.columns]
    for place, source in enumerate(having):
        _make_ids(connection, source.relation, f"c{source.roles.columns[ours]}", f"ids_{place}")
    found = {}
    for place, source in enumerate(having):
        best = Sharing(_count(connection, f"ids_{place}"))
        for other, fellow in enumerate(having):
            if other != place:
                sharing = _compare(connection, (place, source), (other, fellow), ours)
                best = max(best, sharing, key=lambda found: (found.share, found.bare, found.n))
        found[source.name] = best
    return found


def _make_ids(connection: DuckDBPyConnection, relation: str, sql: str, table: str) -> None:
    run(
        connection,
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT id, ltrim(regexp_replace(id, '[^0-9]', '', 'g'), '0') AS bare "  # noqa: S608
        f"FROM (SELECT DISTINCT {sql} AS id FROM {relation} WHERE {sql} IS NOT NULL)",
    )


def _count(connection: DuckDBPyConnection, table: str) -> int:
    (n,) = one(connection, f"SELECT count(*) FROM {table}")  # noqa: S608
    return int(n)


def _compare(
    connection: DuckDBPyConnection, mine: tuple[int, SourceFound], theirs: tuple[int, SourceFound], ours: str
) -> Sharing:
    (place, source), (other, fellow) = mine, theirs
    n, same, bare = one(
        connection,
        f"SELECT count(*), count(*) FILTER (id IN (SELECT id FROM ids_{other})), "  # noqa: S608
        f"count(*) FILTER (bare <> '' AND bare IN (SELECT bare FROM ids_{other})) FROM ids_{place}",
    )
    column, its = source.column(ours), fellow.column(ours)
    chance = _chance(column, its)
    share = same / n if n else 0.0
    running = column is not None and its is not None and column.is_running and its.is_running
    own = running and share <= BY_CHANCE * chance + HARDLY
    return Sharing(int(n), share, fellow.name, bare / n if n else 0.0, own, chance)


def _chance(mine: ColumnLook | None, theirs: ColumnLook | None) -> float:
    """The part of whole numbers that is found among others of the same range by chance."""
    if mine is None or theirs is None or min(mine.numeric, theirs.numeric) < 1:
        return 0.0
    if mine.low is None or mine.high is None or theirs.low is None or theirs.high is None:
        return 0.0
    both = max(0, min(mine.high, theirs.high) - max(mine.low, theirs.low) + 1)
    return both / (mine.high - mine.low + 1) * min(1.0, theirs.distinct / (theirs.high - theirs.low + 1))


def recognise_residents(connection: DuckDBPyConnection, sources: Sequence[SourceFound]) -> list[SourceFound]:
    """Sources in which no heading says who it is about, with the column that holds the residents of another source."""
    known = [source for source in sources if "resident" in source.roles.columns]
    if len(known) == len(sources):
        return list(sources)
    for place, source in enumerate(known):
        _make_ids(connection, source.relation, f"c{source.roles.columns['resident']}", f"ids_{place}")
    found = []
    for source in sources:
        if "resident" in source.roles.columns or not known:
            found.append(source)
            continue
        share, best = _held_elsewhere(connection, source, len(known))
        found.append(source if best is None else _with_resident(source, best, share))
    return found


def _held_elsewhere(connection: DuckDBPyConnection, source: SourceFound, n: int) -> tuple[float, int | None]:
    """(part, place) of the column most of whose values are residents of one of n other sources."""
    tried = [*source.roles.others, *(p for ours, p in source.roles.columns.items() if ours == "case_id")]
    share, best = SURE, None
    for candidate in tried:
        if not source.columns[candidate].is_id or source.columns[candidate].is_running:
            continue
        _make_ids(connection, source.relation, f"c{candidate}", "ids_tried")
        for place in range(n):
            (part,) = one(connection, f"SELECT avg((id IN (SELECT id FROM ids_{place}))::INTEGER) FROM ids_tried")  # noqa: S608
            if (part or 0) > share:
                share, best = part, candidate
    return share, best


def _with_resident(source: SourceFound, place: int, share: float) -> SourceFound:
    columns = {ours: at for ours, at in source.roles.columns.items() if at != place} | {"resident": place}
    others = tuple(other for other in source.roles.others if other != place)
    roles = replace(source.roles, columns=columns, others=others)
    return replace(source, roles=roles, shape=row_shape(source.columns, roles), ids_from={"resident": share})

"""Files without events of their own whose rows belong beside those of a source: clients, provisions, decisions."""

from collections.abc import Sequence
from dataclasses import replace

from duckdb import DuckDBPyConnection

from schakel.data.deliveries.proposal.column_roles import role_by_name
from schakel.data.deliveries.proposal.source_found import JoinFound, SourceFound, of_columns
from schakel.data.propose import normal
from schakel.data.sql import one, run

ENOUGH = 0.8  # part of the rows of a source that find their fellow, at least
NEARLY_ALL = 0.95  # the same where nothing else says that two files are of one partner
WELCOME = ("resident", "household", "municipality", "neighbourhood", "law", "client_group", "question", "partner",
           "product", "outcome", "function", "line", "life_domain")  # fmt: skip


def set_beside(connection: DuckDBPyConnection, sources: Sequence[SourceFound]) -> list[SourceFound]:
    """Every source with the files that belong beside it. Files that only serve others are no source any more."""
    found = list(sources)
    served: set[int] = set()
    for place, main in enumerate(sources):
        if main.shape.kind == "none":
            continue
        for number, other in enumerate(sources):
            if number == place or not _may_belong(main, other):
                continue
            join = _join(connection, found[place], other)
            if join is not None:
                found[place] = _joined(connection, found[place], other, join)
                served |= {number} if other.shape.kind == "none" else set()
    return [source for number, source in enumerate(found) if number not in served]


def _join(connection: DuckDBPyConnection, main: SourceFound, other: SourceFound) -> JoinFound | None:
    """How another file fits beside a source, if it brings anything that the source lacks."""
    brings = [ours for ours in WELCOME if ours in other.roles.columns and ours not in main.roles.columns]
    if other.shape.kind != "none":  # a source in itself: only for whom it is about
        brings = [ours for ours in brings if ours == "resident"]
    if not brings:
        return None
    best: JoinFound | None = None
    least = ENOUGH if main.group.folder or set(main.group.words) & set(other.group.words) else NEARLY_ALL
    for key, theirs in enumerate(other.columns):
        if theirs.is_bsn or not _is_key(other, key) or all(other.roles.columns[ours] == key for ours in brings):
            continue
        for to, mine in enumerate(main.columns):
            if mine.is_bsn or not _may_match(mine.heading, theirs.heading) or mine.owner:
                continue
            (share,) = one(
                connection,
                f"SELECT avg((c{to} IN (SELECT c{key} FROM {other.relation}))::INTEGER) FROM {main.relation} "  # noqa: S608
                f"WHERE c{to} IS NOT NULL",
            )
            if (share or 0) >= least and (best is None or share > best.share):
                best = JoinFound(other.group, theirs.heading, to, share)
    return best


def _may_belong(main: SourceFound, other: SourceFound) -> bool:
    """Files in the folders of two partners do not; one that lies loose may serve all."""
    return other.group.folder in ("", main.group.folder)


def _is_key(source: SourceFound, place: int) -> bool:
    """Whether a column has a value of its own in each row of a file."""
    column = source.columns[place]
    most = max(member.look.rows for member in source.group.members)
    return place not in source.dates.by_place and column.filled >= column.rows and column.distinct >= most > 1


def _may_match(mine: str, theirs: str) -> bool:
    if normal(mine) == normal(theirs):
        return True
    role = role_by_name(mine)
    return bool(role) and role == role_by_name(theirs) and role in ("case_id", "resident", "household")


def _joined(connection: DuckDBPyConnection, main: SourceFound, other: SourceFound, join: JoinFound) -> SourceFound:
    """The source with the columns of the other file behind its own, those that it has already left out."""
    mine = {normal(heading) for column in main.columns for heading in (column.heading, *column.others)}
    key = next(place for place, column in enumerate(other.columns) if column.heading == join.key)
    added = [place for place, c in enumerate(other.columns) if place != key and normal(c.heading) not in mine]
    first, relation = len(main.columns), f"{main.relation}_{other.relation}"
    cells = ", ".join(f"o.c{place} AS c{first + n}" for n, place in enumerate(added))
    run(
        connection,
        f"CREATE OR REPLACE VIEW {relation} AS SELECT m.*{', ' + cells if cells else ''} FROM {main.relation} AS m "  # noqa: S608
        f"LEFT JOIN (SELECT DISTINCT ON (c{key}) * FROM {other.relation} ORDER BY c{key}, file DESC) AS o "
        f"ON o.c{key} = m.c{join.to}",
    )
    owner = other.group.members[0].look.name
    columns = [
        *main.columns,
        *(replace(other.columns[p], sql=f"c{first + n}", owner=owner) for n, p in enumerate(added)),
    ]
    return replace(of_columns(connection, main.group, relation, columns), joins=(*main.joins, join))

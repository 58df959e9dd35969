"""Administrative dates are no events: help that ends and is taken up again by the same partner at once is one step.

A contract that is renewed, a provision that gets a new number in January: in the data an end and a start, for the
resident nothing. Only help of which days are known is joined, and only where it does not overlap: two provisions side
by side stay two. A case goes on in another one only from its last step to the first of the other, of
the steps that the source of the help tells of.
"""

from duckdb import DuckDBPyConnection

from schakel.data.sql import identifier, one, run
from schakel.data.staged import Staged
from schakel.data.steps.schema import sql

NUMBERED = "numbered"


def join_continued(con: DuckDBPyConnection, staged: Staged, relation: str, target: str) -> int:
    """Make `target` from `relation` with continued help as one step, in the case of its first piece; pieces joined.

    The joined step starts as its first piece and ends as its last; outcome and score are the last's, cost adds up. A
    case of which a piece was joined to another case becomes part of that one. Without pieces to join, no target.
    """
    numbers = "row_number() OVER () AS event_no"
    run(con, f"CREATE OR REPLACE TEMP TABLE {NUMBERED} AS SELECT e.*, {numbers} FROM {relation} AS e")  # noqa: S608
    _make_pieces(con, staged)
    joined = 0
    for same_case in (True, False):
        while fresh := _pair(con, staged.continued_days, same_case=same_case):
            joined += fresh
    if joined:
        run(con, sql("continued_chains.sql"))
        _move(con)
        _make_target(con, staged, target)
    run(con, f"DROP TABLE {NUMBERED}")
    return joined


def _today(staged: Staged, kind: str, column: str) -> str:
    """SQL of a word under the name of today, so that a merger or a new name does not cut help in two."""
    if not any(successor.kind == kind for successor in staged.successors):
        return f"e.{column}"
    today = f"SELECT min(n.today) FROM successors AS n WHERE n.kind = '{kind}' AND n.\"then\" = e.{column}"  # noqa: S608
    return f"coalesce(({today}), e.{column})"


def _make_pieces(con: DuckDBPyConnection, staged: Staged) -> None:
    """Help of which days are known; `same`: by whom, for whom and what, as a number."""
    slugs = {attribute.slug: attribute.column for attribute in staged.attributes}
    product = _today(staged, "product", identifier(slugs["product"])) if "product" in slugs else "NULL"
    run(con, 'CREATE OR REPLACE TEMP TABLE successors (kind VARCHAR, "then" VARCHAR, today VARCHAR)')
    for successor in staged.successors:
        run(con, "INSERT INTO successors VALUES (?, ?, ?)", [successor.kind, successor.then, successor.today])
    parts = {
        "place": "e.place" if staged.places else "0",
        "partner": _today(staged, "partner", "partner"),
        "activity": _today(staged, "activity", "activity"),
        "product": product,
        "source": _source(staged),
    }
    run(con, sql("continued_pieces.sql").format(**parts))


def _source(staged: Staged) -> str:
    """SQL of which source a row is of: help is joined within a source only, since a step is of one source, and who may
    not see another source must not read in this step when the help went on there."""
    if staged.places:
        return f"[{', '.join(str(place.source) for place in staged.places)}][e.place + 1]"
    return "e.source" if len(staged.sources) > 1 else "0"


def _pair(con: DuckDBPyConnection, days: int, *, same_case: bool) -> int:
    """Give pieces the piece that they continue, the nearest first, each piece once on either side; how many."""
    within = "AND b.case_id = a.case_id" if same_case else "AND a.is_last AND b.is_first"
    run(con, sql("continued_pairs.sql").format(days=int(days), within=within))
    (n,) = one(con, "SELECT count(*) FROM pairs")
    if n:
        run(con, "UPDATE pieces SET before = p.before FROM pairs AS p WHERE p.piece = pieces.piece")
        run(con, "UPDATE pieces SET has_after = true WHERE piece IN (SELECT before FROM pairs)")
    return int(n)


def _move(con: DuckDBPyConnection) -> None:
    """Make `moved` (case_id, to_case): of cases that share a step, all become part of the one that began first."""
    run(
        con,
        "CREATE OR REPLACE TEMP TABLE labels AS SELECT case_id, min(piece) AS own, min(piece) AS label "
        "FROM chains GROUP BY case_id",
    )
    while True:
        run(con, sql("continued_lower.sql"))
        (n,) = one(con, "SELECT count(*) FROM labels AS a JOIN lower AS b USING (case_id) WHERE b.label < a.label")
        if not n:
            break
        run(con, "UPDATE labels SET label = b.label FROM lower AS b WHERE b.case_id = labels.case_id")
    run(
        con,
        "CREATE OR REPLACE TEMP TABLE moved AS SELECT a.case_id, b.case_id AS to_case FROM labels AS a "
        "JOIN labels AS b ON b.own = a.label WHERE a.case_id <> b.case_id",
    )


def _make_target(con: DuckDBPyConnection, staged: Staged, target: str) -> None:
    columns = {attribute.column for attribute in staged.attributes}
    last = [column for column in ("e_outcome", "e_outcome_score") if column in columns]
    cost = ["e_cost_cents"] if "e_cost_cents" in columns else []
    tail = "".join(f", arg_max(e.{column}, c.piece) AS {column}" for column in last)
    tail += "".join(f", sum(e.{column}) AS {column}" for column in cost)
    run(
        con,
        "CREATE OR REPLACE TEMP TABLE heads AS SELECT c.head, arg_max_null(e.ended, c.piece) AS ended, "  # noqa: S608
        f"arg_max_null(e.ended_on, c.piece) AS ended_on{tail} FROM chains AS c JOIN {NUMBERED} AS e USING (event_no) "
        "GROUP BY c.head",
    )
    replaced = {"case_id": "coalesce(m.to_case, e.case_id)"}
    for column in ("ended", "ended_on", *last, *cost):
        replaced[column] = f"CASE WHEN h.head IS NULL THEN e.{column} ELSE h.{column} END"
    run(
        con,
        f"CREATE OR REPLACE TEMP TABLE {target} AS SELECT e.* EXCLUDE (event_no) REPLACE "  # noqa: S608
        f"({', '.join(f'{value} AS {column}' for column, value in replaced.items())}) FROM {NUMBERED} AS e "
        "LEFT JOIN chains AS c USING (event_no) LEFT JOIN heads AS h ON h.head = c.piece "
        "LEFT JOIN moved AS m ON m.case_id = e.case_id WHERE c.piece IS NULL OR c.piece = c.head",
    )

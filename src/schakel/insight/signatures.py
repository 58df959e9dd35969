"""How many residents stand behind each row of a table, by the selections that they are in.

A resident is in a selection with one of its cases that has the row; the signature says so for each of the selections.
"""

from collections.abc import Sequence
from contextlib import ExitStack

from schakel.chain.selection import Selection
from schakel.data.sql import run
from schakel.insight.select import case_query
from schakel.insight.side_by_side import apart
from schakel.insight.view import LogView
from schakel.sharing.passed import Whose
from schakel.sharing.selections import LEAF

Signed = dict[tuple[tuple[str, ...], str], int]


def signed(view: LogView, whose: Whose, selections: Sequence[Selection]) -> Signed:
    """Distinct residents by the key of their row and their signature, in a view of the whole log (ValueError else)."""
    if str(view.selection) or view.stored is None:
        raise ValueError("signatures are of the residents of the whole log")
    chosen = [case_query(selection, view.stored.attributes) for selection in selections]
    with ExitStack() as stack:
        seen = view
        if whose.apart:  # names of steps are others there, so the cases are chosen before
            seen = stack.enter_context(apart(view, whose.apart))
        for place, query in enumerate(chosen):
            cases = [row[0] for row in view.rows(query.sql, query.parameters)]
            text = f"CREATE OR REPLACE TEMP TABLE marked_{place} AS SELECT UNNEST(CAST(? AS BIGINT[])) AS case_no"
            run(seen.connection, text, [cases])
        return _counted(seen, whose, len(chosen))


def cases_by(view: LogView, whose: Whose, selection: Selection) -> dict[tuple[str, ...], int]:
    """Cases of a selection by the key of their row, in a view of the whole log (ValueError else)."""
    if str(view.selection) or view.stored is None:
        raise ValueError("cases are counted in the whole log")
    chosen = case_query(selection, view.stored.attributes)
    keys = ", ".join(f"COALESCE(CAST({column} AS VARCHAR), '') AS k{at}" for at, column in enumerate(whose.columns))
    names = ", ".join(f"k{at}" for at in range(len(whose.columns)))
    cases = [row[0] for row in view.rows(chosen.sql, chosen.parameters)]
    run(
        view.connection,
        "CREATE OR REPLACE TEMP TABLE marked_0 AS SELECT UNNEST(CAST(? AS BIGINT[])) AS case_no",
        [cases],
    )
    each = f"SELECT {keys} FROM cases WHERE {whose.condition} AND case_no IN (SELECT case_no FROM marked_0)"  # noqa: S608 -- ours
    found = view.rows(f"SELECT {names}, COUNT(*) FROM ({each}) GROUP BY {names}", whose.values)  # noqa: S608 -- ours
    return {tuple(row[:-1]): int(row[-1]) for row in found}


def _counted(seen: LogView, whose: Whose, marks: int) -> Signed:
    signs = ", ".join(
        f"MAX(CASE WHEN case_no IN (SELECT case_no FROM marked_{place}) THEN '1' ELSE '0' END)"  # noqa: S608 -- ours
        for place in range(marks)
    )
    signature = f"CONCAT('{LEAF}', {signs})" if marks else f"'{LEAF}'"
    names = [f"k{place}" for place in range(len(whose.columns))]
    keys = "".join(
        f"COALESCE(CAST({column} AS VARCHAR), '') AS {name}, "
        for column, name in zip(whose.columns, names, strict=True)
    )
    each = (
        f"SELECT {keys}resident_no, {signature} AS signature FROM {whose.relation} "  # noqa: S608 -- ours
        f"WHERE {whose.condition} GROUP BY {', '.join([*names, 'resident_no'])}"
    )
    told = ", ".join([*names, "signature"])
    found = seen.rows(f"SELECT {told}, COUNT(*) FROM ({each}) GROUP BY {told}", whose.values)  # noqa: S608 -- ours
    return {(tuple(row[:-2]), str(row[-2])): int(row[-1]) for row in found}

"""Names of today or of then: what a snapshot's columns are called when a figure reads them."""

from collections.abc import Sequence
from typing import Literal

import duckdb

from schakel.chain.attribute import Attribute
from schakel.data.sql import identifier, run
from schakel.data.staged import Successor

Names = Literal["today", "then"]
OF_STEPS = {
    "activity": ("activity", "next_activity"),
    "partner": ("partner", "to_partner", "next_partner"),
}


def make_successors(connection: duckdb.DuckDBPyConnection, successors: Sequence[Successor]) -> None:
    """Make the table `successors` (kind, then, today) that the named views read."""
    run(connection, 'CREATE OR REPLACE TEMP TABLE successors (kind VARCHAR, "then" VARCHAR, today VARCHAR)')
    for one in successors:
        run(connection, "INSERT INTO successors VALUES (?, ?, ?)", [one.kind, one.then, one.today])


def named(
    relation: str, table: str, names: Names, successors: Sequence[Successor], attributes: Sequence[Attribute]
) -> str:
    """SELECT over a stored table with its names as asked. table: "steps" or "cases".

    Today: every concept under what took its place. Then: as it was; but who took the place of a partner is the same
    organisation, so that a merger is no handover.
    """
    kinds = {successor.kind for successor in successors}
    columns = _columns(table, kinds, attributes)
    if names == "then":
        columns = columns if table == "steps" and "partner" in kinds else []
        columns = [(kind, column) for kind, column in columns if column in ("partner", "next_partner")]
    joins = "".join(
        f" LEFT JOIN successors AS n{place} ON n{place}.kind = '{kind}' AND n{place}.\"then\" = s.{column}"
        for place, (kind, column) in enumerate(columns)
    )
    today = {column: f"coalesce(n{place}.today, s.{column})" for place, (_, column) in enumerate(columns)}
    if names == "then":
        replaced = {}
        if columns:
            same = f"{today['partner']} = {today['next_partner']}"
            replaced["next_partner"] = f"CASE WHEN {same} THEN s.partner ELSE s.next_partner END"
    else:
        replaced = today | ({"variant": "s.variant_today"} if table == "cases" and "activity" in kinds else {})
    if not replaced:
        return f"SELECT * FROM {relation}"  # noqa: S608 (names of our own)
    made = ", ".join(f"{sql} AS {column}" for column, sql in replaced.items())
    return f"SELECT s.* REPLACE ({made}) FROM {relation} AS s{joins}"  # noqa: S608 (names of our own)


def _columns(table: str, kinds: set[str], attributes: Sequence[Attribute]) -> list[tuple[str, str]]:
    """(kind, column) of what a successor may give another name. Kinds are slugs, so they are safe within a text."""
    level = "event" if table == "steps" else "case"
    found = [(a.slug, identifier(a.column)) for a in attributes if a.level == level and a.slug in kinds]
    if table == "steps":
        found += [(kind, column) for kind, columns in OF_STEPS.items() if kind in kinds for column in columns]
    return found

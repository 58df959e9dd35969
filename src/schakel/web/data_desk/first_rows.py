"""The first values of columns and the first events, as they will be read: ids and free text only as their shape."""

import secrets
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from duckdb import DuckDBPyConnection

from schakel.chain.problem import Refusal
from schakel.data.deliveries.delivered_files import DeliveredFile
from schakel.data.deliveries.proposal.column_look import look_at_column
from schakel.data.deliveries.proposal.heading_words import sensitive
from schakel.data.mapping import Mapping
from schakel.data.readers.raw import Raw, RawColumn
from schakel.data.source import read_joined
from schakel.data.sql import rows
from schakel.sharing.bsn import contains_bsn, shown

LOOKED, VALUES, EVENTS, LONGEST = 500, 3, 10, 40
IDS = frozenset({"case_id", "resident", "household", "row_id", "instance"})
FIRST = (
    "SELECT case_id, resident, activity, partner, to_partner, is_day, started_on, started, ended_on, ended, "
    "requested_on FROM events ORDER BY source_row LIMIT ?"
)
HERE = ZoneInfo("Europe/Amsterdam")


def columns_of(connection: DuckDBPyConnection, file: DeliveredFile) -> list[dict[str, Any]]:
    """name, values and masked (whether they are shapes) of each column of a file; none where it cannot be read."""
    try:
        raw = read_joined(connection, file.path, file.mapping, file.beside)
    except Refusal:
        return []
    chosen = ", ".join(f"CAST({column.sql} AS VARCHAR)" for column in raw.columns)
    found = rows(connection, f"SELECT {chosen} FROM {raw.relation} AS r LIMIT {LOOKED}")  # noqa: S608
    made = []
    for place, column in enumerate(raw.columns):
        values = list(dict.fromkeys(row[place] for row in found if row[place] and row[place].strip()))[:VALUES]
        masked = _is_masked(connection, raw, column, file.mapping)
        made.append({"name": column.name, "values": [_value(v, masked=masked) for v in values], "masked": masked})
    return made


def first_events(connection: DuckDBPyConnection) -> list[dict[str, str]]:
    """The first events in the relation `events`, as they will be read.

    subject: a random name of the person, for the processing log. There is no pseudonym yet that it could lead to.
    """
    found = rows(connection, FIRST, [EVENTS])
    names = {row[1] or row[0]: secrets.token_hex(16) for row in found}
    return [
        {
            "subject": names[resident or case],
            "case_id": _value(case, masked=True),
            "resident": _value(resident, masked=True),
            "activity": _value(activity, masked=False),
            "partner": _value(partner, masked=False),
            "to_partner": _value(to, masked=False),
            "started": _moment(is_day, started_on, started),
            "ended": _moment(is_day, ended_on, ended),
            "requested": str(requested or ""),
        }
        for case, resident, activity, partner, to, is_day, started_on, started, ended_on, ended, requested in found
    ]


def _is_masked(connection: DuckDBPyConnection, raw: Raw, column: RawColumn, mapping: Mapping) -> bool:
    """Ids, free text and whatever may be about one person; words that many rows share, dates and numbers are not."""
    if any(origin.name == column.name for ours, origin in mapping.columns if ours in IDS) or sensitive(column.name):
        return True
    if column.type in ("number", "date", "instant", "zoned"):
        return False
    sql = f"CAST(r.{column.sql} AS VARCHAR)"
    look = look_at_column(connection, f"{raw.relation} AS r", sql, column.name, raw.rows)
    return look.is_bsn or look.is_id or not (look.is_word_list or look.dated > 0.9 or look.numeric > 0.99)


def _value(value: object, *, masked: bool) -> str:
    text = str(value or "")
    if masked or contains_bsn(text):
        return shown(text, is_id=True) if text else ""
    clean = "".join(c if c.isprintable() else " " for c in text)
    return clean if len(clean) <= LONGEST else clean[:LONGEST] + "…"


def _moment(is_day: bool, day: object, moment: datetime | None) -> str:
    if moment is None or is_day:
        return str(day or "")
    return moment.replace(tzinfo=UTC).astimezone(HERE).strftime("%Y-%m-%d %H:%M")

"""From staged events to steps: words and ids to numbers once, then place, next and wait, a bucket at a time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from schakel.data.sql import identifier, one, run
from schakel.data.staged import Staged
from schakel.data.steps import ids, trajectory
from schakel.data.steps.buckets import bucket_count
from schakel.data.steps.schema import STEP_COLUMNS, columns, sql
from schakel.data.steps.words import Words, words_of
from schakel.sharing.pseudonym import Domain, Key

DAY_US = 86_400_000_000
MOST_WORDS = 100_000  # of an attribute; above it the column is free text
WORD_COLUMNS = ("activity", "partner", "to_partner")
RESIDENT_KEY = f"coalesce(e.resident, '{ids.NAMELESS}' || e.case_id)"  # over the staged events `e`


@dataclass(frozen=True)
class Shape:
    """What occurs in the events that were seen. moments: instants only, each with one time."""

    events: int
    plans: int
    planned_ends: int
    requested: bool
    moments: bool
    to_partner: bool
    partner: bool
    nameless: int


@dataclass(frozen=True)
class Coded:
    """The temp table `coded`, and what its numbers stand for.

    ranges: (bucket, first, last case_no). kept: the columns that it has.
    """

    shape: Shape
    words: Mapping[str, Words]
    ranges: tuple[tuple[int, int, int], ...]
    buckets: int
    kept: frozenset[str]
    own_residents: bool
    own_households: bool
    is_trajectory: bool


def code(con: DuckDBPyConnection, staged: Staged, key: Key | None, tell: Callable[[str], None]) -> Coded:
    """Make `coded`: one row an event with numbers for cases, residents, households and words."""
    plans, planned_ends = _make_seen(con, staged)
    tell("words")
    shape = _shape(con, staged, plans, planned_ends)
    words = _words(con, staged, shape)
    tell("ids")
    buckets = bucket_count(shape.events)
    ids.collect(con, "case", "SELECT case_key FROM seen")
    ids.name(con, "case", key, case_domain(staged))
    ranges = ids.number_cases(con, buckets)
    for column, delivered in (("resident", staged.has_resident), ("household", staged.has_household)):
        if delivered:
            ids.collect(con, column, f"SELECT {column}_key FROM seen")  # noqa: S608
            ids.name(con, column, key, "resident" if column == "resident" else "household")
            if column == "resident" and shape.nameless:
                ids.name_nameless(con, key)
            ids.number(con, column)
    tell("numbers")
    columns = _coded_columns(staged, words, shape)
    selected = ", ".join(f"{expression} AS {name}" for name, expression in columns.items())
    run(con, sql("coded.sql").format(columns=selected, joins=_joins(staged)))
    if staged.unit == "trajectory":
        tell("trajectories")
        ranges = trajectory.split(con, staged.gap_days, buckets)
    return Coded(
        shape=shape,
        words=words,
        ranges=tuple(ranges),
        buckets=buckets,
        kept=frozenset(columns),
        own_residents=staged.has_resident,
        own_households=staged.has_household,
        is_trajectory=staged.unit == "trajectory",
    )


def link(con: DuckDBPyConnection, staged: Staged, coded: Coded, first: int, last: int) -> None:
    """Make `linked`: the steps of the cases first..last, with their place and what came next, in order."""
    if coded.shape.moments:
        _link_moments(con, staged, coded, first, last)
        return
    turns, order = "SELECT * FROM known", "placed_at, rank, place, source_row"
    if staged.days:
        order = "placed_on, rank, place, source_row"
    if staged.days and staged.instants:
        turns = sql("turns_mixed.sql")
        order = "placed_on, day_rank, turn, rank, place, source_row"
    attributes = "".join(f", {column}" for column in _all_attributes(staged))
    run(con, "DROP TABLE IF EXISTS linked")
    text = sql("links.sql")
    run(con, text.format(first=first, last=last, turns=turns, order=order, day=DAY_US, attributes=attributes))


def masks(staged: Staged, shape: Shape) -> bool:
    """Whether some waits cannot be told: partners may differ in the months they delivered, or be out of sight."""
    several = len(staged.sources) > 1 or any(source.since or source.until for source in staged.sources)
    return several or shape.to_partner


def _link_moments(con: DuckDBPyConnection, staged: Staged, coded: Coded, first: int, last: int) -> None:
    kept = coded.kept
    order = ", ".join(["case_no", "started", *(name for name in ("rank", "place") if name in kept), "source_row"])
    run(con, "DROP TABLE IF EXISTS lined")
    run(
        con,
        "CREATE OR REPLACE TEMP TABLE sorted AS "  # noqa: S608
        f"SELECT * FROM coded WHERE case_no BETWEEN {first} AND {last} ORDER BY {order}",
    )
    partner = "lead(partner) OVER ()" if "partner" in kept else "CAST(NULL AS VARCHAR)"
    asked = masks(staged, coded.shape)  # reading a further column of the next row takes time, so only where it serves
    next_on = (
        ", CASE WHEN lead(case_no) OVER () = case_no THEN lead(started_on) OVER () END AS next_on" if asked else ""
    )
    run(con, sql("moments.sql").format(next_partner=partner, next_on=next_on))
    run(con, "DROP TABLE sorted")
    absent = {"resident_no": "case_no", "place": "CAST(0 AS USMALLINT)", "partner": "CAST(NULL AS VARCHAR)"}
    absent |= {"to_partner": "CAST(NULL AS VARCHAR)", "household_no": "CAST(NULL AS INTEGER)"}
    absent |= {"requested": "CAST(NULL AS TIMESTAMP)", "requested_on": "CAST(NULL AS DATE)"}
    parts = {name: name if name in kept else instead for name, instead in absent.items()}
    attributes = "".join(f", {column}" for column in _all_attributes(staged))
    parts["next_on"] = "next_on" if asked else "CAST(NULL AS DATE)"
    run(con, sql("moments_linked.sql").format(**parts, attributes=attributes))
    (begun, back) = one(con, "SELECT count(*) FILTER (is_first), count(*) FILTER (next_started < started) FROM linked")
    if begun != last - first + 1 or back:  # rows that do not lie in the order of the sort would spoil every step
        raise RuntimeError("the engine did not keep the order of its sort")


def stored_steps(staged: Staged) -> str:
    """The query over `linked` that gives the stored columns in their stored order."""
    replaced = {
        "precision": "CAST(CASE WHEN is_day THEN 'day' ELSE 'instant' END AS ENUM('day', 'instant'))",
        "source": "CAST((SELECT name FROM sources) AS word_source)"
        if len(staged.ordered_places) == 1
        else "(SELECT list(CAST(name AS word_source) ORDER BY place) FROM sources)[place + 1]",
    }
    made = [f"{replaced[column]} AS {column}" if column in replaced else column for column in STEP_COLUMNS]
    return f"SELECT {', '.join([*made, *columns(staged.attributes, 'event')])} FROM linked"  # noqa: S608


def case_key(staged: Staged) -> str:
    """SQL over the staged events `e` of what is followed, before it has a pseudonym."""
    if staged.keyed:
        return "e.case_id"
    return {
        "provision": "e.case_id",
        "resident": "coalesce(e.resident, e.case_id)",
        "trajectory": "coalesce(e.resident, e.case_id)",
        "household": "coalesce(e.household, e.resident, e.case_id)",
    }[staged.unit]


def case_domain(staged: Staged) -> Domain:
    """The domain of its pseudonyms."""
    if staged.unit == "household":
        return "household"
    return "resident" if staged.has_resident and staged.unit in ("resident", "trajectory") else "case"


def _make_seen(con: DuckDBPyConnection, staged: Staged) -> tuple[int, int]:
    """Make the view `seen`; returns (plans, planned ends) that it leaves out."""
    _make_sources(con, staged)
    declared = any(source.reference_date for source in staged.sources)
    several = len(staged.ordered_places) > 1 or declared
    relation = identifier(staged.relation)
    later = "coalesce(e.started_on, e.ended_on) > s.reference"
    ends_later = "s.knows_ends AND coalesce(e.ended_on > s.reference, false)"
    join = f" JOIN sources AS s ON {'s.place = e.place' if staged.places else 's.name = e.source'}" if several else ""
    parts = {
        "case_key": case_key(staged),
        "resident_key": RESIDENT_KEY if staged.has_resident else "CAST(NULL AS VARCHAR)",
        "household_key": "e.household",
        "relation": relation,
        "sources": (join + (f" WHERE NOT coalesce({later}, false)" if declared else "")),
        "place": "s.place" if several else "CAST(0 AS USMALLINT)",
        "knows_ends": "s.knows_ends" if several else ("true" if staged.ordered_places[0].knows_ends else "false"),
        "ended": f"CASE WHEN {ends_later} THEN NULL ELSE e.ended END" if declared else "e.ended",
        "ended_on": f"CASE WHEN {ends_later} THEN NULL ELSE e.ended_on END" if declared else "e.ended_on",
        "attributes": "".join(f", e.{column}" for column in _all_attributes(staged)),
    }
    run(con, sql("seen.sql").format(**parts))
    if not declared:
        return 0, 0
    plans, ends = one(
        con,
        f"SELECT count(*) FILTER ({later}), count(*) FILTER ({ends_later} AND NOT coalesce({later}, false)) "  # noqa: S608
        f"FROM {relation} AS e{join}",
    )
    return int(plans), int(ends)


def _make_sources(con: DuckDBPyConnection, staged: Staged) -> None:
    """Make the table `sources`, a row for each place, and the enum of their names."""
    columns = (
        "name VARCHAR, place USMALLINT, source_no USMALLINT, key_group INTEGER, knows_ends BOOLEAN, reference DATE"
    )
    run(con, f"CREATE OR REPLACE TEMP TABLE sources ({columns})")
    for number, place in enumerate(staged.ordered_places):
        source = staged.sources[place.source]
        group = staged.key_group(place.source)
        parameters = [source.name, number, place.source, group, place.knows_ends, source.reference_date]
        run(con, "INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?)", parameters)
    run(con, "CREATE TYPE word_source AS ENUM (SELECT DISTINCT name FROM sources ORDER BY name)")


def _shape(con: DuckDBPyConnection, staged: Staged, plans: int, planned_ends: int) -> Shape:
    events, requested, moments, to_partner, partner, nameless = one(
        con,
        "SELECT count(*), count(requested) > 0, coalesce(bool_and(is_moment AND NOT is_day AND started IS NOT NULL), "  # noqa: S608
        f"false), count(to_partner) > 0, count(partner) > 0, {_nameless(staged)} FROM seen",
    )
    return Shape(int(events), plans, planned_ends, requested, moments, to_partner, partner, int(nameless))


def _nameless(staged: Staged) -> str:
    return f"count(*) FILTER (starts_with(resident_key, '{ids.NAMELESS}'))" if staged.has_resident else "0"


def _words(con: DuckDBPyConnection, staged: Staged, shape: Shape) -> dict[str, Words]:
    present = {"activity": True, "partner": shape.partner, "to_partner": shape.to_partner}
    found = {column: words_of(con, "seen", column, present=present[column]) for column in WORD_COLUMNS}
    for attribute in staged.attributes:
        if attribute.type == "text":
            most = 0 if attribute.column == "e_outcome" else MOST_WORDS
            found[attribute.column] = words_of(con, "seen", attribute.column, most=most)
    return found


def _coded_columns(staged: Staged, words: Mapping[str, Words], shape: Shape) -> dict[str, str]:
    """Columns of `coded` with their expressions; of moments only those that differ from row to row."""
    made = {"case_no": "c.case_no"}
    if staged.has_resident or not shape.moments:
        made["resident_no"] = "r.no" if staged.has_resident else "c.case_no"
    if staged.has_household or not shape.moments:
        made["household_no"] = "h.no" if staged.has_household else "CAST(NULL AS INTEGER)"
    made |= {column: f"CAST(e.{column} AS {words[column].type})" for column in WORD_COLUMNS}
    times = ["started", "ended", "requested", "started_on", "ended_on", "requested_on"]
    made |= {column: f"e.{column}" for column in [*times, "is_day", "is_moment", "place", "knows_ends", "source_row"]}
    made["rank"] = _rank(staged, words)
    if shape.moments:
        for column in _constant(staged, shape):
            del made[column]
    for attribute in staged.attributes:
        column = identifier(attribute.column)
        kind = words[attribute.column].type if attribute.type == "text" else _TYPES[attribute.type]
        made[column] = f"CAST(e.{column} AS {kind})"
    return made


def _constant(staged: Staged, shape: Shape) -> list[str]:
    """Columns that say nothing when every event is one moment."""
    columns = ["ended", "ended_on", "is_day", "is_moment", "knows_ends"]
    columns += [] if shape.requested else ["requested", "requested_on"]
    columns += [] if shape.partner else ["partner"]
    columns += [] if shape.to_partner else ["to_partner"]
    columns += [] if staged.ranks else ["rank"]
    return columns + ([] if len(staged.ordered_places) > 1 else ["place"])


_TYPES = {"number": "DOUBLE", "date": "DATE"}


def _rank(staged: Staged, words: Mapping[str, Words]) -> str:
    """Declared rank of an activity; those without one come after all that have one."""
    if not staged.ranks:
        return "CAST(0 AS SMALLINT)"
    order = {rank: turn for turn, rank in enumerate(sorted(set(staged.ranks.values())))}
    turns = [order[staged.ranks[word]] if word in staged.ranks else len(order) for word in words["activity"].words]
    return f"CAST([{', '.join(map(str, turns))}][enum_code(e_activity) + 1] AS SMALLINT)".replace(
        "e_activity", f"CAST(e.activity AS {words['activity'].type})"
    )


def _joins(staged: Staged) -> str:
    joins = " JOIN resident_ids AS r ON r.id = e.resident_key" if staged.has_resident else ""
    return joins + (" LEFT JOIN household_ids AS h ON h.id = e.household_key" if staged.has_household else "")


def _all_attributes(staged: Staged) -> list[str]:
    return [*columns(staged.attributes, "case"), *columns(staged.attributes, "event")]

"""A run as a log: its steps as events in the house's own format, to be analysed with the same figures as a real one."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import duckdb
import numpy as np

from schakel.data.deliveries.proposal.toml_text import quoted
from schakel.data.sql import run as carry_out
from schakel.simulation.kernel import codes as c
from schakel.simulation.made_log import MAPPING, make_log
from schakel.simulation.model.model import Model
from schakel.simulation.run import Run

if TYPE_CHECKING:
    from schakel.data.snapshot import Snapshot

Precision = Literal["instant", "day"]
Form = Literal["parquet", "csv"]

NAME = "simulated"
CLOSING = "Afsluiting"
ZONE = "UTC"  # a model knows no summer time
OUTCOMES = ("", "afgerond", "verbeterd", "", "", "", "", "gestopt")  # by the kernel's code; steps end in three ways
COLUMNS = (
    "case_id", "resident", "household", "activity", "partner", "requested", "started", "ended", "to_partner",
    "municipality", "client_group", "life_domain", "line", "outcome",
)  # fmt: skip
WEEK_US = 7 * 86_400_000_000
_OPTIONS = {
    "parquet": "FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 122880",
    "csv": "FORMAT csv, DELIMITER ';', HEADER true",
}
# key: ((type x MUNICIPALITIES + municipality + 1) << 33 | number of the household) << 3 | question of it
_EVENTS = f"""
WITH step AS (
    SELECT *, 'k' || (key >> 36) || 'h'
            || lpad(CAST((key >> 3) & ((CAST(1 AS BIGINT) << 33) - 1) AS VARCHAR), 6, '0') AS household
    FROM logged
), event AS (
    SELECT *, stages[stage + 1] AS activity, 0 AS turn, outcomes[outcome + 1] AS result FROM step, names
    UNION ALL BY NAME
    SELECT * REPLACE (ended AS started, NULL AS requested, -1 AS to_partner),
        '{CLOSING}' AS activity, 1 AS turn, '' AS result
    FROM step, names
    WHERE to_stage < 0 AND ended IS NOT NULL
)
SELECT household || 'q' || (key & 7) || 'e' || episode AS case_id, household || 'q' || (key & 7) AS resident,
    household, activity, partners[partner + 1] AS partner,
    {{requested}} AS requested, {{started}} AS started, {{ended}} AS ended,
    CASE WHEN to_partner >= 0 THEN partners[to_partner + 1] END AS to_partner,
    municipalities[municipality + 1] AS municipality, types[type + 1] AS client_group,
    nullif(coalesce(nullif(stage_domains[stage + 1], ''), type_domains[type + 1]), '') AS life_domain,
    CAST(lines[stage + 1] AS VARCHAR) AS line, nullif(result, '') AS outcome
FROM event WHERE ended IS NULL OR ended >= $1
ORDER BY event.started, key, episode, turn, event.line
"""  # noqa: S608 (our own words)


def write_simulated(
    model: Model, run: Run, folder: Path | str, *, form: Form = "parquet", precision: Precision = "instant"
) -> Path:
    """Write all that ran since the end of the warm-up, and a mapping beside it; the path of the events.

    A case is one stay of one client, the resident; its household is the key without the question. The end of the
    warm-up is the start of the model. What is helped at the end has no end yet. Who waits or is on the way is in the
    log by earlier steps only, and who gave up, got lost or was refused just stops; a route that ended has a step
    `Afsluiting`. ValueError: the run keeps no log.
    """
    if not run.state["keeps_log"]:
        raise ValueError("the run keeps no log")
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{NAME}.{form}"
    text = _events_text(model, run, precision)
    target = str(path).replace("'", "''")
    with duckdb.connect(config={"threads": 1}) as connection:
        _hand_over(connection, model, run)
        carry_out(connection, f"CREATE TABLE written AS {text}", [run.warm_up])
        carry_out(connection, f"COPY written TO '{target}' ({_OPTIONS[form]})")
    (folder / MAPPING).write_text(mapping_text(model, run, form), encoding="utf-8", newline="\n")
    return path


def make_simulated_log(
    model: Model,
    run: Run,
    log: Path | str,
    *,
    precision: Precision = "instant",
    on_progress: Callable[..., Any] | None = None,
) -> "Snapshot":
    """Load a run into a log, and keep its events in the log's folder `source`; the log's new snapshot.

    Refusal: the folder holds other things, or may not be written; nothing is left behind then.
    """
    return make_log(Path(log), lambda folder: write_simulated(model, run, folder, precision=precision), on_progress)


def mapping_text(model: Model, run: Run, form: Form = "parquet") -> str:
    """The mapping of a run's events as a TOML file. The last whole day of the run is the reference date."""
    columns = "\n".join(f'{name} = "{name}"' for name in COLUMNS)
    written = 'delimiter = ";"\nencoding = "utf-8"\n' if form == "csv" else ""
    return f"""\
[file]
{written}time_zone = "{ZONE}"
reference_date = {last_day(model, run).isoformat()}
delivered_by = {quoted(model.name)}

[columns]
{columns}

[case]
unit = "provision"
continued_days = 0
closing = ["{CLOSING}"]
"""


def last_day(model: Model, run: Run) -> date:
    """The last day on which something can have happened."""
    return model.start + timedelta(days=ceil(run.week * 7) - 1)


def running_steps(run: Run) -> np.ndarray:
    """Steps that began and did not end, of STEP, their end NaN: of who is helped, and of who was interrupted."""
    clients = run.clients
    started = (clients["where"] == c.SERVED) | ((clients["where"] == c.WAITING) & (clients["left_over"] >= 0))
    found = clients[started]
    steps = np.zeros(len(found), run.steps().dtype)
    for name in ("key", "episode", "type", "municipality", "stage", "severity", "started"):
        steps[name] = found[name]
    steps["partner"], steps["requested"] = run.tables["desk"]["partner"][found["desk"]], found["reached"]
    steps["to_stage"] = steps["to_partner"] = -1
    steps["outcome"], steps["ended"] = c.O_RUNNING, np.nan
    return steps


def _events_text(model: Model, run: Run, precision: Precision) -> str:
    """The query with moments in place of weeks."""
    start = datetime.combine(model.start, time.min).isoformat(" ")
    kind = "DATE" if precision == "day" else "TIMESTAMP"

    def moment(weeks: str) -> str:
        microseconds = f"CAST(round(({weeks} - {run.warm_up}) * {WEEK_US}) AS BIGINT)"
        return f"CAST(TIMESTAMP '{start}' + to_microseconds({microseconds}) AS {kind})"

    return _EVENTS.format(**{name: moment(f"event.{name}") for name in ("requested", "started", "ended")})


def _hand_over(connection: duckdb.DuckDBPyConnection, model: Model, run: Run) -> None:
    """Tables logged and names, from the run's arrays."""
    steps = np.concatenate([run.steps(), running_steps(run)])
    arrays = {name: np.ascontiguousarray(steps[name]) for name in steps.dtype.names or ()}
    connection.register("arrays", {**arrays, "line": np.arange(len(steps))})
    carry_out(
        connection,
        "CREATE TABLE logged AS "
        "SELECT * REPLACE (CASE WHEN isnan(ended) THEN NULL ELSE ended END AS ended) FROM arrays",
    )
    lists: dict[str, list[str]] = {
        "stages": [row.name for row in model.stages],
        "stage_domains": [row.domain for row in model.stages],
        "lines": [str(row.line) for row in model.stages],
        "partners": [row.name for row in model.partners],
        "municipalities": [row.name for row in model.municipalities],
        "types": [row.name for row in model.types],
        "type_domains": [row.domain for row in model.types],
        "outcomes": list(OUTCOMES),
    }
    columns = ", ".join(f"${place}::VARCHAR[] AS {name}" for place, name in enumerate(lists, 1))
    carry_out(connection, f"CREATE TABLE names AS SELECT {columns}", list(lists.values()))

"""Run in the peers' environment: XES read by us and through r4pm gives the same table; what it bends, we read."""

import sys
import tempfile
from pathlib import Path

import duckdb

from schakel.data.readers.read_xes import read_xes
from schakel.data.readers.read_xes_rust import read_xes_rust

NAIVE = """<log><trace><string key="concept:name" value="001"/><event><string key="concept:name" value="NA"/>
<date key="time:timestamp" value="2024-07-01T10:00:00"/></event></trace></log>"""


def differences(path: Path) -> int:
    """Rows that one of both does not have; times compared as moments."""
    connection = duckdb.connect()
    ours, theirs = read_xes(connection, path, table="ours"), read_xes_rust(connection, path, table="theirs")
    assert sorted(ours.columns) == sorted(theirs.columns)
    assert (ours.rows, ours.traces) == (theirs.rows, theirs.traces)

    def same(name: str) -> str:
        quoted = '"' + name.replace('"', '""') + '"'
        return f"coalesce(epoch_us(TRY_CAST({quoted} AS TIMESTAMPTZ))::VARCHAR, {quoted}) AS {quoted}"

    columns = ", ".join(['"row"', "trace", *map(same, sorted(ours.columns))])
    query = f"SELECT count(*) FROM ((SELECT {columns} FROM {{}}) EXCEPT ALL (SELECT {columns} FROM {{}}))"
    pairs = (("ours", "theirs"), ("theirs", "ours"))
    return sum(connection.execute(query.format(*pair)).fetchall()[0][0] for pair in pairs)


def main() -> None:
    """Compare on a real log, and see that a time without a zone does not become UTC."""
    source = Path(sys.argv[1])
    found = differences(source)
    print(f"{source.name}: {found} rows differ between our reader and r4pm's")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "naive.xes"
        path.write_text(NAIVE, encoding="utf-8")
        connection = duckdb.connect()
        read_xes_rust(connection, path)
        row = connection.execute('SELECT "case:concept:name", "concept:name", "time:timestamp" FROM raw').fetchall()
    assert row == [("001", "NA", "2024-07-01T10:00:00")], row
    sys.exit(found > 0)


if __name__ == "__main__":
    main()

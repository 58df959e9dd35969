"""One reader per kind of file: its own columns into a DuckDB connection, nothing interpreted yet."""

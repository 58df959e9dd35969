"""Into how many parts a snapshot is cut, and which case falls in which part."""

EVENTS_A_BUCKET = 4_000_000
MOST_BUCKETS = 256

# First byte of md5 as a number, from its two hexadecimal digits.
BYTE_SQL = "CAST('0x' || left(md5({text}), 2) AS INTEGER)"


def bucket_count(events: int) -> int:
    """The smallest power of two that leaves at most EVENTS_A_BUCKET events in a bucket on average, at most 256."""
    count = 1
    while count < MOST_BUCKETS and events > count * EVENTS_A_BUCKET:
        count *= 2
    return count


def bucket_sql(text: str, count: int) -> str:
    """SQL for the bucket of a case id: the first byte of its md5 modulo the number of buckets."""
    return f"{BYTE_SQL.format(text=text)} % {count}" if count > 1 else "0"


def folder(number: int) -> str:
    """Name of a bucket's folder, as Hive, Spark and DuckDB read it."""
    return f"bucket={number:02d}"

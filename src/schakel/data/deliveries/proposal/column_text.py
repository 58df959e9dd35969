"""What is said of a single column in a mapping: its heading, how it is filled, and what it asks."""

from schakel.data.deliveries.proposal.column_look import ColumnLook
from schakel.data.deliveries.proposal.remark import Remark, doubt, fact
from schakel.data.deliveries.proposal.toml_text import heading

CODES = 40  # different codes of an outcome, at most


def theirs(column: ColumnLook) -> str:
    """TOML of its heading, with those of other months."""
    return heading((column.heading, *column.others))


def filled(column: ColumnLook) -> Remark:
    """How many values it has and how often it is empty."""
    code = "filled" if column.filled < column.rows else "filled_all"
    return fact(code, n=column.distinct, empty=column.rows - column.filled)


def about(ours: str, column: ColumnLook) -> list[Remark]:
    """Doubts that go with one of our columns."""
    if ours == "outcome" and column.coded > 0.9 and column.distinct <= CODES:
        return [doubt("outcome_codes")]
    return [doubt("cents")] if ours == "cost_cents" and column.filled else []

"""Assumed numbers of a model in the words of the reader. Rows are those of `assumption_row`."""

from collections.abc import Mapping
from typing import Any

from schakel.draw.simulated.span import amount
from schakel.report.tell import capital
from schakel.simulation.experiment.assumption import Assumption
from schakel.texts import has, say

Row = Mapping[str, Any]


def assumption_row(one: Assumption) -> dict[str, Any]:
    """As it stands in a document. is_kind: low, assumed and high are then -1, 0 and 1, all lowest to all highest."""
    return {
        "name": one.name,
        "noun": one.noun,
        "row": one.row,
        "field": one.field,
        "whole": None if one.whole is None else str(one.whole),
        "is_kind": one.is_kind,
        "low": one.low,
        "assumed": one.value,
        "high": one.high,
    }


def assumption_name(row: Row, lang: str) -> str:
    """What it is, and whose: a whole, a kind, or one number of one row."""
    if row["whole"]:
        return say(f"study.whole.{row['whole']}", lang)
    field, _, key = str(row["field"]).partition(".")
    named = _field(str(row["noun"]), field, lang)
    if row["is_kind"]:
        return capital(say("study.all_of", lang, noun=say(f"study.noun.{row['noun']}", lang), field=named))
    what = f"{named} ({key})" if key else named
    if not row["row"]:
        return what
    noun = say(f"report.simulation.noun.{row['noun']}", lang)
    return say("study.one_of", lang, noun=noun, row=row["row"], field=what)


def assumption_range(row: Row, lang: str) -> str:
    """From its lowest to its highest value."""
    if row["is_kind"]:
        return say("study.all_low_to_high", lang)
    key = "study.times" if row["whole"] and row["assumed"] == 1 else "simulation.shown.range"
    return say(key, lang, low=amount(row["low"], lang), high=amount(row["high"], lang))


def sign_words(row: Row, lang: str, *, is_difference: bool, roughly: str) -> str:
    """Of a difference whether it keeps its sign; of an outcome whether the number matters at all.

    roughly: key of what is said of a difference that was run too few times, "" for another.
    """
    if roughly:
        return say(f"study.sign.{roughly}", lang)
    if is_difference:
        return say(f"study.sign.{row['sign']}", lang)
    change = row["change"]
    return say("simulation.shown.not_zero", lang) if change["low"] <= 0 <= change["high"] else ""


def _field(noun: str, field: str, lang: str) -> str:
    for key in (f"simulation.lever.{noun}.{field}.name", f"study.field.{noun}.{field}"):
        if has(key):
            return say(key, lang)
    return field

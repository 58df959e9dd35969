"""Kinds of fields: how a value of TOML becomes a value of a dataclass field, whichever field it is."""

import dataclasses
import types
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal, get_args, get_origin, get_type_hints

from schakel.data.toml_reading import as_list, is_text
from schakel.simulation.model.quantity import Quantity, SourceOf, given

MOST = 1e15
NUMBER = "1.5"
QUANTITY = '1.5 | {value = 1.5, low = 1, high = 2, source = "data" | "assumed"}'
_PARTS = ("value", "low", "high", "source")


class Unfit(Exception):
    """A value that is not of the kind of its field. found: the part of it that is wrong."""

    def __init__(self, found: object, allowed: str) -> None:
        self.found, self.allowed = found, allowed
        super().__init__(allowed)


def kinds(row: type[Any]) -> Mapping[str, Any]:
    """The fields of a dataclass with their types, in their order."""
    return get_type_hints(row)


def is_optional(kind: Any) -> bool:
    """Whether a field may be absent, and is None then."""
    return get_origin(kind) is types.UnionType and types.NoneType in get_args(kind)


def default(field: dataclasses.Field[Any]) -> Any:
    """What a field holds where nobody says anything; dataclasses.MISSING where somebody must."""
    return field.default if field.default_factory is dataclasses.MISSING else field.default_factory()


def value_of(kind: Any, found: object) -> Any:
    """A value of TOML as a value of this kind. Unfit when it is not."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return _option(found, inner)
    if origin is types.UnionType:
        return _first_fit(found, [one for one in inner if one is not types.NoneType])
    if origin is tuple:
        return tuple(value_of(inner[0], one) for one in as_list(found))
    if origin is not None:
        if not isinstance(found, dict):
            raise Unfit(found, "{name = 1.5}")
        return {str(key): value_of(inner[1], one) for key, one in found.items()}
    return _READERS[kind](found)


def blank(kind: Any) -> Any:
    """A value of this kind that says nothing, to go on reading after a field that cannot be read."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return inner[0]
    if origin is types.UnionType:
        return blank(inner[0])
    return {Quantity: given(0), float: 0.0, str: "", date: date(2000, 1, 1), int: 0, bool: False}.get(kind, ())


def example(kind: Any) -> str:
    """How a value of this kind is written."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Literal:
        return " | ".join(f'"{one}"' for one in inner)
    if origin is tuple:
        return f"[{example(inner[0])}, ...]" if inner[0] is not Quantity else "1.5"
    if origin is types.UnionType:
        return " | ".join(example(one) for one in inner if one is not types.NoneType)
    return {Quantity: "1.5", float: "1.5", str: '"..."', date: "2026-01-01", int: "1", bool: "true"}.get(
        kind, "{name = 1.5}"
    )


def _option(found: object, options: tuple[Any, ...]) -> Any:
    if found not in options:
        raise Unfit(found, ", ".join(map(str, options)))
    return found


def _first_fit(found: object, kinds: list[Any]) -> Any:
    allowed = []
    for kind in kinds:
        try:
            return value_of(kind, found)
        except Unfit as unfit:
            allowed.append(unfit.allowed)
    raise Unfit(found, " | ".join(allowed))


def _text(found: object) -> str:
    if found == "":
        return ""
    if not is_text(found):
        raise Unfit(found, '"..."')
    return str(found).strip()


def _number(found: object, allowed: str = NUMBER) -> float:
    if isinstance(found, bool) or not isinstance(found, int | float) or not -MOST <= found <= MOST:
        raise Unfit(found, allowed)
    return float(found)


def _whole(found: object) -> int:
    if isinstance(found, bool) or not isinstance(found, int) or abs(found) > MOST:
        raise Unfit(found, "1")
    return found


def _yes_or_no(found: object) -> bool:
    if not isinstance(found, bool):
        raise Unfit(found, "true, false")
    return found


def _date(found: object) -> date:
    if isinstance(found, datetime):
        return found.date()
    if isinstance(found, date):
        return found
    try:
        return date.fromisoformat(str(found))
    except ValueError:
        raise Unfit(found, "2026-01-01") from None


def _quantity(found: object) -> Quantity:
    if not isinstance(found, dict):
        return given(_number(found, QUANTITY))
    unknown = [key for key in found if key not in _PARTS]
    if unknown or "value" not in found:
        raise Unfit(", ".join(unknown) or found, QUANTITY)
    value = _number(found["value"])
    low, high = (_number(found.get(key, value)) for key in ("low", "high"))
    return Quantity(value, low, high, _option(found.get("source", "given"), get_args(SourceOf)))


_READERS: dict[Any, Any] = {
    Quantity: _quantity,
    str: _text,
    float: _number,
    int: _whole,
    bool: _yes_or_no,
    date: _date,
}

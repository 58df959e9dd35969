"""What a dimension may look like."""

import pytest

from schakel.sharing.dimension import Dimension, flat


def test_leaves_and_totals() -> None:
    region = Dimension("region", "all", (("all", ("north", "south")), ("north", ("a", "b")), ("south", ("c",))))
    assert region.nodes == ("all", "north", "south", "a", "b", "c")
    assert region.leaves == ("a", "b", "c")
    assert region.leaves_of("north") == {"a", "b"}
    assert flat("sex", "mf").leaves_of("total") == {"m", "f"}


@pytest.mark.parametrize(
    ("breakdowns", "message"),
    [
        ((("total", ("a", "a")),), "same part twice"),
        ((("total", ("a", "b")), ("c", ("d", "e"))), "not under total"),
        ((("total", ("a", "b")), ("a", ("a", "c"))), "part of itself"),
        ((("total", ("a", "b")), ("total", ("a", "c"))), "same leaves"),
        ((("total", ("a", "b")), ("a", ("c", "d")), ("b", ("d", "e"))), "same leaves"),
        ((("total", ()),), "no parts"),
    ],
)
def test_what_does_not_add_up_is_refused(breakdowns: tuple[tuple[str, tuple[str, ...]], ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Dimension("x", "total", breakdowns)

"""What a picture is: SVG text, a title, a description, and its twin as a table; and what every picture must say."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from schakel.chain.selection import Period


@dataclass(frozen=True)
class Twin:
    """The same values as a table, as text in the reader's language.

    numeric: per column, whether it holds numbers (set them to the right). anchors: per row an id that is unique in
    the page, or empty; boxes of a map link to these ids, so a page that shows the map gives its rows these ids.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str
    numeric: tuple[bool, ...] = ()
    anchors: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"{self.caption}: a row does not have {len(self.columns)} values")
        if self.numeric and len(self.numeric) != len(self.columns):
            raise ValueError(f"{self.caption}: numeric must tell every column")
        if self.anchors and len(self.anchors) != len(self.rows):
            raise ValueError(f"{self.caption}: anchors must tell every row")


@dataclass(frozen=True)
class Picture:
    """A drawn picture. svg: one element without XML declaration, to be put inline; all its ids start with `name`.

    The drawing is `width` by `height` px at its natural size and scales down to `least_width` px, where its smallest
    text is still 10 px; a narrower page scrolls it sideways in a box of its own. more: further twins.
    said: what stands at its foot: period, unit, residents, hidden share, and what the picture itself adds.
    """

    name: str
    svg: str
    title: str
    description: str
    twin: Twin
    width: float
    height: float
    least_width: float
    more: tuple[Twin, ...] = ()
    said: tuple[str, ...] = ()

    @property
    def twins(self) -> tuple[Twin, ...]:
        """All tables that together hold what the picture shows."""
        return (self.twin, *self.more)


@dataclass(frozen=True)
class Scope:
    """What every picture says of itself, inside the picture.

    residents: distinct residents behind it, None if not to be told. hidden_share: 0..1 that the caller left out, of
    what `unit` counts, in a process map of the transitions; None where that cannot be told, so 0 is a promise.
    unit: what a number counts, a key of `[unit]` in texts. case_unit: what a case is, a key of `[case]`.
    residents_are_cases: no resident was delivered, so each case counts as one. partners: all partners of the report,
    so that a partner has one colour everywhere; unseen: partners that are named but do not deliver.
    """

    period: Period = field(default_factory=Period)
    residents: int | None = None
    hidden_share: float | None = None
    unit: str = "residents"
    case_unit: str = ""
    residents_are_cases: bool = False
    partners: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()

    def all_partners(self, found: Iterable[str]) -> tuple[str, ...]:
        """Partners of the report and those found in the data, each once, by name."""
        return tuple(sorted({name for name in (*self.partners, *self.unseen, *found) if name}))

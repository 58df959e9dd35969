"""What a report is made of: blocks with text in the reader's language. Renderers turn them into HTML or PDF.

Everything here has passed the gate and is ready to be shown; a renderer decides about nothing but form.
"""

from dataclasses import dataclass
from typing import Literal

from schakel.chain.passport import Passport
from schakel.draw.picture import Picture, Twin

Tone = Literal["plain", "lead", "note", "warning", "ask"]


@dataclass(frozen=True)
class Paragraph:
    """A sentence or a few.

    lead: the sentence before a picture; note: how to read it; warning: what to beware of; ask: what to ask of whom.
    """

    text: str
    tone: Tone = "plain"
    origin: str = ""


@dataclass(frozen=True)
class BigNumber:
    """One of the few numbers at the top. origin: id of its passport."""

    value: str
    label: str
    origin: str = ""


@dataclass(frozen=True)
class BigNumbers:
    """The row of big numbers."""

    items: tuple[BigNumber, ...]


@dataclass(frozen=True)
class FindingText:
    """A finding in words: the sentence, and below it on how many residents it rests and how sure it is.

    picture: for a page that shows this finding alone; a report of many shows none.
    """

    sentence: str
    detail: str
    origin: str = ""
    unseen: bool = False
    picture: Picture | None = None


@dataclass(frozen=True)
class Findings:
    """Findings in the order in which they are to be read."""

    items: tuple[FindingText, ...]


@dataclass(frozen=True)
class Figure:
    """A picture with its twins. origins: ids of the passports of the figures it shows."""

    picture: Picture
    origins: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grid:
    """A table of its own (a Twin without a picture). folded: shown after a click."""

    twin: Twin
    origins: tuple[str, ...] = ()
    folded: bool = False


@dataclass(frozen=True)
class Facts:
    """Pairs of a term and what is said of it."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Swatch:
    """A partner with its colour in all pictures, and what it does. unseen: named, but delivers nothing."""

    name: str
    colour: str
    lines: tuple[str, ...] = ()
    unseen: bool = False
    dashed: bool = False


@dataclass(frozen=True)
class Legend:
    """Partners by name."""

    items: tuple[Swatch, ...]


@dataclass(frozen=True)
class Code:
    """Lines to be typed as they stand: commands."""

    text: str


Block = Paragraph | BigNumbers | Findings | Figure | Grid | Facts | Legend | Code


@dataclass(frozen=True)
class Section:
    """A part with a heading. id: its anchor. folded: behind a click on a screen, always open on paper."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Origin:
    """A passport in words, as pairs of term and value, and the sections that rest on it."""

    id: str
    title: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Document:
    """A whole report.

    badge stands beside the title; foot on every page (status, own-data warning); opening: the blocks before the
    first section. shared: what holds for all origins. made_at: "" or the making time in words, which is never part
    of a passport. one_page: small, without contents; wide: small on paper only, as wide as any report on a screen.
    roomy: one page with little on it, so its words are larger.
    """

    title: str
    lang: str
    subtitle: str
    badge: str
    foot: str
    opening: tuple[Block, ...]
    sections: tuple[Section, ...]
    origins: tuple[Origin, ...] = ()
    shared: tuple[tuple[str, str], ...] = ()
    passports: tuple[Passport, ...] = ()
    warning: str = ""
    made_at: str = ""
    one_page: bool = False
    wide: bool = False
    roomy: bool = False

    def pictures(self) -> tuple[Picture, ...]:
        """All pictures, in order."""
        blocks = (*self.opening, *(block for section in self.sections for block in section.blocks))
        return tuple(block.picture for block in blocks if isinstance(block, Figure))

"""What was counted for the mapping of one source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from schakel.data.deliveries.proposal.row_shape import Span
from schakel.data.deliveries.proposal.shared_ids import HARDLY, Sharing
from schakel.data.deliveries.proposal.spoilt_codes import SpoiltCode


@dataclass(frozen=True)
class Facts:
    """gone: as `gone_rows` gives it; turned: rows of a span that end before they begin.

    words: of the column with activities, with their numbers; partner: the word for the only one that delivers; spoilt:
    codes of activities that a spreadsheet changed; many: there are other sources.
    """

    partner: str
    sharing: Sharing = field(default_factory=Sharing)
    cases: Sharing = field(default_factory=Sharing)
    gone: tuple[str, tuple[str, ...], int] | None = None
    turned: Mapping[Span, int] = field(default_factory=dict)
    words: Sequence[tuple[str, int]] = ()
    spoilt: Sequence[SpoiltCode] = ()
    many: bool = False

    @property
    def is_apart(self) -> bool:
        """Whether its numbers of residents mean nothing to the other sources."""
        return self.many and self.sharing.n > 0 and (self.sharing.own or self.sharing.share < HARDLY)

    @property
    def is_scoped(self) -> bool:
        """Whether its numbers of cases only seem to be those of other sources."""
        return self.many and self.cases.n > 0 and (self.cases.own or 0 < self.cases.share < HARDLY)

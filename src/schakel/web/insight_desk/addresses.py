"""Where a look's figures lead: details, passports, other screens. All with the filters and the snapshot of the look."""

from dataclasses import dataclass
from urllib.parse import urlencode

from schakel.web.insight_desk.look import Look


@dataclass(frozen=True)
class Addresses:
    """Addresses under the insight desk of one network, as seen from one look."""

    network: str
    look: Look

    @property
    def root(self) -> str:
        """The desk itself, with a slash at its end."""
        return f"/n/{self.network}/insight/"

    def of(self, look: Look) -> str:
        """The fixed address of a look."""
        return f"{self.root}{look.screen}?{look.query}"

    def detail(self, screen: str, **options: str) -> str:
        """A page about one activity or handover, of the same selection."""
        return self.of(self.look.on(screen, tuple(options.items())))

    def passport(self, passport: str) -> str:
        """The passport of one of the figures of this look."""
        told = urlencode([("screen", self.look.screen), *self.look.pairs()])
        return f"{self.root}passport/{passport}?{told}"

"""All pages of a list, each read once: with what was kept of it, without loops, and whole or not at all."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Generic, TypeVar

from schakel.chain.problem import Problem, Refusal, refuse
from schakel.data.readers.name import shown_name
from schakel.data.zgw.client import Client, place_of
from schakel.data.zgw.fields import Fields
from schakel.data.zgw.kept_pages import KeptPages
from schakel.data.zgw.records import Record

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Asked(Generic[R]):
    """name: of the list among the kept pages; url: of its first page; read: a resource; made: what it becomes."""

    name: str
    url: str
    read: Callable[[Fields], R]
    made: type[R]


class Lists:
    """Reads lists. pages: how many were asked of a server now, not counting those that were kept."""

    def __init__(self, client: Client, kept: KeptPages) -> None:
        self._client, self._kept = client, kept
        self.pages = 0

    def read(self, asked: Asked[R]) -> list[R]:
        """Every resource of a list once. Refusal for a loop, for a field that is wrong, and for a list that changed."""
        found: dict[str, R] = {}
        counts: list[int] = []
        seen: set[str] = set()
        url, number = asked.url, 0
        while url:
            if url in seen:
                raise Refusal((Problem("zgw_loop", value=shown_name(place_of(url)), more=(("n", len(seen)),)),))
            seen.add(url)
            page = self._page(asked, url, number)
            records = [asked.made(**one) for one in page["records"]]
            if page["next"] and not records:
                raise Refusal((Problem("zgw_loop", value=shown_name(place_of(url)), more=(("n", len(seen)),)),))
            found |= {record.url: record for record in records}
            counts.append(page["count"])
            url, number = page["next"], number + 1
        if counts[-1] < counts[0] or len(found) < counts[0]:
            self._kept.forget(asked.name)
            more = (("first", counts[0]), ("found", len(found)))
            raise Refusal((Problem("zgw_changed", value=shown_name(place_of(asked.url)), more=more),))
        return list(found.values())

    def _page(self, asked: Asked[R], url: str, number: int) -> dict[str, Any]:
        kept = self._kept.page(asked.name, number, url)
        if kept is not None:
            return kept
        page = self._client.page(url)
        self.pages += 1
        where = "/" + place_of(url).rsplit("/", 1)[1]
        problems: list[Problem] = []
        fields = [Fields(where, f"results[{n}]", one, problems) for n, one in enumerate(page.results)]
        records = [asked.read(one) for one in fields]
        refuse(problems)
        made = {"url": url, "next": page.next, "count": page.count, "records": [asdict(one) for one in records]}
        self._kept.keep(asked.name, number, made)
        return made

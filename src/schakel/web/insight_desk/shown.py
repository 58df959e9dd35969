"""What a look shows: sections that have passed the gate at the network's threshold, and whom they name."""

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from schakel.chain.passport import Passport
from schakel.data.sql import arrays
from schakel.data.staged import Staged
from schakel.draw.picture import Picture, Twin
from schakel.insight.cells import CellCounts
from schakel.insight.opened import open_log
from schakel.insight.view import LogView
from schakel.report.document import Figure, Grid, Origin, Section
from schakel.report.html import fragment
from schakel.report.material import Material
from schakel.report.origin_section import origins
from schakel.report.tell import amount
from schakel.sharing.gate import Gate, Rows
from schakel.sharing.passed import PassedView
from schakel.web.access.models import Network
from schakel.web.engine import engine
from schakel.web.insight_desk.addresses import Addresses
from schakel.web.insight_desk.choices import choices, log_folder, snapshot_of
from schakel.web.insight_desk.look import Look
from schakel.web.insight_desk.named import named_partners
from schakel.web.insight_desk.quick_material import SCREENS as QUICK
from schakel.web.insight_desk.quick_material import QuickMaterial
from schakel.web.insight_desk.sections import SECTIONS
from schakel.web.insight_desk.sides import Sides
from schakel.web.record.reading import read
from schakel.web.sharing_desk.agreed import definitions_of

HEADED = frozenset({"partners"})  # has headings of its own below that of the section


@dataclass(frozen=True)
class Shown:
    """All of it has passed the gate. partners: those that it names or reveals, as they are called in the data.

    few: fewer residents than the threshold stand behind it (or behind one of two sides), and so there is nothing.
    residents: how many do, in words. cases: of the selection, of both sides together. passed: what the gate let
    through, for who judges it beside other views. digest: equal for equal content.
    """

    sections: tuple[Section, ...]
    passports: tuple[Passport, ...]
    partners: tuple[str, ...]
    html: str
    tables: tuple[Twin, ...]
    origins: tuple[Origin, ...] = ()
    residents: str = ""
    few: bool = False
    cases: int = 0
    passed: tuple[PassedView, ...] = ()

    @property
    def digest(self) -> str:
        """Sixteen hexadecimal digits over everything that is shown."""
        told = repr((self.sections, [passport.id for passport in self.passports], self.few))
        return hashlib.blake2b(told.encode(), digest_size=8).hexdigest()

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Its pictures, in order."""
        return tuple(
            block.picture for section in self.sections for block in section.blocks if isinstance(block, Figure)
        )


def shown(network: Network, look: Look, lang: str, *, from_files: bool = False, withheld: Rows = frozenset()) -> Shown:
    """What a look shows in a language. from_files: read the snapshot's files anew, not what is kept in memory.
    withheld: rows that are left out, as of `Gate`.

    Equal look, threshold, definitions and code version, equal bytes. Busy when too many ask at once.
    """
    with _views(network, look, from_files=from_files) as views:
        gates = [Gate(network.threshold, withheld=withheld) for _ in views]
        sides = [
            _material(view, network, look, lang, gate, from_files=from_files)
            for view, gate in zip(views, gates, strict=True)
        ]
        first, company = sides[0], tuple(choices(network, look.snapshot, look.sight).values("partner"))
        cases = sum(int(view.rows("SELECT count(*) FROM cases")[0][0]) for view in views)
        told_of(network, look, cases)
        for side in sides:
            side.company = company
        if not all(side.sayable for side in sides):
            return Shown((), (), (), "", (), few=True, cases=cases)
        for side in sides[1:]:
            side.origins = first.origins
        addresses = Addresses(network.slug, look)
        sections = SECTIONS[look.screen](Sides(tuple(sides), look, addresses))
        passports = tuple(first.origins.values())
        explained = origins(passports, lang)
        partners = tuple(sorted({name for side in sides for name in named_partners(side, sections)}))
        return Shown(
            sections,
            passports,
            partners,
            fragment(
                sections, lang, Addresses(network.slug, look).passport, origins=explained, headed=len(sections) > 1
            ),
            _tables(sections),
            explained,
            " / ".join(amount(side.total("residents"), lang) for side in sides),
            cases=cases,
            passed=tuple(side.passed for side in sides),
        )


def told_of(network: Network, look: Look, cases: int) -> None:
    """Tell that a reader gets this look, made now or before."""
    looks = [look, look.other] if look.screen == "beside" else [look]
    selection = " | ".join(str(one.selection) for one in looks)
    manifest = snapshot_of(network, look.snapshot).manifest
    read(log_folder(network), manifest, look.screen, selection=selection, cases=cases, sight=look.sight)


@contextmanager
def _views(network: Network, look: Look, *, from_files: bool) -> Iterator[list[LogView]]:
    """The view of the selection, and of the other one where two stand side by side."""
    snapshot = snapshot_of(network, look.snapshot)
    chosen = definitions_of(network)
    looks = [look, look.other] if look.screen == "beside" else [look]
    with ExitStack() as stack:
        connection = stack.enter_context(engine().turn())
        stored = None if from_files else stack.enter_context(engine().rows_of(snapshot, look.follow))
        yield [
            stack.enter_context(
                open_log(
                    snapshot,
                    selection=one.selection,
                    follow=one.follow,
                    names=one.names,
                    chosen=chosen,
                    connection=None if from_files else connection,
                    stored=stored,
                    checked=True,
                    sight=look.sight,
                )
            )
            for one in looks
        ]


def _material(view: LogView, network: Network, look: Look, lang: str, gate: Gate, *, from_files: bool) -> Material:
    """Counted by cells for a map of what is in memory, where names are those of the rows; else as in a report.

    The cells count all that is stored, so that they serve nobody who sees a part of it.
    """
    manifest = view.manifest
    own_keys = any(source.own_key for source in Staged("", manifest.sources).sources)
    if look.sight or from_files or look.screen not in QUICK or manifest.successors or own_keys:
        return Material(view, gate, lang)
    cells = engine().cells_of(snapshot_of(network, look.snapshot), look.follow)
    chosen = arrays(view.connection, "SELECT case_no FROM selected")["case_no"] if str(view.selection) else None
    return QuickMaterial(view, gate, lang, cells=CellCounts(cells, chosen))


def _tables(sections: tuple[Section, ...]) -> tuple[Twin, ...]:
    """Everything that stands in a table, in order."""
    found: list[Twin] = []
    for section in sections:
        for block in section.blocks:
            if isinstance(block, Figure):
                found += block.picture.twins
            elif isinstance(block, Grid):
                found.append(block.twin)
    return tuple(found)

"""Whether one more thing may go out beside all that went out before. Without database: it runs in a job.

Judging takes seconds, so nothing is locked meanwhile: whoever keeps the outcome sees to it that nothing joined the
register in between (`release_register.keep`).
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from schakel.chain.problem import Problem, Refusal
from schakel.data.snapshot import Snapshot
from schakel.insight.definitions import Definition
from schakel.insight.opened import open_log
from schakel.insight.signatures import cases_by, signed
from schakel.insight.view import LogView
from schakel.sharing.flows import FlowSquare, flow_square_of, release_of_flows
from schakel.sharing.let_out import REST, LetOut, Untrue, release_of, tables_of
from schakel.sharing.passed import PassedView
from schakel.sharing.register import Register, Verdict, read_register
from schakel.sharing.release import Release
from schakel.sharing.selections import LEAF, NAME, node_of, selection_of, told_before
from schakel.sharing.transitions import Square, release_of_square, square_of
from schakel.web.sharing_desk.going_along import OURS, GivesAway, beside, together

FOLDER, GROUP = "released", "network"
TOLD_CELLS = 3  # that a refusal names
OWN_CODES = {"release_exposed": "publication_exposed", "release_exposed_together": "publication_exposed_together"}
Tell = Callable[[str, float], None]


def register_file(folder: Path) -> Path:
    """Where the register of all who read in a network is. folder: of the network."""
    return folder / FOLDER / f"{GROUP}.jsonl"


def read_held(folder: Path) -> Register:
    """What went out; also lines of what was never committed, beside which judging is stricter. Refusal: unreadable."""
    return read_register(register_file(folder), GROUP)


@dataclass(frozen=True)
class Court:
    """What is judged by: the data, and the rules of the network. definitions: as agreed on, or the default ones."""

    snapshot: Snapshot
    threshold: int
    definitions: tuple[Definition, ...] | None = None

    def judged(
        self, register: Register, views: Sequence[PassedView], on_progress: Tell = lambda *_: None
    ) -> tuple[Release, ...]:
        """The releases of these views, still without a name. GivesAway, with the reason, if they may not join.

        What the register holds already, row by row, tells nothing new and makes no release.
        """
        found, wrong = list[Release](), list[GivesAway]()
        for view in views:
            with self._whole(view) as whole:
                makers: list[Callable[[Register], Release | None]] = [
                    partial(self._release, whole, out) for out in tables_of(view, self.snapshot.id)
                ]
                if flows := flow_square_of(view, self.snapshot.id):
                    makers.append(partial(self._flows, whole, flows, view.selection))
                if square := square_of(view, self.snapshot.id):
                    makers.append(partial(self._square, whole, square, view.selection))
                for place, make in enumerate(makers):
                    on_progress("judge", place / len(makers))
                    release = make(register)
                    if release is None:
                        continue
                    verdict = _near(register, release).consider(release)
                    if not verdict.passed:
                        wrong.append(
                            GivesAway(_problems(verdict, release, view.selection), rows=beside(verdict, release, view))
                        )
                        continue
                    register = replace(register, releases=(*register.releases, release))
                    found.append(release)
        if wrong:
            raise GivesAway(wrong[0].problems, rows=together([one.rows for one in wrong]))
        return tuple(found)

    @contextmanager
    def _whole(self, view: PassedView) -> Iterator[LogView]:
        with open_log(
            self.snapshot, follow=view.follow, names=view.names, chosen=self.definitions, checked=True
        ) as whole:
            yield whole

    def _release(self, whole: LogView, out: LetOut, register: Register) -> Release | None:
        held = [one for one in register.releases if one.population == out.population]
        if any(_told_before(one, out) for one in held):
            return None
        selections = list(told_before(held))
        if out.selection and out.selection not in selections:
            selections.append(out.selection)
        whose = out.table.whose
        if whose is None:
            raise ValueError(f"{out.table.name}: nobody knows whose it is")
        counts = signed(whole, whose, [selection_of(text) for text in selections])
        try:
            return release_of("", out, counts, selections, self.threshold, held)
        except Untrue:
            raise Refusal((Problem("release_contradicts", value=out.table.name, allowed=out.population),)) from None

    def _square(self, whole: LogView, square: Square, selection: str, register: Register) -> Release | None:
        chosen = [selection_of(selection)] if selection else []
        sign = "1" if selection else LEAF
        counts = {
            name: {key: n for (key, signature), n in signed(whole, whose, chosen).items() if signature.endswith(sign)}
            for name, whose in square.whose().items()
        }
        return _new(release_of_square("", square, counts, self.threshold), register)

    def _flows(self, whole: LogView, flows: FlowSquare, selection: str, register: Register) -> Release | None:
        counts = cases_by(whole, flows.whose, selection_of(selection))
        cells = {(came, left): n for (came, left), n in counts.items()}
        return _new(release_of_flows("", flows, cells, self.threshold), register)


def _new(release: Release, register: Register) -> Release | None:
    """The release, unless the same was told before."""
    return None if any(one.told == release.told for one in register.beside(release)) else release


def _told_before(held: Release, out: LetOut) -> bool:
    """Whether an earlier release told every row of this one, and between the same numbers."""
    node = node_of(out.selection)
    if held.dimensions[-1].name != NAME or node not in held.dimensions[-1].nodes:
        return False
    known = {each.key: (each.low, each.high) for each in held.told}
    return all(known.get(key) == told for key, told in out.told(node).items())


def _near(register: Register, release: Release) -> Register:
    """The register with only what can have to do with a release: of rows without a total, the same rows.

    No sum runs over such rows, so what is told of one tells nothing of another; leaving the others out saves time only.
    """
    first = release.dimensions[0]
    if any(each.key[0] in (first.root, REST) for each in release.told) or release.dimensions[-1].name != NAME:
        return register
    rows = {each.key[0] for each in release.told}
    near = [
        replace(
            held,
            told=tuple(each for each in held.told if each.key[0] in rows),
            needs=tuple(need for need in held.needs if need.key[0] in rows),
        )
        for held in register.beside(release)
    ]
    return replace(register, releases=tuple(near))


def _problems(verdict: Verdict, release: Release, selection: str) -> tuple[Problem, ...]:
    """The register's reason in the words of people: which rows, and beside what went out.

    Rows of our own ("…residents") have no name; then the selection is named.
    """
    problem = verdict.problems[0]
    cells = [found.need.key for found in verdict.attack.exposed] if verdict.attack else []
    places = [at for at, dimension in enumerate(release.dimensions) if dimension.name != NAME]
    rows = dict.fromkeys(" → ".join(key[at] for at in places if key[at][:1] != OURS) for key in cells)
    named = "; ".join(list(filter(None, rows))[:TOLD_CELLS]) or str(selection_of(selection)) or "–"
    numbers = ", ".join(dict.fromkeys(name.split(" ")[0] for name in verdict.beside if name))
    code = OWN_CODES.get(problem.code, problem.code)
    more = (("n", len(cells)),) if cells else problem.more
    return (Problem(code, value=problem.value or "–", column=named, allowed=numbers or "–", more=more),)

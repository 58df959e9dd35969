"""The questions people come with, and where each is answered. One without an answer is not shown."""

from dataclasses import dataclass
from typing import Literal

from schakel.web.access.door import first_door
from schakel.web.access.models import Hat
from schakel.web.workspace import current_workspace

Needs = Literal["snapshot", "network", "nothing"]


@dataclass(frozen=True)
class Question:
    """code: its sentence `start.question.<code>`. screens: URL names, the best first. needs: what the answer needs."""

    code: str
    screens: tuple[str, ...]
    needs: Needs


@dataclass(frozen=True)
class Asked:
    """A question with the address where it is answered; lacks: the need that is not there yet, else ""."""

    code: str
    href: str
    lacks: str = ""


QUESTIONS = (
    Question("missing", ("insight_findings", "insight"), "snapshot"),
    Question("routes", ("insight_routes", "insight"), "snapshot"),
    Question("who", ("orchestration_partners",), "network"),
    Question("words", ("orchestration_words",), "network"),
    Question("goal", ("orchestration_goals",), "network"),
    Question("what_if", ("simulation",), "nothing"),
)
# Of an empty workspace: plain questions, each to its figure or to the data that it lacks.
PLAIN = (
    Question("wait", ("insight_waits", "insight"), "snapshot"),
    Question("longest", ("insight_findings", "insight"), "snapshot"),
    Question("common", ("insight_routes", "insight"), "snapshot"),
    Question("flow", ("insight_flow", "insight"), "snapshot"),
    Question("arrive", ("insight_handovers", "insight"), "snapshot"),
    Question("unseen", ("data", "insight"), "snapshot"),
    Question("call", ("orchestration_call", "orchestration_partners"), "network"),
    Question("mean", ("orchestration_words",), "network"),
    Question("agreed", ("orchestration_agreements",), "network"),
    Question("change", ("simulation",), "nothing"),
)
LACKING: dict[Needs, tuple[str, ...]] = {
    "snapshot": ("data",),
    "network": ("orchestration",),
    "nothing": (),
}


def present(hat: Hat) -> frozenset[Needs]:
    """What this network has: a published snapshot, a network file."""
    file = current_workspace().network(hat.network.slug) / "network.toml"
    found: set[Needs] = {"nothing"}
    found |= {"snapshot"} if hat.network.snapshot else set()
    found |= {"network"} if file.is_file() else set()
    return frozenset(found)


def answered(hat: Hat) -> list[Asked]:
    """The questions that have an answer for this hat, each with its address."""
    there = present(hat)
    asked = [Asked(q.code, first_door(q.screens, hat)) for q in QUESTIONS if q.needs in there]
    return [one for one in asked if one.href]


def plain(hat: Hat) -> list[Asked]:
    """The ten plain questions: to the figure if its data is there, else to where that data comes in."""
    there = present(hat)
    found = []
    for question in PLAIN:
        ready = question.needs in there
        href = first_door(question.screens if ready else LACKING[question.needs], hat)
        found.append(Asked(question.code, href, "" if ready else question.needs))
    return found

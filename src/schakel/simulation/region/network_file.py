"""The network of the region as a readable file: who is in it, what was agreed, and what a log cannot tell."""

from collections.abc import Iterator

from schakel.data.deliveries.proposal.toml_text import quoted
from schakel.simulation.model.model import Model
from schakel.simulation.model.route import END
from schakel.simulation.region.base import base
from schakel.simulation.region.facts import Facts
from schakel.simulation.region.lived import Lived

_HEAD = """\
# Het netwerk van de verzonnen regio {name}: wie erin zit, wat is afgesproken en welke woorden partners gebruiken.
# The network of the fictional region {name}: who is in it, what was agreed, and which words partners use.

[network]
name = {quoted}
format = 1
"""


def network_text(made: Lived, known: Facts) -> str:
    """The file as TOML: [[partner]], [[handover]] as agreed, whether or not it happens, and [[word]].

    A partner that is in no log stands in it all the same; in_log says whether it delivers.
    """
    head = _HEAD.format(name=made.model.name, quoted=quoted(made.model.name))
    blocks = [*_partners(made.model, known), *_handovers(base(), known), *_words(made)]
    return head + "".join(f"\n{block}\n" for block in blocks)


def _partners(model: Model, known: Facts) -> Iterator[str]:
    for row in model.partners:
        facts = known.partners.get(row.name)
        lines = [
            "[[partner]]",
            f"name = {quoted(row.name)}",
            f"function = {quoted(facts.function if facts else 'netwerkregie')}",
            f"line = {facts.line if facts else 0}",
            f"in_log = {str(bool(facts and facts.delivers)).lower()}",
            f"municipalities = [{', '.join(map(quoted, row.municipalities))}]",
        ]
        yield "\n".join(lines)


def _handovers(model: Model, known: Facts) -> Iterator[str]:
    """Who ought to hand over to whom after which step: the routes of the chain before anything was put into it."""
    doers: dict[str, list[str]] = {}
    for row in model.partners:
        for stage in row.stages:
            doers.setdefault(stage, []).append(row.name)
    pairs = {
        (route.stage, route.to, one, other)
        for route in model.routes
        if route.to != END
        for one in doers[route.stage]
        for other in doers[route.to]
        if one != other and (one in known.partners and other in known.partners)
    }
    for stage, to, one, other in sorted(pairs):
        lines = [
            "[[handover]]",
            f"activity = {quoted(stage)}",
            f"partner = {quoted(one)}",
            f"next_activity = {quoted(to)}",
            f"next_partner = {quoted(other)}",
        ]
        yield "\n".join(lines)


def _words(made: Lived) -> Iterator[str]:
    """What a partner means by a word, where it is not the name of its step in the model."""
    for plant in made.plants:
        for (partner, stage), word in plant.words().items():
            yield "\n".join(
                ["[[word]]", f"partner = {quoted(partner)}", f"word = {quoted(word)}", f"meaning = {quoted(stage)}"]
            )

"""The network of the fictional region: all that its partners put on the table, with what was planted in it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schakel.orchestration.collaboration.word import Guess, Meaning, Word
from schakel.orchestration.key import slug
from schakel.orchestration.names import activity_called, partner_called, plain
from schakel.orchestration.network import Network
from schakel.orchestration.network_file import network_from
from schakel.orchestration.network_text import network_text
from schakel.simulation.region import region_log
from schakel.simulation.region.lived import Lived
from schakel.simulation.region.plants.plant import Plant
from schakel.simulation.region.plants.plants_file import lindewaard_plants
from schakel.texts import say

if TYPE_CHECKING:
    from schakel.data.snapshot import Snapshot

NETWORK, FILE = "network.toml", "lindewaard_network.toml"
_LANG = "nl"  # the region is Dutch, whoever reads it


def lindewaard_network(plants: Sequence[Plant] | None = None) -> Network:
    """The network of Lindewaard. plants: what the words of partners hang on; those of Lindewaard when None.

    Who is in it and what was agreed is always the same: the handovers are those of the chain before anything was put
    into it, so that one that is planted as absent stands in it.
    """
    made = _packaged()
    for plant in lindewaard_plants() if plants is None else plants:
        for (partner, stage), term in plant.words().items():
            made = _with_meaning(made, partner, stage, term)
    return made


def make_region_log(
    log: Path | str,
    *,
    seed: int = 1,
    scale: float = 1.0,
    plants: Sequence[Plant] | None = None,
    on_progress: Callable[..., Any] | None = None,
) -> "Snapshot":
    """Load the fictional region into a log; its folder `source` keeps events, mapping, truth and network file.

    As `simulation.region.region_log.make_region_log`, with the network file beside it.
    """
    return region_log.make_region_log(
        log, seed=seed, scale=scale, plants=plants, on_progress=on_progress, beside=network_beside
    )


def network_beside(made: Lived) -> Mapping[str, str]:
    """The network file of a region that was lived, by its name."""
    return {NETWORK: network_text(lindewaard_network(made.plants))}


@lru_cache(maxsize=1)
def _packaged() -> Network:
    return network_from((files(__package__) / FILE).read_text(encoding="utf-8"), FILE)


def _with_meaning(network: Network, name: str, stage: str, term: str) -> Network:
    """The network in which a partner uses a word for a step that others call otherwise, and is misread by one."""
    partner, step = partner_called(network, name), activity_called(network, stage)
    if partner is None:
        return network
    found = next((one for one in network.words if plain(one.term) == plain(term)), None)
    word = found or Word(slug(term), term)
    said = say("orchestration.region.meaning", _LANG, stage=stage, means=step.means if step else "")
    others = tuple(one for one in word.meaning if one.partner != partner.key)
    guess = tuple(Guess(one.partner, partner.key, one.meaning, "wrong") for one in others[:1])
    changed = replace(
        word,
        status="not_the_same",
        agreed="",
        reason=say("orchestration.region.reason", _LANG, partner=name, stage=stage),
        meaning=(*others, Meaning(partner.key, said.strip(), stage)),
        guess=(*word.guess, *guess),
    )
    words = tuple(changed if one is word else one for one in network.words)
    return replace(network, words=words if found else (*words, changed))

"""The models and scenarios of a network, as they lie in its folder; those that come along are always there.

Neither is changed once it is there: another one gets another name, so that a result stays what it was asked for.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from django.http import Http404

from schakel.chain.problem import Problem, Refusal
from schakel.data.toml_reading import tables
from schakel.simulation.lindewaard import MODEL_FILE, SCENARIOS, SUFFIX, scenario_names
from schakel.simulation.model.model import Model
from schakel.simulation.model.model_file import INLINE, read_model
from schakel.simulation.model.quantile_tables import tables_path
from schakel.web.access.models import Network
from schakel.web.workspace import current_workspace

PACKAGED = "lindewaard"
_HERE = Path(str(files("schakel.simulation")))
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST = 40
RESERVED = "new"  # an address of its own


@dataclass(frozen=True)
class Kept:
    """A model or a scenario. name: as its file tells. packaged: it comes with Schakel."""

    slug: str
    path: Path
    name: str
    packaged: bool = False


def folder_of(network: Network) -> Path:
    """Where models lie; made when something is put there."""
    return current_workspace().network(network.slug) / "models"


def models(network: Network) -> list[Kept]:
    """The packaged model first, then those of the network by name."""
    own = _own(folder_of(network), lambda found: found.get("model", {}).get("name"))
    return [Kept(PACKAGED, _HERE / MODEL_FILE, "Lindewaard", packaged=True), *own]


def scenarios(network: Network) -> list[Kept]:
    """Those that come along, the chain as agreed first; then those of the network by name."""
    names = sorted(scenario_names(), key=lambda name: (name != "reference", name))
    packaged = [Kept(name, path, _name(path), packaged=True) for name in names for path in [_packaged_scenario(name)]]
    return [*packaged, *_own(folder_of(network) / "scenarios", lambda found: found.get("name"))]


def model_of(network: Network, slug: str) -> Kept:
    """The model with this name; 404 if there is none."""
    return _found(models(network), slug)


def scenario_of(network: Network, slug: str) -> Kept:
    """The scenario with this name; 404 if there is none."""
    return _found(scenarios(network), slug)


def read_kept(kept: Kept) -> Model:
    """The model itself; read once as long as its file is the same."""
    status = kept.path.stat()
    return _read(kept.path, status.st_mtime_ns, status.st_size)


def slug_of(name: str) -> str:
    """A file name from what somebody called it: small letters, digits and dashes; "" when nothing is left."""
    letters = "".join(c if c.isascii() and c.isalnum() else "-" for c in name.lower())
    return "-".join(filter(None, letters.split("-")))[:LONGEST].strip("-")


def new_slug(name: str, taken: list[Kept]) -> str:
    """The slug of something new. Refusal for a name without letters, and for one that is there."""
    slug = slug_of(name)
    if not _SLUG.fullmatch(slug):
        raise Refusal((Problem("workbench_simulation_name", column="name", value=name[:LONGEST]),))
    if slug in (RESERVED, *(one.slug for one in taken)):
        raise Refusal((Problem("workbench_simulation_there", column="name", value=slug),))
    return slug


def model_files(path: Path) -> list[Path]:
    """What a model consists of: its file, and the tables beside it where there are any."""
    return [one for one in (path, tables_path(path)) if one.is_file()]


def is_calibrated(model: Model) -> bool:
    """Whether numbers in it come from data, so that a single duration could be read from it.

    A table of durations that is too long to write by hand counts as one, whatever it says of itself.
    """
    from schakel.report.model_numbers import model_numbers

    return any(len(stage.table) > INLINE for stage in model.stages) or any(
        one.source == "data" for one in model_numbers(model)
    )


def _packaged_scenario(name: str) -> Path:
    return _HERE / SCENARIOS / f"{name}{SUFFIX}"


def _own(folder: Path, told: Callable[[dict[str, dict[str, object]]], object]) -> list[Kept]:
    found = (path for path in folder.glob(f"*{SUFFIX}") if _SLUG.fullmatch(path.stem))
    kept = [Kept(path.stem, path, str(told(_tables(path)) or path.stem)) for path in found]
    return sorted(kept, key=lambda one: (one.name.casefold(), one.slug))


def _name(path: Path) -> str:
    return str(_tables(path).get("name", path.stem))


def _tables(path: Path) -> dict[str, dict[str, object]]:
    try:
        return tables(path)
    except Refusal:
        return {}


def _found(kept: list[Kept], slug: str) -> Kept:
    for one in kept:
        if one.slug == slug:
            return one
    raise Http404


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int, _size: int) -> Model:
    return read_model(path)

"""The folder of the region as delivered: a folder per partner, and beside them what is needed to read it."""

import re
import shutil
from collections.abc import Callable, Collection, Mapping, Sequence
from fnmatch import fnmatch
from importlib.resources import files as resources
from pathlib import Path

from schakel.chain.problem import Problem, Refusal, refuse
from schakel.simulation.as_delivered import crisis, debt, desk, gp, home, mental, stay, teams, welfare, work, youth
from schakel.simulation.as_delivered.difference import differences, to_toml
from schakel.simulation.as_delivered.readme import NAMES, readme
from schakel.simulation.as_delivered.source import TEAMS, told
from schakel.simulation.region.event import Event
from schakel.simulation.region.facts import Facts, facts
from schakel.simulation.region.lived import Lived, lived
from schakel.simulation.region.plants.plant import Plant
from schakel.simulation.region.plants.plants_file import lindewaard_plants

SOURCES, NAMES_FILE, DIFFERENCES, TRUTH, MAPPINGS = (
    "sources.toml", "names.csv", "differences.toml", "truth.json", "mappings",
)  # fmt: skip
WITH_WORDS = "Werkbedrijf Lindewaard"  # it writes out a word that it uses in its own way
Layout = Callable[[Sequence[Event], Facts], dict[str, bytes]]
_LAYOUTS: dict[str, Layout] = {
    "loket": lambda rows, _: desk.files(rows),
    **dict.fromkeys(TEAMS.values(), lambda rows, _: teams.files(rows)),
    "jeugdhulp": lambda rows, _: youth.files(rows),
    "jeugdhulp-zandpoort": lambda rows, _: youth.files(rows),
    "thuisbegeleiding": lambda rows, _: home.files(rows),
    "schuldhulp": lambda rows, _: debt.files(rows),
    "ggz": lambda rows, _: mental.files(rows),
    "verblijf": lambda rows, _: stay.files(rows),
    "werkbedrijf": work.files,
    "huisartsen": lambda rows, _: gp.files(rows),
    "crisisopvang": lambda rows, _: crisis.files(rows),
    "welzijn": welfare.files,
}


def write_as_delivered(
    folder: Path | str, *, seed: int = 1, scale: float = 1.0, plants: Sequence[Plant] | None = None
) -> Path:
    """Write the region as its partners would deliver it into a folder; the folder's path.

    plants: those of Lindewaard when None. Equal plants, seed and scale give equal bytes on every machine, and the
    events of `write_region`. At a small scale a source without any event is left out. What the folder holds of an
    earlier time is replaced. Refusal: it holds other things, or may not be written, or a plant gives a word to a
    partner whose files cannot hold it.
    """
    from schakel.data.log import check_folder

    folder = Path(folder)
    planted = lindewaard_plants() if plants is None else plants
    _check_words(planted)
    if not (folder / DIFFERENCES).is_file():
        check_folder(folder)
    made = as_delivered(lived(planted, seed=seed, scale=scale))
    try:
        for source in (*_LAYOUTS, MAPPINGS):
            shutil.rmtree(folder / source, ignore_errors=True)
        for name, content in made.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError:
        raise Refusal((Problem("not_writable", file=folder.name),)) from None
    return folder


def _check_words(plants: Sequence[Plant]) -> None:
    """Refusal when a word is planted at a partner whose files have a fixed place or code for each of its steps."""
    refuse(
        [
            Problem("plant_word", column="partner", value=partner, allowed=WITH_WORDS, more=(("place", plant.name),))
            for plant in plants
            for partner, _ in plant.words()
            if partner != WITH_WORDS
        ]
    )


def as_delivered(region: Lived) -> dict[str, bytes]:
    """Every file by its path in the folder."""
    known = facts()
    everything = region.events()
    reaching = told(everything)
    made = {
        f"{source}/{file}": content
        for source, layout in _LAYOUTS.items()
        if reaching.get(source)
        for file, content in layout(reaching[source], known).items()
    }
    found = differences(everything, reaching)
    sources = _sources(made)
    there = [source for source in _LAYOUTS if reaching.get(source)]
    texts = {SOURCES: sources, NAMES_FILE: _fixed(NAMES_FILE), DIFFERENCES: to_toml(found)}
    texts |= {name: _fixed(name) for name in _mappings(sources)}
    texts[TRUTH] = region.truth_text()
    for lang, page in NAMES.items():
        texts[page] = readme(lang, seed=region.seed, scale=region.scale, sources=there, found=found)
    return made | {path: text.encode() for path, text in texts.items()}


def _fixed(path: str) -> str:
    """A text that is the same for every seed."""
    return (resources(__package__) / "files" / path).read_text(encoding="utf-8")


def _sources(made: Mapping[str, bytes]) -> str:
    """The sources file without sources and deliveries that have no file."""
    blocks = _fixed(SOURCES).split("\n\n")
    kept = [block for block in blocks if _has_files(block, made)]
    sources = {name.partition("/")[0] for name in made}
    return "\n\n".join(block for block in kept if (named := _value("name", block)) is None or named in sources)


def _has_files(block: str, made: Collection[str]) -> bool:
    pattern = _value("files", block)
    return pattern is None or any(fnmatch(name, pattern) for name in made)


def _mappings(sources: str) -> list[str]:
    return sorted(set(re.findall(rf'^mapping = "({MAPPINGS}/.+)"', sources, re.MULTILINE)))


def _value(key: str, block: str) -> str | None:
    found = re.search(rf'^{key} = "(.+)"', block, re.MULTILINE)
    return found[1] if found else None

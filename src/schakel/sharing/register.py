"""The release register: what a group has received, and whether one more table may join it.

One file of JSON lines for each group of readers (0600: needs of amounts tell about the truth), one line for each
release, never changed. A new release is laid beside everything the group holds of the same population and measure,
and the attack of `audit` runs over all of it. What cannot be compared is not released.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schakel.chain.problem import Problem, refuse
from schakel.sharing.atoms import NotComparable
from schakel.sharing.audit import Audit, audit
from schakel.sharing.dimension import Dimension
from schakel.sharing.outsider import Contradiction
from schakel.sharing.primary import Need
from schakel.sharing.release import Release, Told, Untold

FORMAT = 1
NAMED = 3  # cells that a refusal names


@dataclass(frozen=True)
class Verdict:
    """Whether releases may be with one group. problems: why not; beside: earlier releases that were looked at."""

    problems: tuple[Problem, ...]
    beside: tuple[str, ...]
    attack: Audit | None

    @property
    def passed(self) -> bool:
        """Whether nothing can be found out."""
        return not self.problems


@dataclass(frozen=True)
class Register:
    """What one group of readers has received, oldest first."""

    group: str
    releases: tuple[Release, ...] = ()

    def beside(self, release: Release) -> tuple[Release, ...]:
        """What the group holds of the same people and the same measure."""
        return tuple(
            held for held in self.releases if (held.population, held.measure) == (release.population, release.measure)
        )

    def consider(self, release: Release) -> Verdict:
        """Whether this release may join: attacked alone, and together with all that the group holds."""
        held = self.beside(release)
        names = tuple(dict.fromkeys(each.name for each in held))
        alone = _attacked((release,))
        if isinstance(alone, Problem):
            return Verdict((alone,), names, None)
        if not alone.passed:
            return Verdict(_exposed("release_exposed", release, alone, ()), names, alone)
        if not held:
            return Verdict((), names, alone)
        joint = _attacked((*held, release))
        if isinstance(joint, Problem):
            return Verdict((joint,), names, None)
        return Verdict(_exposed("release_exposed_together", release, joint, names), names, joint)

    def with_release(self, release: Release) -> "Register":
        """The register with one more release. Refusal, with the reason, if it may not join."""
        refuse(self.consider(release).problems)
        return Register(self.group, (*self.releases, release))

    def without(self, population: str) -> "Register":
        """The register without one population, whose data were destroyed."""
        return Register(self.group, tuple(held for held in self.releases if held.population != population))


def read_register(path: Path, group: str) -> Register:
    """The register in a file; empty if there is none. Refusal if a line cannot be read: then nothing is released."""
    if not path.exists():
        return Register(group)
    releases = []
    for row, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            releases.append(_release(json.loads(line)))
        except (ValueError, KeyError, TypeError):
            refuse([Problem("release_register_broken", file=path.name, row=row)])
    return Register(group, tuple(releases))


def add_release(path: Path, group: str, release: Release) -> Register:
    """Judge a release and write it down, brought to the disk before this returns. Refusal if it may not join.

    The caller sees to it that two do not write at once (a lock, or the one writer of the workbench).
    """
    register = read_register(path, group).with_release(release)
    fresh = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(fresh, "w", encoding="utf-8") as file:
        file.write(json.dumps(_line(release), ensure_ascii=False, separators=(",", ":")) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return register


def write_register(path: Path, register: Register) -> None:
    """The whole register anew, as after `without`, by a file that takes the place of the old one."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        for release in register.releases:
            file.write(json.dumps(_line(release), ensure_ascii=False, separators=(",", ":")) + "\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _attacked(releases: Sequence[Release]) -> Audit | Problem:
    name = releases[-1].name
    beside = ", ".join(dict.fromkeys(each.name for each in releases[:-1])) or name
    try:
        return audit(releases)
    except NotComparable as found:
        code = "release_dimension_differs" if found.dimension else "release_too_many_groups"
        return Problem(code, value=name, column=found.dimension, allowed=beside)
    except Contradiction:
        return Problem("release_contradicts", value=name, allowed=beside)
    except TimeoutError:
        return Problem("release_too_many_groups", value=name, allowed=beside)


def _exposed(code: str, release: Release, attack: Audit, beside: Sequence[str]) -> tuple[Problem, ...]:
    """Which cells, never what is known of them: a refusal must not be the leak itself."""
    cells = list(dict.fromkeys(" · ".join(found.need.key) for found in attack.exposed))
    if not cells:
        return ()
    more = (("n", len(cells)),)
    return (Problem(code, value=release.name, column="; ".join(cells[:NAMED]), allowed=", ".join(beside), more=more),)


def _line(release: Release) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "name": release.name,
        "population": release.population,
        "measure": release.measure,
        "dimensions": [[each.name, each.root, each.breakdowns] for each in release.dimensions],
        "told": [[each.key, each.low, each.high] for each in release.told],
        "needs": [[need.key, need.low, need.high, need.rule, need.spread, need.known] for need in release.needs],
        "untold": [[each.key, each.why] for each in release.untold],
    }


def _release(line: Any) -> Release:
    if line["format"] != FORMAT:
        raise ValueError("another format")
    measure = line["measure"]
    return Release(
        line["name"],
        line["population"],
        measure,
        tuple(
            Dimension(name, root, tuple((whole, tuple(parts)) for whole, parts in breakdowns))
            for name, root, breakdowns in line["dimensions"]
        ),
        tuple(Told(tuple(key), low, high) for key, low, high in line["told"]),
        tuple(
            Need(tuple(key), measure, low, high, rule, spread, tuple((tuple(one), value) for one, value in known))
            for key, low, high, rule, spread, known in line["needs"]
        ),
        tuple(Untold(tuple(key), why) for key, why in line.get("untold", ())),
    )

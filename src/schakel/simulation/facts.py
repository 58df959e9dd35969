"""The facts of the fictional region, read from lindewaard.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files

Quantiles = tuple[int, ...]


@dataclass(frozen=True)
class Municipality:
    """kitchen_table_factor: how much longer than the table its residents wait for the first conversation."""

    name: str
    share: float
    team: str
    neighbourhoods: tuple[str, ...]
    kitchen_table_factor: float


@dataclass(frozen=True)
class Partner:
    """is_day: delivers dates without a time. delivers: False for one that is named by others only."""

    name: str
    function: str
    line: str
    is_day: bool
    delivers: bool


@dataclass(frozen=True)
class Question:
    """What a resident comes with. route: key of the function that walks it."""

    name: str
    share: float
    law: str
    client_group: str
    life_domain: str
    route: str


@dataclass(frozen=True)
class Plants:
    """What is put in on purpose; rates in starts per week at scale 1."""

    lost_referral_municipality: str
    lost_referral_share: float
    treatment_starts_per_week: float
    treatment_starts_per_week_after: float
    treatment_fewer_from: date


@dataclass(frozen=True)
class Facts:
    """All of it. waits and lasts are quantiles in days (`minutes` in minutes); shares are between 0 and 1."""

    name: str
    first_day: date
    reference_date: date
    households: int
    meeting_weekday: int
    meeting_every_days: int
    municipalities: tuple[Municipality, ...]
    partners: Mapping[str, Partner]
    questions: tuple[Question, ...]
    waits: Mapping[str, Quantiles]
    lasts: Mapping[str, Quantiles]
    shares: Mapping[str, float]
    household_sizes: tuple[float, ...]
    outcomes: tuple[tuple[str, float], ...]
    plants: Plants


@lru_cache(maxsize=1)
def facts() -> Facts:
    """The facts of Lindewaard."""
    read = tomllib.loads((files(__package__) / "lindewaard.toml").read_text(encoding="utf-8"))
    region = read["region"]
    return Facts(
        name=region["name"],
        first_day=region["first_day"],
        reference_date=region["reference_date"],
        households=region["households"],
        meeting_weekday=region["meeting_weekday"],
        meeting_every_days=region["meeting_every_days"],
        municipalities=tuple(
            Municipality(**{**one, "neighbourhoods": tuple(one["neighbourhoods"])}) for one in read["municipality"]
        ),
        partners={
            key: Partner(p["name"], p["function"], p["line"], p["precision"] == "day", p.get("delivers", True))
            for key, p in read["partner"].items()
        },
        questions=tuple(Question(**one) for one in read["question"]),
        waits={key: tuple(quantiles) for key, quantiles in read["wait"].items()},
        lasts={key: tuple(quantiles) for key, quantiles in read["lasts"].items()},
        shares=read["share"],
        household_sizes=tuple(read["household"]["size"]),
        outcomes=tuple((one["name"], one["share"]) for one in read["outcome"]),
        plants=Plants(**read["plants"]),
    )

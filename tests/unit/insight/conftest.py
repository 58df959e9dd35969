"""A small log with known truths, loaded as a user would."""

from pathlib import Path

import pytest

from schakel.data.load import load
from schakel.data.mapping import CaseRule, Mapping, Origin

CSV = """case,client,home,what,who,to,asked,from,until,group
a,r1,h1,Referral,GP,Team,,2023-02-02,2023-02-02,youth
a,r1,h1,Help,Team,,2023-02-02,2023-04-08,2023-05-01,youth
a,r1,h1,Closing,Team,,,2023-05-01,2023-05-01,youth
b,r2,h1,Referral,GP,Team,,2023-03-01,2023-03-01,adults
b,r2,h1,Help,Team,,2023-03-01,2023-03-11,2023-05-10,adults
b,r2,h1,Extra,Inwoner,,,2023-04-01,2023-04-03,adults
b,r2,h1,Closing,Team,,,2023-06-01,2023-06-01,adults
c,r1,h1,Referral,GP,Clinic,,2023-06-10,2023-06-10,youth
d,r3,,Help,Team,,,2023-06-01,,adults
e,r4,,Help,,,,2023-06-02,2023-06-20,
e,r4,,Help,Volunteer,,,2023-06-21,2023-06-21,
"""
NAMES = {
    "case_id": "case",
    "resident": "client",
    "household": "home",
    "activity": "what",
    "partner": "who",
    "to_partner": "to",
    "requested": "asked",
    "started": "from",
    "ended": "until",
    "client_group": "group",
}
MAPPING = Mapping(
    columns=tuple((ours, Origin(theirs)) for ours, theirs in NAMES.items()),
    case=CaseRule(unit="provision", closing=("Closing",)),
)


@pytest.fixture(scope="session")
def small_csv(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source file."""
    path = tmp_path_factory.mktemp("source") / "small.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def small_mapping() -> Mapping:
    """What its columns mean."""
    return MAPPING


@pytest.fixture(scope="session")
def small_log(small_csv: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its log's folder."""
    log = tmp_path_factory.mktemp("log") / "small"
    load(small_csv, log, mapping=MAPPING)
    return log

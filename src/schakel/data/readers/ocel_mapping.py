"""What the columns of a flat OCEL log mean to us: case, activity and time are known, all else goes by its name."""

from collections.abc import Iterable

from schakel.data.mapping import Mapping, Origin
from schakel.data.propose import KNOWN, normal, propose
from schakel.data.readers.xes_mapping import ACTIVITY, CASE, TIME

FIXED = {"case_id": CASE, "activity": ACTIVITY, "started": TIME}
TIMES = ("ended", "requested")


def default_mapping(header: Iterable[str], follow: str = "") -> Mapping:
    """The mapping of a flat log. A type or attribute that is called partner, resident, municipality... is that one.

    A type tied to the case counts as one that its events name. follow: the type that is followed, where it was asked:
    if its name is that of a resident or household, the case is the resident or household.
    """
    by_name: dict[str, str] = {}
    for name in header:
        by_name.setdefault(name.removeprefix("case:"), name)
    plain = [name for name in by_name if name not in (ACTIVITY, TIME)]
    found = dict(propose(plain).columns)
    columns = {ours: Origin(theirs) for ours, theirs in FIXED.items()}
    for ours, origin in found.items():
        if ours not in columns and ours not in TIMES:
            columns[ours] = Origin(by_name[origin.name])
    for ours in ("resident", "household"):
        if follow and normal(follow) in map(normal, KNOWN[ours]):
            columns[ours] = Origin(CASE)
    order = [ours for ours in (*KNOWN, "source") if ours in columns]
    return Mapping(columns=tuple((ours, columns[ours]) for ours in order))

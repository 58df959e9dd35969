"""What all sources have in common: the number that makes a case, the order of steps, and how cases end."""

from collections.abc import Mapping, Sequence

from duckdb import DuckDBPyConnection

from schakel.data.deliveries.proposal.events_found import words, year_end
from schakel.data.deliveries.proposal.remark import Remark, doubt, fact
from schakel.data.deliveries.proposal.shared_ids import HARDLY, Sharing
from schakel.data.deliveries.proposal.source_found import SourceFound
from schakel.data.deliveries.proposal.sources_text import Chain
from schakel.data.deliveries.proposal.spoilt_codes import spoilt_codes
from schakel.data.deliveries.proposal.usual_order import closing_words, usual_order

MOST = 0.5  # part of the sources with residents in common that must share case numbers too


def find_chain(
    connection: DuckDBPyConnection,
    usable: Sequence[SourceFound],
    residents: Mapping[str, Sharing],
    cases: Mapping[str, Sharing],
) -> Chain:
    """Look at all sources together. residents, cases: what each source shares, by its name."""
    unit, remark = _unit(usable, residents, cases)
    said = {source.name: words(connection, source, "activity") for source in usable}
    spoilt = [code.found for found in said.values() for code in spoilt_codes(found)]
    order = usual_order(connection, usable, by_resident=unit != "provision", without=spoilt)
    spoken = dict.fromkeys(s.activity for source in usable for s in source.shape.spans if source.shape.activity is None)
    spoken |= dict.fromkeys(word for found in said.values() for word, _ in found)
    peaks = [(source.name, peak) for source in usable if (peak := year_end(connection, source))]
    return Chain(unit, remark, order, closing_words(list(spoken)), tuple(peaks))


def _unit(
    usable: Sequence[SourceFound], residents: Mapping[str, Sharing], cases: Mapping[str, Sharing]
) -> tuple[str, Remark]:
    """What a case is: the number that most sources have in common."""
    with_case = [source for source in usable if "case_id" in source.roles.columns]
    if not with_case:
        return "resident", fact("unit_resident")
    if len(usable) == 1:
        return "provision", doubt("unit_provision")
    shared = [source for source in usable if _is_shared(cases.get(source.name))]
    together = [source for source in usable if _is_shared(residents.get(source.name))]
    if len(shared) >= 2 and len(shared) >= MOST * len(together):
        return "provision", doubt("unit_shared_case", n=len(shared))
    if together:
        return "trajectory", doubt("unit_trajectory", n=len(together))
    return "provision", doubt("unit_apart")


def _is_shared(sharing: Sharing | None) -> bool:
    return sharing is not None and sharing.share >= HARDLY and not sharing.own

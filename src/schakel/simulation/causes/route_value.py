"""What each partner adds when a route counts only with everyone on it: no coalitions needed."""

from collections.abc import Collection, Mapping, Sequence

from schakel.simulation.causes.added_value import AddedValue, AddedValues, Definition, State

ROUTE_VOLUME = Definition("volume_of_whole_routes", ("outside_events", "equal_split", "substitutes", "result_of_help"))


def route_value(
    routes: Mapping[frozenset[str], float],
    partners: Sequence[str] | None = None,
    *,
    not_judgeable: Collection[str] = (),
) -> AddedValues:
    """From the weight of each set of partners (cases, or another amount that adds up).

    The worth of a set of partners is the weight of the routes wholly inside it; its Shapley value splits each route
    equally between its partners. Leave-one-out is all that passes by the partner. A partner not judgeable is taken to
    be there always; routes with only such partners are outside the total. partners: the order of the result, by name
    if left out; one without a route adds nothing.
    """
    named = sorted(frozenset().union(*routes, not_judgeable)) if partners is None else list(partners)
    missing = frozenset().union(*routes, not_judgeable) - set(named)
    if missing:
        raise ValueError(f"not among the partners: {sorted(missing)}")
    value = {partner: 0.0 for partner in named if partner not in not_judgeable}
    lost, total = dict(value), 0.0
    for route, weight in routes.items():
        judged = sorted(route - set(not_judgeable))
        total += weight if judged else 0.0
        for partner in judged:
            value[partner] += weight / len(judged)
            lost[partner] += weight
    rows = tuple(
        AddedValue(partner, State.JUDGED, value[partner], leave_one_out=lost[partner])
        if partner in value
        else AddedValue(partner, State.NOT_JUDGEABLE)
        for partner in named
    )
    return AddedValues(ROUTE_VOLUME, "closed_form", total, rows)

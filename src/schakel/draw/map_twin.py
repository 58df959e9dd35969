"""The tables that hold what a process map shows, and also what it had no room for."""

from schakel.draw.map_break_lines import per_month
from schakel.draw.map_breaks import SideBySide, UnseenEnd
from schakel.draw.map_choice import Choice
from schakel.draw.map_data import MapData, MapEdge, MapNode
from schakel.draw.picture import Twin
from schakel.draw.wording import count, partner_text, short_duration, units
from schakel.texts import say


def anchor(name: str, place: int) -> str:
    """Id of the table row of the step at this place in the data."""
    return f"{name}-step-{place + 1}"


def map_twins(data: MapData, choice: Choice, lang: str, name: str) -> tuple[Twin, ...]:
    """Transitions, most frequent first, and steps in the order given; then parts without a shared key, if any."""
    sides = (_sides(data, choice, lang),) if data.sides else ()
    return (_transitions(data, choice, lang), _steps(data, choice, lang, name), *sides)


def _transitions(data: MapData, choice: Choice, lang: str) -> Twin:
    labels = data.names
    drawn = {*choice.lines, *choice.starts.values(), *choice.ends.values()}
    with_residents = any(edge.residents is not None for edge in data.edges)
    unit = units(data.scope.unit, lang)
    heads = [say("draw.map.twin.source", lang), say("draw.map.twin.target", lang), unit]
    if with_residents and data.scope.unit != "residents":
        heads.append(units("residents", lang))
    heads += [say(f"draw.map.twin.{key}", lang) for key in ("wait", "parallel", "drawn")]
    extra = len(heads) == 7
    rows = [
        _transition(edge, labels, edge in drawn, extra, lang)
        for edge in sorted(data.edges, key=lambda e: (-e.number, -e.n_parallel, e.source, e.target))
    ]
    rows += [
        _out_of_sight(end, labels, data, choice, extra, lang)
        for end in sorted(data.unseen_ends, key=lambda e: (-e.number, e.step, e.partner))
    ]
    numeric = (False, False, *(True,) * (len(heads) - 3), False)
    return Twin(tuple(heads), tuple(rows), say("draw.map.twin.caption", lang), numeric)


def _transition(edge: MapEdge, labels: dict[str, str], drawn: bool, extra: bool, lang: str) -> tuple[str, ...]:
    source = labels[edge.source] if edge.source else f"({say('draw.map.start', lang)})"
    target = labels[edge.target] if edge.target else f"({say('draw.map.end', lang)})"
    row = [source, target, count(edge.number, lang)]
    if extra:
        row.append("" if edge.residents is None else count(edge.residents, lang))
    waits = edge.is_inner and not edge.is_parallel
    row.append(short_duration(edge.wait_days, lang) if waits else "")
    row.append(count(edge.n_parallel, lang) if edge.is_inner else "")
    row.append(say(f"draw.map.twin.{'yes' if drawn else 'no'}", lang))
    return tuple(row)


def _out_of_sight(
    end: UnseenEnd, labels: dict[str, str], data: MapData, choice: Choice, extra: bool, lang: str
) -> tuple[str, ...]:
    partner = partner_text(end.partner, lang, unseen=end.partner in data.scope.unseen)
    target = say(f"draw.map.twin.unseen{'_partner' if end.partner else ''}", lang, partner=partner)
    drawn = say(f"draw.map.twin.{'yes' if end in (*choice.unseen, *choice.marked) else 'no'}", lang)
    return (labels[end.step], f"({target})", count(end.number, lang), *([""] if extra else []), "", "", drawn)


def _sides(data: MapData, choice: Choice, lang: str) -> Twin:
    keys = ("side_source", "side_target", "partner", "out", "started", "drawn")
    heads = tuple(say(f"draw.map.twin.{key}", lang) for key in keys)
    labels = data.names
    rows = tuple(_side(side, labels, data, side in choice.sides, lang) for side in data.sides)
    return Twin(heads, rows, say("draw.map.twin.sides_caption", lang), (False, False, False, True, True, False))


def _side(side: SideBySide, labels: dict[str, str], data: MapData, drawn: bool, lang: str) -> tuple[str, ...]:
    return (
        labels[side.source] if side.source else say("draw.map.twin.nobody", lang),
        labels[side.target],
        partner_text(side.partner, lang, unseen=side.partner in data.scope.unseen),
        per_month(side.out_per_month, lang),
        per_month(side.in_per_month, lang),
        say(f"draw.map.twin.{'yes' if drawn else 'no'}", lang),
    )


def _steps(data: MapData, choice: Choice, lang: str, name: str) -> Twin:
    kept = {node.id for node in choice.nodes}
    heads = (
        say("draw.map.twin.step", lang),
        say("draw.map.twin.partner", lang),
        units(data.scope.unit, lang),
        say("draw.map.twin.time", lang),
        say("draw.map.twin.drawn", lang),
    )
    rows = tuple(_step(node, data, node.id in kept, lang) for node in data.nodes)
    anchors = tuple(anchor(name, place) for place in range(len(data.nodes)))
    caption = say("draw.map.twin.steps_caption", lang)
    return Twin(heads, rows, caption, (False, False, True, True, False), anchors)


def _step(node: MapNode, data: MapData, drawn: bool, lang: str) -> tuple[str, ...]:
    partner = partner_text(node.partner, lang, unseen=node.partner in data.scope.unseen)
    if node.more_partners:
        partner = say("draw.partner.more", lang, partner=partner, n=node.more_partners)
    return (
        node.label,
        partner,
        count(node.number, lang),
        short_duration(node.touch_days, lang),
        say(f"draw.map.twin.{'yes' if drawn else 'no'}", lang),
    )

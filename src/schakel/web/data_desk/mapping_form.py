"""A mapping as a form: for each column of the file what it becomes, and at which step; and the form as a mapping."""

from collections.abc import Mapping as Dictionary
from collections.abc import Sequence
from dataclasses import dataclass, replace

from schakel.chain.attribute import Attribute
from schakel.chain.problem import Problem, Refusal
from schakel.data.dates import strptime_format
from schakel.data.mapping import COLUMNS, Mapping, Milestone, Origin, free_slug

ATTRIBUTE = "attribute"
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("who", ("case_id", "resident", "household")),
    ("what", ("activity", "partner", "to_partner", "outcome")),
    ("when", ("started", "ended", "requested")),
    ("about", tuple(name for name in COLUMNS if name in (
        "law", "municipality", "neighbourhood", "client_group", "question", "life_domain", "line", "product",
        "function", "outcome_score", "cost_cents",
    ))),
    ("rest", (ATTRIBUTE, "lifecycle", "instance", "row_id", "source")),
)  # fmt: skip
FIXED = ("partner", "activity")
NEEDED = ("case_id", "activity", "started")
SPARE_STEPS = 2


@dataclass(frozen=True)
class Use:
    """What a column is used for. step: number of the milestone from 1, 0 for all rows."""

    ours: str
    step: int = 0


def uses(mapping: Mapping, column: str) -> list[Use]:
    """All uses of a column of the file."""
    found = [Use(ours) for ours, origin in mapping.columns if column in _names(origin)]
    for step, milestone in enumerate(mapping.milestones, 1):
        found += [Use(ours, step) for ours, origin in milestone.columns if column in _names(origin)]
    return found + [Use(ATTRIBUTE) for theirs, _ in mapping.attributes if theirs == column]


def lost(mapping: Mapping, header: Sequence[str]) -> list[tuple[Use, str]]:
    """What the mapping looks for under a name that the file has not: (use, that name)."""
    there = set(header)
    found = [(Use(ours), origin.name) for ours, origin in mapping.columns if _is_lost(origin, there)]
    for step, milestone in enumerate(mapping.milestones, 1):
        found += [(Use(ours, step), origin.name) for ours, origin in milestone.columns if _is_lost(origin, there)]
    return found


def fixed_value(mapping: Mapping, ours: str) -> str:
    """The one value for every row, "" where there is none."""
    origin = mapping.origin(ours)
    return (origin.value if origin else None) or ""


def changed(mapping: Mapping, header: Sequence[str], form: Dictionary[str, str]) -> Mapping:
    """The mapping as the form says. form: ours-<n>, step-<n> of the n-th column; name-<m> of milestones; fixed-<ours>;
    date_format; drop-<n> of marks of rows that are left out. Uses of a column beyond its first stay as they were.
    Refusal: two columns for one field, a step without a date, a form of dates that is none.
    """
    names = [form.get(f"name-{n}", "").strip() for n in range(1, len(mapping.milestones) + SPARE_STEPS + 1)]
    milestones = [
        replace(one, activity=name or one.activity) for one, name in zip(mapping.milestones, names, strict=False)
    ]
    milestones += [Milestone(name, ()) for name in names[len(milestones) :]]
    plan = replace(mapping, milestones=tuple(milestones))
    for n, column in enumerate(header):
        was = next(iter(uses(mapping, column)), Use(""))
        now = _asked(form, n, was)
        if now != was:
            plan = _added(_removed(plan, column, was), column, now, header)
    plan = _fixed(plan, form)
    plan = replace(plan, milestones=tuple(_called(one) for one in plan.milestones if one.columns))
    _refuse_undated(plan)
    return replace(plan, file=replace(plan.file, date_format=_date_format(form, plan), drop_rows=_drops(form, plan)))


def _called(one: Milestone) -> Milestone:
    """A step without a name is called after its first column."""
    return one if one.activity else replace(one, activity=one.columns[0][1].name)


def _names(origin: Origin) -> tuple[str, ...]:
    return (origin.name, *origin.others) if origin.value is None else ()


def _is_lost(origin: Origin, there: set[str]) -> bool:
    names = _names(origin)
    return bool(names) and not there & set(names)


def _asked(form: Dictionary[str, str], n: int, was: Use) -> Use:
    ours = form.get(f"ours-{n}", was.ours)
    step = form.get(f"step-{n}", str(was.step))
    if ours not in ("", ATTRIBUTE, *COLUMNS):
        raise Refusal((Problem("workbench_mapping_field", value=ours[:40]),))
    return Use(ours, int(step) if step.isdigit() and ours not in ("", ATTRIBUTE) else 0)


def _removed(plan: Mapping, column: str, was: Use) -> Mapping:
    if was.ours == ATTRIBUTE:
        return replace(plan, attributes=tuple(pair for pair in plan.attributes if pair[0] != column))
    if was.step:
        milestones = list(plan.milestones)
        one = milestones[was.step - 1]
        milestones[was.step - 1] = replace(one, columns=_without(one.columns, was.ours, column))
        return replace(plan, milestones=tuple(milestones))
    return replace(plan, columns=_without(plan.columns, was.ours, column))


Columns = tuple[tuple[str, Origin], ...]


def _without(columns: Columns, ours: str, column: str) -> Columns:
    found = []
    for name, origin in columns:
        left = [one for one in _names(origin) if one != column]
        if name != ours or column not in _names(origin):
            found.append((name, origin))
        elif left:
            found.append((name, Origin(left[0], others=tuple(left[1:]))))
    return tuple(found)


def _added(plan: Mapping, column: str, now: Use, header: Sequence[str]) -> Mapping:
    if not now.ours:
        return plan
    if now.ours == ATTRIBUTE:
        slug = free_slug(column, {attribute.slug for _, attribute in plan.attributes})
        return replace(plan, attributes=(*plan.attributes, (column, Attribute(slug, column, "event", "text"))))
    if now.step:
        if now.step > len(plan.milestones):
            raise Refusal((Problem("workbench_mapping_field", value=str(now.step)),))
        milestones = list(plan.milestones)
        one = milestones[now.step - 1]
        milestones[now.step - 1] = replace(one, columns=_with(one.columns, now.ours, column, header))
        return replace(plan, milestones=tuple(milestones))
    return replace(plan, columns=_with(plan.columns, now.ours, column, header))


def _with(columns: Columns, ours: str, column: str, header: Sequence[str]) -> Columns:
    """With this column for a field. A name that the file has not stays beside it: the column was renamed."""
    known = dict(columns)
    before = _names(known[ours]) if ours in known else ()
    double = next((name for name in before if name in header), "")
    if double:
        raise Refusal((Problem("workbench_mapping_double", column=double, value=column, more=(("ours", ours),)),))
    known[ours] = Origin(before[0], others=(*before[1:], column)) if before else Origin(column)
    return tuple(known.items())


def _fixed(plan: Mapping, form: Dictionary[str, str]) -> Mapping:
    """One value for every row where no column says it."""
    known = dict(plan.columns)
    for ours in FIXED:
        value = form.get(f"fixed-{ours}", fixed_value(plan, ours)).strip()
        origin = known.get(ours)
        if origin is not None and origin.value is None:
            continue
        known.pop(ours, None)
        if value:
            known[ours] = Origin(value=value)
    return replace(plan, columns=tuple(known.items()))


def _refuse_undated(plan: Mapping) -> None:
    for one in plan.milestones:
        if not {"started", "ended"} & {ours for ours, _ in one.columns}:
            raise Refusal((Problem("workbench_mapping_step", value=one.activity),))


def _drops(form: Dictionary[str, str], plan: Mapping) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Marks of rows that are left out: those that are still ticked, where the form shows them."""
    marks = plan.file.drop_rows
    return tuple(mark for n, mark in enumerate(marks) if "drops" not in form or form.get(f"drop-{n}"))


def _date_format(form: Dictionary[str, str], plan: Mapping) -> tuple[str, ...]:
    asked = form.get("date_format")
    if asked is None:
        return plan.file.date_format
    found = tuple(one.strip() for one in asked.split(",") if one.strip())
    for one in found:
        if strptime_format(one) is None:
            raise Refusal((Problem("workbench_mapping_dates", value=one[:40], allowed="dd-mm-jjjj, jjjj-mm-dd uu:mm"),))
    return found

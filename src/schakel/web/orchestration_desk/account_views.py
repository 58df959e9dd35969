"""Per legal task: who accounts to whom, and by which figure. The figures are those that everybody sees."""

from typing import Any

from django.http import HttpResponse

from schakel.orchestration.sentences import option_word
from schakel.orchestration.strategy.goal import Goal
from schakel.web.access.policy import allow
from schakel.web.access.request import NetworkRequest
from schakel.web.orchestration_desk.desk import Desk, desk_of, show
from schakel.web.orchestration_desk.figures import aimed_at, figure_title


@allow("enter_orchestration")
def accounts(request: NetworkRequest, network: str) -> HttpResponse:
    """Every task with its goals, in the order of their names; then who oversees."""
    desk = desk_of(request)
    tasks: dict[str, list[Goal]] = {}
    for goal in desk.network.goals:
        if goal.task:
            tasks.setdefault(goal.task, []).append(goal)
    rows = [
        {"task": task, "lines": [_line(desk, goal) for goal in tasks[task]]} for task in sorted(tasks, key=str.casefold)
    ]
    loose = sum(not goal.task for goal in desk.network.goals)
    add = desk.links.edit("goal") if desk.rights.add("goal") else ""
    return show(desk, "accounts", rows=rows, loose=loose, overseen=_overseen(desk), add=add)


def _line(desk: Desk, goal: Goal) -> dict[str, Any]:
    return {
        "goal": desk.links.to("goal", goal.key),
        "owner": desk.links.to("partner", goal.owner) if goal.owner else None,
        "to": desk.links.all("partner", goal.answers_to),
        "figure": figure_title(goal, desk.lang) if goal.figure else "",
        "figure_at": desk.links.page("figure", "goal", goal.key) if goal.figure else "",
        "aimed": aimed_at(goal, desk.lang),
        "edit": desk.links.edit("goal", goal.key) if desk.rights.everything else "",
    }


def _overseen(desk: Desk) -> list[dict[str, Any]]:
    """Who wears the hat of an overseer or owner today, toward whom."""
    worn = [
        hat
        for hat in desk.network.hats
        if hat.capacity in ("overseer", "owner") and not (hat.until and hat.until < desk.today)
    ]
    return [
        {
            "organisation": desk.links.to("partner", hat.organisation),
            "capacity": option_word(hat.capacity, desk.lang),
            "toward": desk.links.to("partner", hat.toward),
            "about": hat.about,
        }
        for hat in worn
    ]

"""How far a hat reaches into the data, and that this is asked in one place only."""

import ast
from pathlib import Path

import pytest

import schakel.web
from schakel.web.access.models import Hat, Network, Organisation
from schakel.web.access.reach import reach
from schakel.web.access.role import ANALYSING, GOVERNING, ROLES, Role
from schakel.web.lindewaard import ANALYSING as ANALYST

WEB = Path(schakel.web.__file__).parent
# Where roles are compared: the rule of reach, the policies, and who hears of what. The sharing desk may ask who speaks
# for the analysing organisation, to know who publishes and who answers; how far somebody reaches is not decided there.
RULES = ("access/", "record/notices.py", "sharing_desk/")


def hat(network: Network, role: Role, organisation: str) -> Hat:
    """Somebody's hat of this role; not kept."""
    return Hat(network=network, role=role, organisation=Organisation.objects.get(network=network, name=organisation))


@pytest.mark.parametrize("role", ROLES)
def test_only_who_analyses_for_the_network_filters_freely(network: Network, role: Role) -> None:
    assert reach(hat(network, role, ANALYST)).free == (role in ANALYSING)
    assert not reach(hat(network, role, "Wijkteam Lindehage")).free, "an analyst of a partner reads what is published"


@pytest.mark.parametrize("role", ROLES)
def test_nobody_sees_cases_and_who_governs_hears_of_goals_only(network: Network, role: Role) -> None:
    found = reach(hat(network, role, ANALYST))
    assert not found.cases
    assert found.governing == (role in GOVERNING)
    assert found.threshold == network.threshold


@pytest.mark.parametrize("role", ROLES)
def test_what_others_delivered_is_for_who_analyses_and_for_the_privacy_officer(network: Network, role: Role) -> None:
    partner = "Wijkteam Lindehage"
    assert reach(hat(network, role, partner)).own == partner, "also for an analyst of a partner"
    assert (reach(hat(network, role, ANALYST)).own == "") == (role in ANALYSING or role == "privacy")


def test_the_threshold_is_the_network_s_own(network: Network) -> None:
    network.threshold = 25
    assert reach(hat(network, "analyst", ANALYST)).threshold == 25


def _is_hat(value: ast.expr) -> bool:
    """A column of a table has a role too."""
    return ast.unparse(value) not in ("c", "column")


def broken_rules(source: str) -> list[str]:
    """What in this source decides by role or by who analyses."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            if any(isinstance(side, ast.Attribute) and side.attr == "role" and _is_hat(side.value) for side in sides):
                found.append(f"{node.lineno}: {ast.unparse(node)}")
        elif isinstance(node, ast.Attribute) and node.attr == "analyses" and isinstance(node.ctx, ast.Load):
            found.append(f"{node.lineno}: {ast.unparse(node)}")
    return found


def test_the_rule_stands_in_one_place() -> None:
    wrong = []
    for path in sorted(WEB.rglob("*.py")):
        name = path.relative_to(WEB).as_posix()
        if not name.startswith(RULES):
            wrong += [f"{name}:{line}" for line in broken_rules(path.read_text(encoding="utf-8"))]
    assert not wrong, "ask reach(hat) or may(hat, policy) instead of deciding here:\n" + "\n".join(wrong)


def test_nobody_but_the_rule_joins_role_and_organisation() -> None:
    text = {path: path.read_text(encoding="utf-8") for path in WEB.rglob("*.py")}
    assert [path.name for path, source in text.items() if "free=" in source] == ["reach.py"], "Reach is made once"


def test_the_search_finds_what_it_looks_for() -> None:
    assert broken_rules("if hat.role in ANALYSING and hat.organisation.analyses: pass") == [
        "1: hat.role in ANALYSING",
        "1: hat.organisation.analyses",
    ]
    assert not broken_rules("reach(hat).free")

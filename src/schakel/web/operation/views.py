"""What the workbench says about itself, to anybody."""

from django.http import HttpResponse
from django.shortcuts import render

from schakel.web.access.policy import allow
from schakel.web.access.request import Request
from schakel.web.workspace import current_workspace

TESTED = ("axe", "keyboard", "reflow", "language", "tables", "script")
LIMITS = ("people", "maps", "documents")


@allow("everyone")
def accessibility(request: Request) -> HttpResponse:
    """The statement on accessibility: the norm, what is tested and how, what is known not to be good, whom to tell."""
    context = {"tested": TESTED, "limits": LIMITS, "contact": current_workspace().contact}
    return render(request, "operation/accessibility.html", context)

"""What the workbench says about itself, to anybody."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from schakel.web.access.policy import allow
from schakel.web.access.request import Request
from schakel.web.operation.security_txt import security_txt
from schakel.web.sharing_desk.clock import today
from schakel.web.workspace import current_workspace

TESTED = ("axe", "keyboard", "reflow", "language", "tables", "script")
LIMITS = ("people", "maps", "documents")


@allow("everyone")
def accessibility(request: Request) -> HttpResponse:
    """The statement on accessibility: the norm, what is tested and how, what is known not to be good, whom to tell."""
    context = {"tested": TESTED, "limits": LIMITS, "contact": current_workspace().contact}
    return render(request, "operation/accessibility.html", context)


@allow("everyone")
def security(request: Request) -> HttpResponse:
    """security.txt, if the workspace names a contact and what it says still holds."""
    found = security_txt(current_workspace(), today())
    if not found.holds(today()):
        raise Http404
    return HttpResponse(found.text(), content_type="text/plain; charset=utf-8")

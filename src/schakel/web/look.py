"""How the workbench looks: a workspace may bring a theme file of its own, with the tokens of its municipality."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from schakel.web.access.policy import allow
from schakel.web.workspace import current_workspace


@allow("everyone")
@cache_control(max_age=300)
def theme(request: HttpRequest) -> HttpResponse:
    """WORKSPACE/theme.css, or an empty one."""
    file = current_workspace().root / "theme.css"
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    return HttpResponse(text, content_type="text/css; charset=utf-8")

"""What happens to somebody who guesses passwords. The answer is the same whether or not the address is known."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from schakel.web.refused import refused_page


def address_tried(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The address as people are kept, so that other capitals are no fresh start."""
    told = (credentials or {}).get("username") or request.POST.get("username") or ""
    return str(told).strip().lower()[:255]


def where_from(request: HttpRequest) -> str:
    """The client's address. Behind a proxy that the workspace trusts, uvicorn has put there what the proxy says."""
    return str(request.META.get("REMOTE_ADDR") or "127.0.0.1")


def closed(request: HttpRequest, *_more: Any) -> HttpResponse:
    """429: too many wrong passwords for this address from this place."""
    return refused_page(request, 429, "too_many")

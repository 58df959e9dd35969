"""Addresses of the API and of its tokens. Behind the API's own stands a token, and the same policies."""

from typing import Any

from django.urls import URLPattern, path

from schakel.web.access.policy import POLICIES, allow
from schakel.web.api import tokens
from schakel.web.api.endpoints import api

BY_TOKEN, EVERYONE = "by_token", "everyone"
OPEN = ("openapi-json", "api-root")


def _named(pattern: Any) -> URLPattern:
    """The pattern with its policy: the description is for everyone, the rest for who brings a token."""
    view = pattern.callback
    if pattern.name in OPEN:
        pattern.callback = allow(EVERYONE)(view)  # which would answer any method
    else:
        view.policy, view.policy_name, view.methods = POLICIES[BY_TOKEN], BY_TOKEN, ("GET",)
    return pattern  # type: ignore[no-any-return]


_patterns, _app, _namespace = api.urls
urlpatterns = [
    path("n/<slug:network>/tokens/", tokens.tokens, name="api_tokens"),
    path("n/<slug:network>/tokens/<int:number>/withdraw", tokens.withdraw_token, name="api_token_withdraw"),
    path("api/v1/", ([_named(pattern) for pattern in _patterns], _app, _namespace)),
]

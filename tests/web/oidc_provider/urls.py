"""Addresses of the OIDC server of the tests: those of the package, and a sign-in that believes a name."""

from typing import Any

from django.contrib.auth import login
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def sign_in(request: HttpRequest) -> HttpResponse:
    """As the person of this name."""
    person: Any = User.objects.get(username=request.GET["name"])
    login(request, person)
    return HttpResponse("signed in")


urlpatterns = [path("as", sign_in), path("o/", include("oauth2_provider.urls", namespace="oauth2_provider"))]

"""The start screen."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from schakel.web.access.policy import allow
from schakel.web.access.request import NetworkRequest, Request


@allow("signed_in")
def start(request: Request) -> HttpResponse:
    """To the start screen of the network of the hat that is on; somebody without a hat is told so."""
    if request.network is None:
        return render(request, "start/no_hat.html")
    return redirect("home", network=request.network.slug)


@allow("enter_network")
def home(request: NetworkRequest, network: str) -> HttpResponse:
    """The circle and the questions."""
    return render(request, "start/home.html")

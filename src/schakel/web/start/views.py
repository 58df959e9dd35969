"""The start screen, and the page that says where everything is."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe

from schakel.draw.room_circle import Room, room_circle
from schakel.texts import say
from schakel.web.access.policy import allow
from schakel.web.access.request import NetworkRequest, Request
from schakel.web.page import ROOMS, menu
from schakel.web.start.need import where_needs
from schakel.web.start.question import answered, plain, present
from schakel.web.start.waiting import waiting_for


@allow("signed_in")
def start(request: Request) -> HttpResponse:
    """To the start screen of the network of the hat that is on; somebody without a hat is told so."""
    if request.network is None and request.wardrobe.held_back:
        return redirect("second_step_set_up")
    if request.network is None:
        return render(request, "start/no_hat.html")
    return redirect("home", network=request.network.slug)


@allow("enter_network")
def home(request: NetworkRequest, network: str) -> HttpResponse:
    """The circle of the rooms that exist, what waits for this hat, and the questions people come with."""
    entries = menu(request, request.hat, request.lang)
    rooms = tuple(
        Room(e.room, e.label, say(f"start.task.{e.room}", request.lang), e.href) for e in entries if e.room in ROOMS
    )
    picture = room_circle(rooms, request.lang)
    empty = not present(request.hat) & {"snapshot", "network"}
    context = {
        "circle": mark_safe(picture.svg),  # noqa: S308 -- drawn by us from escaped parts
        "rooms": rooms,
        "questions": answered(request.hat),
        "plain": plain(request.hat) if empty else [],
        "news": waiting_for(request.hat, request.lang),
    }
    return render(request, "start/home.html", context)


@allow("enter_network")
def where(request: NetworkRequest, network: str) -> HttpResponse:
    """What people need, need by need, with the screen or command that serves it."""
    return render(request, "start/where.html", {"needs": where_needs(request.hat)})
